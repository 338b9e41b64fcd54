// A chosen slash command with a field for each of its options.

import { parsed, problem, TYPE } from "./commands.js";
import { element, icon, iconButton } from "./dom.js";
import { Suggestions } from "./listbox.js";
import { nameOf } from "./state.js";

const ASK_MILLIS = 150;
const CHOICES_MAX = 25;

export class CommandForm {
  #view;
  #entry;
  #fields = new Map();
  #box;
  #rest;
  #done;
  #channelId;

  /** @param done gets the values when the command is sent, and null when it is given up */
  constructor(entry, channelId, view, done) {
    this.#entry = entry;
    this.#channelId = channelId;
    this.#view = view;
    this.#done = done;
    const { t } = view;
    this.#rest = element("div", { class: "more-options", role: "group", "aria-label": t("optional") });
    this.#box = element("div", { class: "command-fields" });
    const form = element(
      "form",
      { class: "command-form", novalidate: true, "aria-label": `/${entry.name}` },
      element(
        "header",
        { class: "command-head" },
        icon("slash"),
        element("strong", {}, entry.name),
        element("span", { class: "subtext" }, entry.description),
        iconButton("close", t("cancel"), () => done(null), { class: "icon-button push" }),
      ),
      this.#box,
      element(
        "footer",
        { class: "command-foot" },
        this.#rest,
        element("button", { type: "submit", class: "button primary", "data-key": "send-command" }, t("send")),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) {
        event.preventDefault();
        done(null);
      }
    });
    this.node = form;
    for (const option of entry.options.filter((one) => one.required)) this.#add(option);
    this.#drawRest();
  }

  focus() {
    const first = [...this.#fields.values()][0];
    if (first) first.focus();
    else this.node.querySelector("[data-key=send-command]").focus();
  }

  /** Puts text into the first field, as when it was typed right behind the name. */
  begin(text) {
    const first = [...this.#fields.values()][0];
    if (first && text) first.set(text);
  }

  #drawRest() {
    const { t } = this.#view;
    const left = this.#entry.options.filter((option) => !this.#fields.has(option.name));
    this.#rest.replaceChildren(
      ...left.map((option) =>
        element(
          "button",
          {
            type: "button",
            class: "chip",
            title: option.hint,
            "aria-label": t("addOption", { name: option.label }),
            "data-option": option.name,
            onclick: () => this.#add(option)?.focus(),
          },
          icon("plus"),
          option.label,
        ),
      ),
    );
    this.#rest.hidden = left.length === 0;
  }

  #add(option) {
    const made = new Field(option, this);
    this.#fields.set(option.name, made);
    this.#box.append(made.node);
    this.#drawRest();
    return made;
  }

  remove(option) {
    this.#fields.get(option.name).node.remove();
    this.#fields.delete(option.name);
    this.#drawRest();
    this.focus();
  }

  get view() {
    return this.#view;
  }

  /** Asks the bot what it offers for a half-typed option. */
  ask(option, partial) {
    const others = Object.fromEntries(
      [...this.#fields.values()]
        .filter((field) => field.option !== option && !problem(field.option, field.value) && field.value !== "")
        .map((field) => [field.option.name, parsed(field.option, field.value)]),
    );
    return this.#view.actions.autocomplete(this.#channelId, this.#entry.path, others, option.name, partial);
  }

  submit() {
    this.#submit();
  }

  #submit() {
    const fields = [...this.#fields.values()];
    const wrong = fields.filter((field) => !field.check());
    if (wrong.length > 0) {
      wrong[0].focus();
      return;
    }
    const given = fields.filter((field) => field.value !== "");
    this.#done(Object.fromEntries(given.map((field) => [field.option.name, parsed(field.option, field.value)])));
  }
}

/** One option: a text field, with a list below it where there are choices. */
class Field {
  #form;
  #input;
  #problem;
  #list = null;
  /** What was chosen from a list, while the field still shows its name. */
  #chosen = null;
  #asked = 0;
  #timer = 0;

  constructor(option, form) {
    this.option = option;
    this.#form = form;
    const { t } = form.view;
    const id = `option-${option.name}`;
    const numeric = option.type === TYPE.INTEGER || option.type === TYPE.NUMBER;
    const long = option.type === TYPE.STRING && !this.#listed && !option.autocomplete;
    this.#input = element(long ? "textarea" : "input", {
      id,
      class: "input",
      rows: long ? "1" : null,
      type: long ? null : "text",
      inputmode: numeric ? (option.type === TYPE.INTEGER ? "numeric" : "decimal") : null,
      enterkeyhint: "send",
      autocomplete: "off",
      "data-option": option.name,
      "aria-describedby": `${id}-hint ${id}-problem`,
      "aria-required": option.required ? "true" : null,
    });
    this.#problem = element("p", { class: "problem", id: `${id}-problem`, role: "alert" });
    this.node = element(
      "div",
      { class: "field" },
      element(
        "div",
        { class: "field-head" },
        element("label", { for: id }, option.label, option.required && element("span", { class: "required" }, t("required"))),
        element("span", { class: "subtext", id: `${id}-hint` }, option.hint),
        !option.required && iconButton("close", t("removeOption", { name: option.label }), () => form.remove(option), { class: "icon-button push small" }),
      ),
      this.#input,
      this.#problem,
    );
    if (this.#listed || option.autocomplete) this.#makeList();
    this.#input.addEventListener("input", () => this.#changed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("blur", () => {
      this.#list?.close();
      if (this.#input.value !== "") this.check();
    });
  }

  get value() {
    if (this.#chosen) return this.#chosen.value;
    return this.#input.value;
  }

  focus() {
    this.#input.focus();
  }

  set(text) {
    this.#input.value = text;
    this.#changed();
  }

  check() {
    const wrong = this.#unchosen() ? ["chooseOne"] : problem(this.option, this.value);
    this.#problem.textContent = wrong ? this.#form.view.t(wrong[0], wrong[1]) : "";
    this.#input.setAttribute("aria-invalid", String(wrong !== null));
    return wrong === null;
  }

  /** Members, channels and truth can only be chosen. */
  #unchosen() {
    return this.#listed && !this.#chosen && this.#input.value !== "";
  }

  get #listed() {
    const { type, choices } = this.option;
    return (choices?.length ?? 0) > 0 || [TYPE.BOOLEAN, TYPE.USER, TYPE.CHANNEL, TYPE.MENTIONABLE].includes(type);
  }

  #makeList() {
    const { t } = this.#form.view;
    this.#list = new Suggestions(this.#input, t("suggestions", { name: this.option.label }), (item) => {
      this.#chosen = item;
      this.#input.value = item.label;
      this.check();
    });
    this.node.append(this.#list.node);
    this.#input.addEventListener("focus", () => this.#suggest());
    this.#input.addEventListener("click", () => !this.#list.open && this.#suggest());
  }

  #changed() {
    this.#chosen = null;
    this.#problem.textContent = "";
    if (this.#input.tagName === "TEXTAREA") {
      this.#input.rows = Math.min(6, this.#input.value.split("\n").length + Math.floor(this.#input.value.length / 60));
    }
    if (this.#list) this.#suggest();
  }

  #key(event) {
    if (this.#list?.key(event)) return;
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#form.submit();
    } else if (this.#list && !this.#list.open && event.key === "ArrowDown") {
      event.preventDefault();
      this.#suggest();
    } else if (event.key === "Backspace" && this.#input.value === "" && !this.option.required) {
      event.preventDefault();
      this.#form.remove(this.option);
    }
  }

  #suggest() {
    const { t } = this.#form.view;
    if (!this.option.autocomplete) {
      const typed = this.#chosen ? "" : this.#input.value.toLowerCase();
      const fitting = this.#fixed().filter((one) => one.label.toLowerCase().includes(typed));
      this.#list.show(fitting.slice(0, CHOICES_MAX).map(drawn), t("noSuggestions"));
      return;
    }
    clearTimeout(this.#timer);
    const number = ++this.#asked;
    this.#timer = setTimeout(async () => {
      const offered = await this.#form.ask(this.option, this.#chosen ? "" : this.#input.value).catch(() => null);
      // A later question, or somebody who went on, makes this answer worthless.
      if (number !== this.#asked || document.activeElement !== this.#input) return;
      if (offered === null) this.#list.show([], t("noResponse"));
      else this.#list.show(offered.map(drawn), t("noSuggestions"), this.#input.value !== "");
    }, ASK_MILLIS);
  }

  #fixed() {
    const { t, guild } = this.#form.view;
    if (this.option.choices?.length > 0) return this.option.choices;
    switch (this.option.type) {
      case TYPE.BOOLEAN:
        return [
          { label: t("yes"), value: true },
          { label: t("no"), value: false },
        ];
      case TYPE.CHANNEL:
        return [...guild.channels.values()].map((one) => ({ label: `#${one.name}`, value: one.id }));
      default:
        return [...guild.users.values()].map((one) => ({ label: `@${nameOf(one)}`, value: one.id }));
    }
  }
}

function drawn(choice) {
  return { ...choice, draw: () => [element("span", {}, choice.label)] };
}
