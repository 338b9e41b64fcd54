// The one way in which nodes are made: attributes by name, children as nodes or as text. Text never becomes markup.

/**
 * @param {string} name of the tag
 * @param {object} attributes null, undefined and false leave one out; `on…` adds a listener
 * @param {...(Node|string|number|null|undefined|false)} children strings become text
 */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.filter(isShown).map(asNode));
  return node;
}

function isShown(child) {
  return child !== null && child !== undefined && child !== false;
}

function asNode(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}

/** Puts other children in place of the present ones. */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.filter(isShown).map(asNode));
  return parent;
}

let lastId = 0;

/** An id for `for` and `aria-…` attributes. */
export function freshId(word) {
  lastId += 1;
  return `${word}-${lastId}`;
}

const SVG = "http://www.w3.org/2000/svg";

/** Small drawings of strokes, 24 by 24. */
const STROKES = {
  pictures: "M4 5h16v14H4z M4 16l5-5 4 4 3-2 4 4 M15.5 9.5h.01",
  queue: "M5 6h14 M5 12h14 M5 18h9",
  settings: "M4 7h9 M17 7h3 M4 17h3 M11 17h9 M15 5v4 M9 15v4",
  close: "M6 6l12 12 M18 6 6 18",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z M15.5 15.5 20 20",
  tune: "M5 8h8 M17 8h2 M5 16h2 M11 16h8 M15 6v4 M9 14v4",
  down: "M6 9l6 6 6-6",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  copy: "M9 9h11v11H9z M15 9V4H4v11h5",
  done: "M5 12.5 10 17.5 19 7",
  download: "M12 4v11 M7 10.5l5 5 5-5 M5 20h14",
  trash: "M5 7h14 M9 7V4h6v3 M7 7l1 13h8l1-13",
  refine: "M4 20l1-5L16 4l4 4L9 19z M14 6l4 4",
  vary: "M7 7h10v10H7z M4 4h3 M4 4v3 M20 4h-3 M20 4v3 M4 20h3 M4 20v-3 M20 20h-3 M20 20v-3",
  reroll: "M19 5v5h-5 M5 19v-5h5 M18 10a7 7 0 0 0-12-2 M6 14a7 7 0 0 0 12 2",
  upscale: "M14 4h6v6 M20 4l-7 7 M10 20H4v-6 M4 20l7-7",
  replay: "M5 12a7 7 0 1 0 2.5-5.4 M4 4l3.2 2.8L4.5 10",
  restore: "M9 14 4 9l5-5 M4 9h9a6 6 0 0 1 0 12h-3",
  zoom: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z M15.5 15.5 20 20 M10.5 8v5 M8 10.5h5",
  eye: "M2.5 12S6 6 12 6s9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6z M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  light:
    "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M12 3v2 M12 19v2 M3 12h2 M19 12h2 M5.6 5.6 7 7 M17 17l1.4 1.4 M5.6 18.4 7 17 M17 7l1.4-1.4",
  dark: "M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5z",
  leave: "M14 4H5v16h9 M10 12h10 M17 8.5l3.5 3.5-3.5 3.5",
  warning: "M12 4 21 19.5H3z M12 10v4.5 M12 17h.01",
  plus: "M12 5v14 M5 12h14",
  more: "M6 12h.01 M12 12h.01 M18 12h.01",
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

/** A button with a drawing, and a name that is read out and shown on hovering. */
export function iconButton(name, label, onclick, attributes = {}) {
  return element(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...attributes },
    icon(name),
  );
}

/** A button with words, and a drawing before them if it is named. */
export function button(label, onclick, { drawing = null, ...attributes } = {}) {
  return element(
    "button",
    { type: "button", class: "button", onclick, ...attributes },
    drawing && icon(drawing),
    element("span", {}, label),
  );
}
