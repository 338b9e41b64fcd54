// Choosing LoRAs from the catalogue, each with its weight.

import { call, withQuery } from "./api.js";
import { button, element, fill, iconButton } from "./dom.js";
import { numberInput, numberOf } from "./fields.js";
import { t } from "./i18n.js";

const LORAS_MAX = 8;
const SHOWN_MAX = 12;
const PAUSE_MILLIS = 200;
const WEIGHT_DEFAULT = 0.8;

export class LoraPicker {
  /** @param {() => string} model the checkpoint that they should fit, empty if that is open */
  constructor(model, onchange) {
    this.model = model;
    this.onchange = onchange;
    this.chosen = [];
    this.list = element("ul", { class: "lora-chosen", "aria-label": t("lora.added") });
    this.results = element("ul", { class: "lora-results" });
    this.search = element("input", {
      type: "search",
      placeholder: t("lora.search"),
      "aria-label": t("lora.search"),
      autocomplete: "off",
      oninput: () => this.askSoon(),
      onfocus: () => this.ask(),
      onkeydown: (event) => this.key(event),
    });
    // Where buttons do not take the focus, the list would go before the click.
    this.results.addEventListener("pointerdown", (event) => event.preventDefault());
    this.node = element("div", { class: "loras", role: "group" }, this.list, this.search, this.results);
    this.node.addEventListener("focusout", (event) => {
      if (!this.node.contains(event.relatedTarget)) fill(this.results);
    });
  }

  /** @returns {{name: string, weight: number}[]|undefined} undefined if a weight is no number */
  value() {
    const weights = this.chosen.map(({ weight }) => numberOf(weight));
    if (weights.includes(undefined)) return undefined;
    return this.chosen.map(({ name }, at) =>
      weights[at] === null ? { name } : { name, weight: weights[at] },
    );
  }

  set(loras) {
    this.chosen = loras.map((lora) => this.entry(lora.name, lora.weight));
    this.show();
  }

  entry(name, weight) {
    const input = numberInput(String(WEIGHT_DEFAULT), {
      "aria-label": t("field.weight", { name }),
      class: "lora-weight",
      value: weight ?? null,
      onchange: this.onchange,
    });
    return { name, weight: input };
  }

  show() {
    fill(
      this.list,
      ...this.chosen.map(({ name, weight }) =>
        element(
          "li",
          {},
          element("span", { class: "lora-name" }, name),
          weight,
          iconButton("close", t("lora.remove", { name }), () => this.remove(name)),
        ),
      ),
    );
  }

  remove(name) {
    this.chosen = this.chosen.filter((each) => each.name !== name);
    this.show();
    this.search.focus();
    this.onchange();
  }

  add(lora) {
    this.chosen.push(this.entry(lora.name, lora.weight ?? WEIGHT_DEFAULT));
    this.show();
    this.search.value = "";
    this.search.focus();
    fill(this.results);
    this.onchange();
  }

  /** Enter takes the first that is found, and never sends the form around it. */
  key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.results.querySelector("button")?.click();
    } else if (event.key === "Escape" && this.results.hasChildNodes()) {
      event.preventDefault();
      fill(this.results);
    }
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MILLIS);
  }

  async ask() {
    if (this.chosen.length >= LORAS_MAX) {
      fill(this.results, element("li", { class: "hint" }, t("lora.full")));
      return;
    }
    const asked = (this.asked = this.search.value.trim());
    const path = withQuery("/api/v1/loras", { q: asked, model: this.model(), limit: SHOWN_MAX });
    const answer = await call("GET", path).catch(() => null);
    if (asked !== this.asked || !this.node.contains(document.activeElement)) return;
    if (answer === null) fill(this.results, element("li", { class: "hint" }, t("catalogue.away")));
    else this.showResults(answer.loras, asked);
  }

  showResults(loras, asked) {
    const taken = new Set(this.chosen.map(({ name }) => name));
    const left = loras.filter((lora) => !taken.has(lora.name));
    if (left.length === 0) {
      fill(this.results, element("li", { class: "hint" }, t(asked === "" ? "lora.empty" : "lora.none")));
      return;
    }
    fill(this.results, ...left.map((lora) => element("li", {}, this.result(lora))));
  }

  result(lora) {
    const about = [
      lora.trigger_words?.slice(0, 3).join(", "),
      lora.fits === true && t("lora.fits"),
      lora.fits === false && t("lora.misfits"),
    ];
    const control = button(lora.title ?? lora.name, () => this.add(lora), {
      class: "lora-result",
      "aria-label": t("lora.add", { name: lora.name }),
    });
    control.append(element("small", {}, about.filter(Boolean).join(" · ")));
    return control;
  }
}
