// What is wrong with a field. The API says it in English with the parts it is made of; Japanese is made
// of the same parts here. A test holds the codes together with the API's.

import { language, t, tIfKnown } from "./i18n.js";

const names = (text) => text.split("\n").join("、");

const JAPANESE = {
  FieldRequired: () => "入力してください。",
  FieldUnknown: (p) => `${p.value} という項目はありません。`,
  WrongType: () => "この値は使えません。入力した内容を確認してください。",
  NotAChoice: (p) => `この値は使えません。指定できるもの：${names(p.known ?? "")}`,
  OutOfRange: (p) =>
    p.places === "0"
      ? `${p.bound_min}〜${p.bound_max} の整数にしてください。`
      : `${p.bound_min}〜${p.bound_max}（小数点以下 ${p.places} 桁まで）の数にしてください。`,
  NotAMultiple: (p) =>
    `${p.bound_min}〜${p.bound_max} の ${p.step} の倍数にしてください。もっとも近い値は ${p.nearest} です。`,
  TooLong: (p) => `${p.value} 文字あります。${p.bound_max} 文字までにしてください。`,
  ForbiddenCharacters: () => "使えない文字が含まれています。改行や特殊な文字を除いてください。",
  TooManyEntries: (p) => `指定できるのは ${p.bound_max} 件までです。`,
  GivenTwice: (p) => `${p.value} が 2 回指定されています。`,
  TooManyPixels: (p) =>
    p.nearest
      ? `一度に生成できる大きさを超えています。枚数を ${p.nearest} 以下にするか、サイズを小さくしてください。`
      : "一度に生成できる大きさを超えています。枚数を減らすか、サイズを小さくしてください。",
  InvalidField: () => "この値は使えません。別の値をお試しください。",
  ModelNotFound: (p) => missing("モデル", p),
  LoraNotFound: (p) => missing("LoRA", p),
  SamplerNotFound: (p) => missing("サンプラー", p),
  SchedulerNotFound: (p) => missing("スケジューラー", p),
  PoolNotFound: (p) => missing("プール", p),
};

function missing(kind, p) {
  const near = p.nearest ?? p.installed;
  return `${kind} ${p.name} はインストールされていません。${near ? `近い名前：${names(near)}` : ""}`;
}

/** What stands in the way besides fields. */
const CONFLICTS = {
  AlreadyFinished: "problem.finished",
  AlreadySucceeded: "problem.succeeded",
  NotFinished: "problem.unfinished",
  NoResult: "problem.unfinished",
  IdempotencyKeyReused: "problem.twice",
  RequestDeleted: "problem.gone",
};

/** @param {{code: string, params: object, detail: string}} problem as the API answered */
export function wording(problem) {
  if (CONFLICTS[problem.code]) return t(CONFLICTS[problem.code]);
  const japanese = language === "ja" && JAPANESE[problem.code];
  return japanese
    ? japanese(problem.params)
    : problem.detail || t("problem.other", { detail: problem.message });
}

/** The name of a field as people know it; unknown ones as the API spells them. */
export function fieldName(field) {
  return tIfKnown(`field.${field.replace(/^.*\./, "")}`) ?? field;
}
