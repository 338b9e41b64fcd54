// Form fields with their names, hints and complaints.

import { element, fill, freshId } from "./dom.js";
import { t } from "./i18n.js";

/** A control with its label, a hint and a place for what is wrong with it. */
export class Field {
  constructor(name, label, control, { hint = null, group = false } = {}) {
    this.name = name;
    this.control = control;
    control.id ||= freshId("field");
    this.error = element("p", { class: "field-error", id: freshId("error") });
    const described = [this.error.id];
    const words = hint && element("p", { class: "hint", id: freshId("hint") }, hint);
    if (words) described.push(words.id);
    control.setAttribute("aria-describedby", described.join(" "));
    if (group) {
      const legend = element("p", { class: "label", id: freshId("label") }, label);
      control.setAttribute("aria-labelledby", legend.id);
      this.node = element("div", { class: "field", "data-field": name }, legend, control, words, this.error);
    } else {
      this.node = element(
        "div",
        { class: "field", "data-field": name },
        element("label", { for: control.id }, label),
        control,
        words,
        this.error,
      );
    }
  }

  /** An empty text takes the complaint back. */
  complain(text) {
    fill(this.error, text);
    if (text === "") this.control.removeAttribute("aria-invalid");
    else this.control.setAttribute("aria-invalid", "true");
  }

  focus() {
    const { control } = this;
    const inner = control.matches("input, select, textarea, button")
      ? control
      : (control.querySelector("input:checked") ?? control.querySelector("input, select, button"));
    inner?.focus();
  }
}

/** A text field for a number: also takes digits as a Japanese keyboard writes them. */
export function numberInput(placeholder, attributes = {}) {
  return element("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    placeholder,
    ...attributes,
  });
}

/** @returns {number|null|undefined} null if it is empty, undefined if it is no number */
export function numberOf(input) {
  const text = input.value.normalize("NFKC").replace("−", "-").trim();
  if (text === "") return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Choices as a row of radio buttons. */
export function chips(name, choices, onchange) {
  const group = freshId(name);
  return element(
    "div",
    { class: "chips", role: "radiogroup" },
    ...choices.map(({ value, label, detail }) =>
      element(
        "label",
        { class: "chip" },
        element("input", { type: "radio", name: group, value, checked: value === "", onchange }),
        element("span", {}, label, detail && element("small", {}, detail)),
      ),
    ),
  );
}

export function chosen(group) {
  return group.querySelector("input:checked")?.value ?? "";
}

export function choose(group, value) {
  for (const input of group.querySelectorAll("input")) input.checked = input.value === value;
}

/** A list of names to choose from, or a text field where the list is away. */
export function nameSelect(names, automatic, onchange, value = "") {
  if (names === null) {
    return element("input", {
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: t("catalogue.away"),
      value,
      onchange,
    });
  }
  const known = value === "" || names.includes(value) ? names : [value, ...names];
  return element(
    "select",
    { onchange },
    element("option", { value: "" }, automatic),
    ...known.map((each) => element("option", { value: each, selected: each === value }, each)),
  );
}

/** Grows with its text, up to what the style allows. */
export function growing(area) {
  const grow = () => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  area.addEventListener("input", grow);
  return grow;
}

/** Ctrl or Cmd with Enter sends; Enter while a word is being composed never does. */
export function onSendKey(area, send) {
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
  });
}
