// The one way in which nodes are made: attributes by name, children as nodes or as text.

/**
 * @param {string} name of the tag
 * @param {object} attributes null, undefined and false leave one out; `on…` adds a listener
 * @param {...(Node|string|null|undefined|false)} children strings become text
 */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** Our own small drawings, 24 by 24, of strokes only. */
const STROKES = {
  hash: "M10 4 8 20 M16 4 14 20 M4.5 9H20 M4 15h15.5",
  thread: "M5 4v9a4 4 0 0 0 4 4h10 M15 13l4 4-4 4 M10 5h9 M10 9h6",
  menu: "M4 6h16 M4 12h16 M4 18h16",
  close: "M6 6l12 12 M18 6 6 18",
  reply: "M9 6 4 11l5 5 M4 11h10a6 6 0 0 1 6 6v2",
  edit: "M4 20l1-5L16 4l4 4L9 19z",
  trash: "M5 7h14 M9 7V4h6v3 M7 7l1 13h8l1-13",
  lock: "M6 11h12v9H6z M9 11V8a3 3 0 0 1 6 0v3",
  archive: "M4 5h16v4H4z M6 9v10h12V9 M10 13h4",
  send: "M4 12 20 5l-5 15-4-6z M11 14 20 5",
  slash: "M15 4 9 20",
  at: "M16 8v5a2.5 2.5 0 0 0 5 0v-1a9 9 0 1 0-4 7.5 M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  down: "M12 5v14 M6 13l6 6 6-6",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7z M15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0",
  file: "M6 3h8l4 4v14H6z M14 3v4h4",
  link: "M10 14 20 4 M14 4h6v6 M18 14v6H4V6h6",
  plus: "M12 5v14 M5 12h14",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l2 1H4z M10 21h4",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}

/** A button with a drawing and a name that is read out and shown on hovering. */
export function iconButton(name, label, onclick, attributes = {}) {
  return element(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...attributes },
    icon(name),
  );
}

/**
 * Puts fresh children in the place of the old ones and keeps the focus on what has the same
 * `data-key`.
 */
export function refill(parent, ...children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.dataset.key;
  parent.replaceChildren(...children.filter(Boolean));
  if (key) {
    [...parent.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key)?.focus({ preventScroll: true });
  }
}
