// Words, numbers and times in the reader's language.

import { EN } from "./texts-en.js";
import { JA } from "./texts-ja.js";

export const language = document.documentElement.lang === "ja" ? "ja" : "en";
const TEXTS = language === "ja" ? JA : EN;

/** What is sent as a request's locale. */
export const locale = language === "ja" ? "ja" : "en-US";

/** The text of a key; `{name}` becomes a value, `{n|one|many}` a word that fits the number n. */
export function t(key, values = {}) {
  return TEXTS[key]
    .replace(/\{(\w+)\|([^|}]*)\|([^}]*)\}/g, (_, name, one, many) =>
      Number(values[name]) === 1 ? one : many,
    )
    .replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Of a key that may be unknown, as one made of a word of the server; else null. */
export function tIfKnown(key, values = {}) {
  return key in TEXTS ? t(key, values) : null;
}

const NUMBER = new Intl.NumberFormat(language);
const TIME = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const RELATIVE = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

export function number(value) {
  return NUMBER.format(value);
}

export function moment(instant) {
  return TIME.format(new Date(instant));
}

const STEPS = [
  ["year", 365 * 86400],
  ["month", 30 * 86400],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

export function ago(instant, now = Date.now()) {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return RELATIVE.format(Math.trunc(seconds / size), unit);
  }
  return t("time.now");
}

export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return t("time.seconds", { n: whole });
  if (whole < 3600) return t("time.minutes", { n: Math.round(whole / 60) });
  return t("time.hours", { n: Math.floor(whole / 3600), minutes: Math.round((whole % 3600) / 60) });
}

export function megabytes(bytes) {
  const value = bytes / 1048576;
  return `${value < 0.1 ? NUMBER.format(Math.round(bytes / 1024)) : value.toFixed(1)} ${value < 0.1 ? "KB" : "MB"}`;
}
