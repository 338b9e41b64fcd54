// The folded part of the form for a new picture: each value may be left to Easel.

import { effective, models, samplers, schedulers, sizes } from "./catalogue.js";
import { button, element, fill, freshId, icon } from "./dom.js";
import { chips, choose, chosen, Field, nameSelect, numberInput, numberOf } from "./fields.js";
import { t } from "./i18n.js";
import { LoraPicker } from "./loras.js";

const SHAPES = ["square", "portrait", "landscape", "wide"];
const NUMBERS = ["steps", "cfg_scale", "seed"];
const NAMES = ["model", "sampler", "scheduler"];
const COUNTS = [1, 2, 3, 4, 6, 8];

export class Parameters {
  constructor(onchange) {
    this.onchange = onchange;
    this.settled = {};
    this.families = new Map();
    this.saved = {};
    this.summary = element("span", {}, t("compose.options"));
    this.body = element("div", { class: "parameters", id: freshId("parameters"), hidden: true });
    this.toggle = element(
      "button",
      {
        type: "button",
        class: "button quiet options",
        "aria-expanded": "false",
        "aria-controls": this.body.id,
        onclick: () => this.open(this.body.hidden),
      },
      icon("tune"),
      this.summary,
    );
    this.build();
  }

  get isOpen() {
    return !this.body.hidden;
  }

  open(is) {
    this.body.hidden = !is;
    this.toggle.setAttribute("aria-expanded", String(is));
    if (is) this.load();
  }

  build() {
    const changed = () => this.changed();
    this.numbers = Object.fromEntries(
      [...NUMBERS, "width", "height"].map((name) => [
        name,
        numberInput(this.automatic(name), { onchange: changed }),
      ]),
    );
    this.negative = element("textarea", {
      rows: "2",
      placeholder: this.automatic("negative_prompt"),
      onchange: changed,
    });
    this.research = element("input", { type: "checkbox", onchange: changed });
    this.count = chips(
      "count",
      [
        { value: "", label: t("compose.auto") },
        ...COUNTS.map((n) => ({ value: String(n), label: String(n) })),
      ],
      changed,
    );
    this.loras = new LoraPicker(() => this.model?.value ?? "", changed);
    this.sides = element("div", { class: "sides", hidden: true });
    this.buildNames(null, null, null);
    this.show();
  }

  buildNames(modelList, samplerList, schedulerList) {
    const changed = () => this.changed();
    const value = (control, name) => control?.value || this.saved[name] || "";
    this.model = nameSelect(
      modelList && modelList.map((model) => model.name),
      this.automatic("model"),
      () => this.modelChanged(),
      value(this.model, "model"),
    );
    this.sampler = nameSelect(
      samplerList,
      this.automatic("sampler"),
      changed,
      value(this.sampler, "sampler"),
    );
    this.scheduler = nameSelect(
      schedulerList,
      this.automatic("scheduler"),
      changed,
      value(this.scheduler, "scheduler"),
    );
  }

  /** What holds if the field is left alone. */
  automatic(name) {
    const value = this.settled[name]?.value;
    return value === null || value === undefined || value === "" || name === "seed"
      ? t("compose.auto")
      : t("compose.auto.value", { value });
  }

  async load() {
    const [modelList, samplerList, schedulerList, settled] = await Promise.all([
      models(),
      samplers(),
      schedulers(),
      effective(),
    ]);
    this.settled = settled ?? {};
    this.families = new Map((modelList ?? []).map((model) => [model.name, model.family]));
    this.buildNames(modelList, samplerList, schedulerList);
    for (const [name, input] of Object.entries(this.numbers)) input.placeholder = this.automatic(name);
    this.negative.placeholder = this.automatic("negative_prompt");
    for (const name of NAMES) this.renew(name, this[name]);
    this.renew("size", this.sizeChips(), { group: true });
  }

  /** Another control for a field, in which somebody may be and which something may be said of. */
  renew(name, control, options) {
    const before = this.fields[name];
    const focused = before.node.contains(document.activeElement);
    const field = new Field(name, t(`field.${name}`), control, options);
    before.node.replaceWith(field.node);
    this.fields[name] = field;
    field.complain(before.error.textContent);
    if (focused) field.focus();
  }

  sizeChips() {
    const family = this.families.get(this.model.value || this.settled.model?.value);
    const named = sizes(family);
    const before = this.size ? chosen(this.size) : (this.saved.shape ?? "");
    this.size = chips(
      "size",
      [
        { value: "", label: t("compose.auto") },
        ...SHAPES.map((shape) => ({
          value: shape,
          label: t(`size.${shape}`),
          detail: named[shape].join("×"),
        })),
        { value: "custom", label: t("size.custom") },
      ],
      () => this.sizeChanged(named),
    );
    choose(this.size, before);
    this.sides.hidden = before !== "custom";
    return this.size;
  }

  sizeChanged(named) {
    const shape = chosen(this.size);
    this.sides.hidden = shape !== "custom";
    const sides = named[shape];
    if (sides) {
      this.numbers.width.value = sides[0];
      this.numbers.height.value = sides[1];
    } else if (shape === "") {
      this.numbers.width.value = "";
      this.numbers.height.value = "";
    } else {
      this.numbers.width.focus();
    }
    this.changed();
  }

  modelChanged() {
    this.renew("size", this.sizeChips(), { group: true });
    const named = sizes(this.families.get(this.model.value));
    if (named[chosen(this.size)]) this.sizeChanged(named);
    else this.changed();
  }

  show() {
    const field = (name, control, options) =>
      (this.fields[name] = new Field(name, t(`field.${name}`), control, options)).node;
    this.fields = {};
    const sizeField = field("size", this.sizeChips(), { group: true });
    fill(this.sides, field("width", this.numbers.width), field("height", this.numbers.height));
    fill(
      this.body,
      element("div", { class: "field-row wide" }, sizeField, this.sides),
      element("div", { class: "field-row wide" }, field("image_count", this.count, { group: true })),
      field("model", this.model),
      field("sampler", this.sampler),
      field("scheduler", this.scheduler),
      field("steps", this.numbers.steps),
      field("cfg_scale", this.numbers.cfg_scale),
      field("seed", this.numbers.seed, { hint: t("field.seed.hint") }),
      element("div", { class: "wide" }, field("loras", this.loras.node, { group: true })),
      element(
        "div",
        { class: "wide" },
        field("negative_prompt", this.negative, { hint: t("field.negative.hint") }),
      ),
      element(
        "label",
        { class: "check wide" },
        this.research,
        element("span", {}, t("field.research"), element("small", {}, t("field.research.hint"))),
      ),
      element(
        "div",
        { class: "wide" },
        button(t("compose.clear"), () => this.reset(), { class: "button quiet" }),
      ),
    );
  }

  changed() {
    for (const field of Object.values(this.fields)) field.complain("");
    this.saved = this.save();
    this.countSet();
    this.onchange();
  }

  countSet() {
    const value = this.value();
    const set =
      value === null
        ? 0
        : Object.keys(value.parameters).filter((name) => name !== "height").length +
          (value.web_research ? 1 : 0);
    fill(this.summary, set === 0 ? t("compose.options") : t("compose.options.set", { n: set }));
  }

  /** What is asked for; null if a number is none, which is then marked. */
  value() {
    const parameters = {};
    for (const [name, input] of Object.entries(this.numbers)) {
      const value = numberOf(input);
      if (value === undefined) return this.mark(name);
      if (value !== null) parameters[name] = value;
    }
    const names = {
      model: this.model,
      sampler: this.sampler,
      scheduler: this.scheduler,
      negative_prompt: this.negative,
    };
    for (const [name, control] of Object.entries(names)) {
      if (control.value.trim() !== "") parameters[name] = control.value;
    }
    const loras = this.loras.value();
    if (loras === undefined) return this.mark("loras");
    if (loras.length > 0) parameters.loras = loras;
    if (chosen(this.count) !== "") parameters.image_count = Number(chosen(this.count));
    return { parameters, web_research: this.research.checked };
  }

  mark(name) {
    this.fields[name].complain(t("field.number"));
    return null;
  }

  /** Shows what the server says of a field; answers whether it is one of these. */
  complain(fieldName, text) {
    const name = fieldName.replace(/^parameters\.?/, "").replace(/\[.*$/, "");
    const field = this.fields[name] ?? (fieldName === "parameters" ? this.fields.size : null);
    if (!field) return false;
    if (!this.isOpen) this.open(true);
    if (name === "width" || name === "height") {
      choose(this.size, "custom");
      this.sides.hidden = false;
    }
    field.complain(text);
    field.focus();
    return true;
  }

  focusInvalid() {
    if (!this.isOpen) this.open(true);
    Object.values(this.fields)
      .find((field) => field.control.getAttribute("aria-invalid") === "true")
      ?.focus();
  }

  save() {
    return {
      ...Object.fromEntries(Object.entries(this.numbers).map(([name, input]) => [name, input.value])),
      model: this.model.value,
      sampler: this.sampler.value,
      scheduler: this.scheduler.value,
      negative_prompt: this.negative.value,
      research: this.research.checked,
      shape: chosen(this.size),
      count: chosen(this.count),
      loras: this.loras.value() ?? [],
    };
  }

  restore(saved) {
    this.saved = saved;
    for (const [name, input] of Object.entries(this.numbers)) input.value = saved[name] ?? "";
    this.negative.value = saved.negative_prompt ?? "";
    this.research.checked = saved.research === true;
    choose(this.count, saved.count ?? "");
    this.loras.set(saved.loras ?? []);
    this.size = null;
    this.buildNames(null, null, null);
    this.show();
    this.countSet();
  }

  reset() {
    this.model.value = "";
    this.sampler.value = "";
    this.scheduler.value = "";
    this.restore({});
    if (this.isOpen) this.load();
    this.onchange();
  }
}
