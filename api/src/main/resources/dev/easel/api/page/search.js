// What the pictures are narrowed to.

import { models } from "./catalogue.js";
import { element, freshId, icon } from "./dom.js";
import { t } from "./i18n.js";
import { remember, remembered } from "./preferences.js";
import { session } from "./session.js";

const PAUSE_MILLIS = 250;
const ACTIONS = ["Generate", "Refine", "Restore", "Reroll", "Vary", "Upscale", "Replay"];

export class Search {
  constructor(onchange) {
    this.onchange = onchange;
    this.text = element("input", {
      type: "search",
      placeholder: t("pictures.search"),
      "aria-label": t("pictures.search"),
      title: t("pictures.search.keys"),
      maxlength: "200",
      autocomplete: "off",
      enterkeyhint: "search",
      "aria-keyshortcuts": "/",
    });
    this.status = select("pictures.status", [
      ["completed", t("pictures.status.completed")],
      ["failed", t("pictures.status.failed")],
      ["", t("pictures.status.all")],
    ]);
    this.action = select("pictures.action", [
      ["", t("pictures.action.all")],
      ...ACTIONS.map((action) => [action, t(`action.${action}`)]),
    ]);
    this.model = select("pictures.model", [["", t("pictures.model.all")]]);
    this.mine = element("input", { type: "checkbox", checked: remembered.onlyMine });
    this.node = element(
      "form",
      { class: "search", role: "search", onsubmit: (event) => event.preventDefault() },
      element("div", { class: "search-text" }, icon("search"), this.text),
      element(
        "div",
        { class: "filters", role: "group", "aria-label": t("pictures.filters") },
        this.status,
        this.action,
        this.model,
        element("label", { class: "check" }, this.mine, element("span", {}, t("pictures.mine"))),
      ),
    );
    this.listen();
  }

  listen() {
    this.text.addEventListener("input", (event) => {
      clearTimeout(this.timer);
      if (!event.isComposing) this.timer = setTimeout(() => this.onchange(), PAUSE_MILLIS);
    });
    this.text.addEventListener("compositionend", () => this.onchange());
    for (const control of [this.status, this.action, this.model])
      control.addEventListener("change", () => this.onchange());
    this.mine.addEventListener("change", () => {
      remember("mine", String(this.mine.checked));
      this.onchange();
    });
  }

  async load() {
    for (const model of (await models()) ?? [])
      this.model.append(element("option", { value: model.name }, model.name));
  }

  /** As the API takes it. */
  filters() {
    return {
      text: this.text.value.trim(),
      status: this.status.value,
      action: this.action.value,
      model: this.model.value,
      ...(this.mine.checked ? { user_id: session.user, guild_id: session.space } : {}),
    };
  }

  /** Whether new pictures belong on top of what is shown. */
  isOpen() {
    return (
      this.text.value.trim() === "" &&
      this.action.value === "" &&
      this.model.value === "" &&
      this.status.value !== "failed"
    );
  }

  isNarrowed() {
    return !this.isOpen() || this.mine.checked;
  }

  clear() {
    this.text.value = "";
    this.status.value = "completed";
    this.action.value = "";
    this.model.value = "";
    this.mine.checked = false;
    remember("mine", "false");
    this.onchange();
  }
}

function select(label, options) {
  return element(
    "select",
    { id: freshId("filter"), "aria-label": t(label) },
    ...options.map(([value, text]) => element("option", { value }, text)),
  );
}
