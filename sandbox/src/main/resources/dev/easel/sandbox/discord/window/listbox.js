// A list of suggestions that belongs to a text field: arrow keys move, Enter and Tab choose, Escape
// closes. The focus stays in the field.

import { element, refill } from "./dom.js";

let made = 0;

export class Suggestions {
  #input;
  #list;
  #items = [];
  #at = -1;
  #choose;

  /**
   * @param input the field, which becomes a combobox
   * @param label what the list is called
   * @param choose gets the chosen item
   */
  constructor(input, label, choose) {
    this.#input = input;
    this.#choose = choose;
    const id = `suggestions-${++made}`;
    this.#list = element("ul", { class: "suggestions", role: "listbox", id, "aria-label": label, hidden: true });
    // Pressing must not take the focus from the field.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
      autocomplete: "off",
    })) {
      input.setAttribute(name, value);
    }
  }

  get node() {
    return this.#list;
  }

  get open() {
    return !this.#list.hidden;
  }

  name(label) {
    this.#list.setAttribute("aria-label", label);
  }

  /**
   * Shows items; each has `draw()`, which gives nodes.
   *
   * @param note what is said when there is none
   * @param first whether the first is marked at once
   */
  show(items, note, first = true) {
    this.#items = items;
    this.#at = first && items.length > 0 ? 0 : -1;
    refill(
      this.#list,
      ...items.map((item, index) =>
        element(
          "li",
          { role: "option", id: `${this.#list.id}-${index}`, class: "suggestion", onclick: () => this.#take(index) },
          ...item.draw(),
        ),
      ),
      items.length === 0 && note && element("li", { class: "suggestion-note", role: "option", "aria-disabled": "true" }, note),
    );
    this.#list.hidden = items.length === 0 && !note;
    this.#input.setAttribute("aria-expanded", String(this.open));
    this.#mark();
  }

  close() {
    this.#items = [];
    this.#at = -1;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }

  /** Handles a key, if the list is open and the key is one of its own. */
  key(event) {
    if (!this.open || event.isComposing) return false;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        if (this.#items.length === 0) return false;
        this.#move(event.key === "ArrowDown" ? 1 : -1);
        break;
      case "Enter":
      case "Tab":
        if (this.#at < 0 || event.shiftKey) return false;
        this.#take(this.#at);
        break;
      case "Escape":
        this.close();
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #move(by) {
    const count = this.#items.length;
    this.#at = this.#at < 0 ? (by > 0 ? 0 : count - 1) : (this.#at + by + count) % count;
    this.#mark();
  }

  #mark() {
    [...this.#list.children].forEach((node, index) => {
      node.setAttribute("aria-selected", String(index === this.#at));
      if (index === this.#at) node.scrollIntoView({ block: "nearest" });
    });
    if (this.#at >= 0) this.#input.setAttribute("aria-activedescendant", `${this.#list.id}-${this.#at}`);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #take(index) {
    const item = this.#items[index];
    this.close();
    this.#choose(item);
  }
}
