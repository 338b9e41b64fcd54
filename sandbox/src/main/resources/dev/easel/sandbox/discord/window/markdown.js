// Discord's dialect of Markdown as DOM nodes. Words become text nodes only: nothing here parses HTML.

import { element } from "./dom.js";

const DEPTH_MAX = 8;
const BLOCK = /^(?:(#{1,3}) +(\S.*)|-# +(\S.*)|(>>> )(.*)|> (.*)|( *)([-*]|\d{1,9}\.) +(\S.*))$/;

/** The pieces of running text, tried in this order at each place. */
const PIECES = [
  [/^\\([^\sA-Za-z0-9])/, (m) => m[1]],
  [/^(`+)([^`](?:[\s\S]*?[^`])?)\1(?!`)/, (m) => element("code", {}, m[2])],
  [/^\|\|([\s\S]+?)\|\|/, (m, c) => spoiler(m[1], c)],
  [/^\*\*\*(?=\S)([\s\S]+?)\*\*\*(?!\*)/, (m, c) => element("strong", {}, element("em", {}, ...inline(m[1], c)))],
  [/^\*\*(?=\S)((?:\\.|[^\\])+?)\*\*(?!\*)/, (m, c) => element("strong", {}, ...inline(m[1], c))],
  [/^__(?=\S)((?:\\.|[^\\])+?)__(?!_)/, (m, c) => element("u", {}, ...inline(m[1], c))],
  [/^~~(?=\S)([\s\S]+?)~~/, (m, c) => element("s", {}, ...inline(m[1], c))],
  [/^\*(?=[^\s*])((?:\*\*|\\.|[^\\*])+?)\*(?!\*)/, (m, c) => element("em", {}, ...inline(m[1], c))],
  [/^_(?=\S)((?:__|\\.|[^\\_])+?)_(?![\p{L}\p{N}_])/u, (m, c) => element("em", {}, ...inline(m[1], c))],
  [/^\[((?:\\.|[^[\]\\])+)\]\(<?(https?:\/\/[^\s<>)]+)>?(?: "[^"]*")?\)/, (m, c) => link(m[2], inline(m[1], c), c)],
  [/^<(https?:\/\/[^\s<>]+)>/, (m, c) => link(m[1], [m[1]], c)],
  [/^https?:\/\/[^\s<>|]*[^\s<>|.,:;"'!?）」、。)\]*_~]/, (m, c) => link(m[0], [m[0]], c)],
  [/^<@!?(\d{1,20})>/, (m, c) => mention("user", m[1], c)],
  [/^<@&(\d{1,20})>/, (m, c) => element("span", { class: "mention" }, `@${c.role?.(m[1]) ?? m[1]}`)],
  [/^<#(\d{1,20})>/, (m, c) => mention("channel", m[1], c)],
  [/^<\/([^:>]{1,100}):(\d{1,20})>/, (m) => element("span", { class: "mention" }, `/${m[1]}`)],
  [/^<a?:(\w{1,40}):\d{1,20}>/, (m) => `:${m[1]}:`],
  [/^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, (m, c) => timestamp(Number(m[1]), m[2] ?? "f", c)],
  [/^@(everyone|here)\b/, (m) => element("span", { class: "mention" }, m[0])],
  [/^\n/, () => element("br")],
];

/** Where a piece may begin; everything before it is plain text. */
const STARTS = /[\\`|*_~[<@\n]|https?:\/\//g;

/**
 * @param {string} text what was written
 * @param {object} context `user(id)`, `channel(id)` and `role(id)` give names, `open(channelId)` goes
 *   there, `locale` is for times
 * @returns {DocumentFragment}
 */
export function markdown(text, context) {
  const fragment = document.createDocumentFragment();
  const fence = /```(?:([A-Za-z0-9_+.#-]{1,30})\n)?\n?([\s\S]+?)\n?```/g;
  let from = 0;
  for (const match of text.matchAll(fence)) {
    blocks(text.slice(from, match.index).replace(/\n$/, ""), context, fragment);
    fragment.append(element("pre", { tabindex: "0" }, element("code", {}, match[2])));
    from = match.index + match[0].length;
    if (text[from] === "\n") from += 1;
  }
  blocks(text.slice(from), context, fragment);
  return fragment;
}

/** The same words without any markup, for one line. */
export function plain(text, context) {
  return markdown(text, context).textContent.replace(/\s+/g, " ").trim();
}

function blocks(text, context, into) {
  if (text === "") return;
  const lines = text.split("\n");
  let paragraph = [];
  const flush = () => {
    if (paragraph.length > 0) into.append(element("p", {}, ...inline(paragraph.join("\n"), context)));
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const match = BLOCK.exec(lines[at]);
    if (!match) {
      paragraph.push(lines[at]);
      continue;
    }
    flush();
    if (match[1]) {
      // The page has the first level for itself.
      into.append(element(`h${match[1].length + 2}`, {}, ...inline(match[2], context)));
    } else if (match[3] !== undefined) {
      into.append(element("p", { class: "subtext" }, ...inline(match[3], context)));
    } else if (match[4] !== undefined) {
      into.append(quote([match[5], ...lines.slice(at + 1)], context));
      at = lines.length;
    } else if (match[6] !== undefined) {
      const quoted = [];
      while (at < lines.length && /^> /.test(lines[at])) quoted.push(lines[at++].slice(2));
      into.append(quote(quoted, context));
      at -= 1;
    } else {
      at = list(lines, at, context, into) - 1;
    }
  }
  flush();
}

function quote(lines, context) {
  const inner = element("blockquote");
  const depth = (context.depth ?? 0) + 1;
  if (depth > DEPTH_MAX) inner.append(lines.join("\n"));
  else blocks(lines.join("\n"), { ...context, depth }, inner);
  return inner;
}

/** Builds the list that begins at a line and returns the line after it. */
function list(lines, start, context, into) {
  const item = /^( *)([-*]|\d{1,9}\.) +(\S.*)$/;
  const open = [];
  let at = start;
  for (; at < lines.length; at += 1) {
    const match = item.exec(lines[at]);
    if (!match) break;
    const indent = match[1].length;
    while (open.length > 1 && indent < open.at(-1).indent) open.pop();
    const top = open.at(-1);
    if (!top || (indent > top.indent && open.length < DEPTH_MAX)) {
      const numbered = /\d/.test(match[2]);
      const node = element(numbered ? "ol" : "ul", numbered ? { start: Number.parseInt(match[2], 10) } : {});
      (top?.node.lastElementChild ?? top?.node ?? into).append(node);
      open.push({ indent, node });
    }
    open.at(-1).node.append(element("li", {}, ...inline(match[3], context)));
  }
  return at;
}

function inline(text, context) {
  const depth = (context.depth ?? 0) + 1;
  if (depth > DEPTH_MAX) return [text];
  const inner = { ...context, depth };
  const nodes = [];
  let words = "";
  let at = 0;
  const push = (node) => {
    if (typeof node === "string") {
      words += node;
      return;
    }
    if (words) nodes.push(words);
    words = "";
    nodes.push(node);
  };
  while (at < text.length) {
    STARTS.lastIndex = at;
    const next = STARTS.exec(text)?.index ?? text.length;
    push(text.slice(at, next));
    if (next === text.length) break;
    const rest = text.slice(next);
    const found = piece(rest, text[next - 1], inner);
    push(found ? found.node : text[next]);
    at = next + (found ? found.length : 1);
  }
  if (words) nodes.push(words);
  return nodes;
}

function piece(rest, before, context) {
  // An underscore within a word is one.
  const insideWord = rest[0] === "_" && rest[1] !== "_" && /[\p{L}\p{N}_]/u.test(before ?? "");
  if (insideWord) return null;
  for (const [pattern, make] of PIECES) {
    const match = pattern.exec(rest);
    if (match) return { node: make(match, context), length: match[0].length };
  }
  return null;
}

function link(address, label, context) {
  const own = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/\d+\/(\d{1,20})(?:\/(\d{1,20}))?$/.exec(address);
  if (own && context.open) {
    return channelButton(own[1], label, context, own[2]);
  }
  let url;
  try {
    url = new URL(address);
  } catch {
    return address;
  }
  return element(
    "a",
    { href: url.href, rel: "noopener noreferrer nofollow", target: "_blank", title: url.href },
    ...label,
  );
}

function channelButton(channelId, label, context, messageId) {
  const button = element("button", { type: "button", class: "mention", "data-key": `open-${channelId}` }, ...label);
  button.addEventListener("click", () => context.open(channelId, messageId));
  return button;
}

function mention(kind, id, context) {
  if (kind === "user") return element("span", { class: "mention" }, `@${context.user(id) ?? id}`);
  const name = context.channel(id);
  if (name === undefined || !context.open) return element("span", { class: "mention" }, `#${name ?? id}`);
  return channelButton(id, [`#${name}`], context);
}

function spoiler(text, context) {
  const hidden = element("span", {}, ...inline(text, context));
  const node = element(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-expanded": "false", "aria-label": context.spoilerLabel ?? "" },
    hidden,
  );
  hidden.inert = true;
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    node.classList.add("revealed");
    node.setAttribute("aria-expanded", "true");
    node.removeAttribute("aria-label");
    hidden.inert = false;
  };
  node.addEventListener("click", reveal, { once: true });
  node.addEventListener("keydown", reveal);
  return node;
}

const TIMES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

function timestamp(seconds, style, context) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `<t:${seconds}:${style}>`;
  const node = element("time", { datetime: date.toISOString(), title: date.toLocaleString(context.locale) });
  if (style === "R") {
    node.dataset.relative = String(seconds);
    node.textContent = relative(seconds, context.locale);
  } else {
    node.textContent = date.toLocaleString(context.locale, TIMES[style]);
  }
  return node;
}

const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** How long ago or until then, in words. */
export function relative(seconds, locale) {
  const away = seconds - Date.now() / 1000;
  const [unit, length] = UNITS.find(([, size]) => Math.abs(away) >= size) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.round(away / length), unit);
}
