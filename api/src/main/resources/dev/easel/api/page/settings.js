// Defaults of a person and of a space, each with whose word it is; and how this page looks.

import { call, Problem, withQuery } from "./api.js";
import { models, samplers, schedulers } from "./catalogue.js";
import { attempt, confirm, explain, toast } from "./dialogs.js";
import { button, element, fill, iconButton } from "./dom.js";
import { chips, choose, chosen, Field, nameSelect, numberInput, numberOf } from "./fields.js";
import { language, moment, t } from "./i18n.js";
import { LoraPicker } from "./loras.js";
import { applyTheme, remember, remembered } from "./preferences.js";
import { wording } from "./problems.js";
import { logOut, session } from "./session.js";

const SETTINGS = "/api/v1/settings";
const NUMBERS = new Set(["steps", "cfg_scale", "seed", "width", "height", "image_count"]);
const TEXTS = new Set(["prompt_suffix", "negative_prompt"]);
const KEYS = [
  "model",
  "width",
  "height",
  "image_count",
  "steps",
  "cfg_scale",
  "sampler",
  "scheduler",
  "seed",
  "loras",
  "prompt_suffix",
  "negative_prompt",
];

/** The field of `PUT /settings` that a key is set by. */
function bodyOf(key, value) {
  if (key === "model") return { default_model: value };
  if (key === "loras") return { default_lora_list: value };
  if (key === "prompt_suffix") return { default_prompt_suffix: value };
  return { default_sd_params: { [key]: value } };
}

export class SettingsView {
  constructor() {
    this.rows = element("div", { class: "setting-rows" });
    this.whose = chips(
      "whose",
      [
        { value: "", label: t("settings.for.me") },
        { value: "space", label: t("settings.for.space") },
      ],
      () => this.load(),
    );
    this.resetAll = button(t("settings.reset.all"), () => this.forgetAll(), { class: "button small quiet" });
    this.node = element(
      "section",
      { class: "settings page", "aria-labelledby": "settings-title" },
      element("h1", { id: "settings-title", tabindex: "-1" }, t("settings.title")),
      element(
        "section",
        { class: "panel", "aria-labelledby": "settings-defaults" },
        element("h2", { id: "settings-defaults" }, t("settings.defaults")),
        element("p", { class: "lead" }, t("settings.lead")),
        !session.may("settings") && element("p", { class: "hint" }, t("settings.unscoped")),
        element(
          "div",
          { class: "setting-head" },
          new Field("whose", t("settings.for"), this.whose, { group: true }).node,
          this.resetAll,
        ),
        this.rows,
      ),
      this.page(),
      this.you(),
    );
  }

  get owner() {
    return chosen(this.whose) === "space"
      ? { guild_id: session.space }
      : { guild_id: session.space, user_id: session.user };
  }

  /** Only what was asked for last is shown: the choice may be another by now. */
  async load() {
    const asked = (this.asked = {});
    try {
      const [lists, effective] = await Promise.all([
        Promise.all([models(), samplers(), schedulers()]),
        call("GET", withQuery(`${SETTINGS}/effective`, this.owner)),
      ]);
      if (asked !== this.asked) return;
      this.lists = {
        model: lists[0]?.map((model) => model.name) ?? null,
        sampler: lists[1],
        scheduler: lists[2],
      };
      this.show(effective);
    } catch (failure) {
      if (asked !== this.asked) return;
      fill(
        this.rows,
        element("p", { class: "hint" }, explain(failure)),
        button(t("pictures.again"), () => this.load()),
      );
    }
  }

  show(settings) {
    this.settings = settings;
    fill(this.rows, ...KEYS.map((key) => this.row(key)));
    this.showResetAll();
  }

  showResetAll() {
    this.resetAll.hidden = !session.may("settings") || !KEYS.some((key) => this.isOwn(key));
  }

  isOwn(key) {
    return this.settings.effective[key].from === (this.owner.user_id ? "user" : "guild");
  }

  row(key) {
    const setting = this.settings.effective[key];
    const own = this.isOwn(key);
    const control = this.control(key, own ? setting.value : null, setting);
    const field = new Field(key, t(`field.${key}`), control.node, { group: key === "loras" });
    control.save = (value) => this.save(key, value, field);
    if (!session.may("settings"))
      for (const input of field.node.querySelectorAll("input, select, textarea, button"))
        input.disabled = true;
    return element(
      "div",
      { class: own ? "setting own" : "setting", "data-key": key },
      field.node,
      element(
        "p",
        { class: "setting-now" },
        setting.from
          ? t("settings.from", { value: shown(setting.value), from: t(`from.${setting.from}`) })
          : t("settings.unset"),
      ),
      own &&
        session.may("settings") &&
        iconButton("restore", t("settings.reset", { name: t(`field.${key}`) }), (event) =>
          this.forget(key, event.currentTarget),
        ),
    );
  }

  control(key, value, setting) {
    const made = { node: null, save: () => {} };
    const inherited = shown(setting.value);
    if (key === "loras") {
      const picker = new LoraPicker(
        () => this.settings.effective.model.value ?? "",
        () => made.save(picker.value()),
      );
      picker.set(value ?? []);
      made.node = picker.node;
    } else if (key in this.lists) {
      made.node = nameSelect(
        this.lists[key],
        inherited,
        () => made.save(made.node.value || null),
        value ?? "",
      );
    } else if (TEXTS.has(key)) {
      made.node = element("textarea", {
        rows: "2",
        placeholder: inherited,
        onchange: () => made.save(made.node.value === "" ? null : made.node.value),
      });
      made.node.value = value ?? "";
    } else {
      made.node = numberInput(inherited, { onchange: () => made.save(numberOf(made.node)), value });
    }
    return made;
  }

  async save(key, value, field) {
    field.complain("");
    if (value === undefined && (NUMBERS.has(key) || key === "loras")) {
      field.complain(t("field.number"));
      return;
    }
    const { asked } = this;
    try {
      const settings = await call("PUT", SETTINGS, { body: { ...this.owner, ...bodyOf(key, value) } });
      toast(t(settings.unchecked.length > 0 ? "settings.unchecked" : "settings.saved"), { kind: "good" });
      if (asked === this.asked) this.showOne(settings, key);
    } catch (failure) {
      field.complain(
        failure instanceof Problem && failure.status === 400 ? wording(failure) : explain(failure),
      );
    }
  }

  /** The other fields stay as they are: somebody may be writing into one. */
  showOne(settings, key) {
    this.settings = settings;
    const before = this.rows.querySelector(`[data-key="${key}"]`);
    const focused = before.contains(document.activeElement);
    const row = this.row(key);
    before.replaceWith(row);
    if (focused) row.querySelector("input, select, textarea").focus();
    this.showResetAll();
  }

  forget(key, control) {
    const { asked } = this;
    return attempt(control, async () => {
      const settings = await call("DELETE", withQuery(`${SETTINGS}/${key}`, this.owner));
      toast(t("settings.reset.done"), { kind: "good" });
      if (asked === this.asked) this.showOne(settings, key);
    });
  }

  async forgetAll() {
    const yes = await confirm({
      title: t("settings.reset.all"),
      text: t("settings.reset.all.text"),
      yes: t("settings.reset.all"),
    });
    if (!yes) return;
    const { asked } = this;
    await attempt(this.resetAll, async () => {
      const settings = await call("DELETE", withQuery(SETTINGS, this.owner));
      if (asked === this.asked) this.show(settings);
      toast(t("settings.reset.done"), { kind: "good" });
    });
  }

  page() {
    const languages = chips(
      "language",
      [
        { value: "ja", label: "日本語" },
        { value: "en", label: "English" },
      ],
      () => setLanguage(chosen(languages)),
    );
    choose(languages, language);
    const themes = chips(
      "theme",
      ["", "light", "dark"].map((theme) => ({ value: theme, label: t(`settings.theme.${theme || "auto"}`) })),
      () => {
        remember("theme", chosen(themes) || null);
        applyTheme();
      },
    );
    choose(themes, remembered.theme ?? "");
    addEventListener("themechange", () => choose(themes, remembered.theme ?? ""));
    return element(
      "section",
      { class: "panel", "aria-labelledby": "settings-page" },
      element("h2", { id: "settings-page" }, t("settings.page")),
      new Field("language", t("settings.language"), languages, { group: true }).node,
      new Field("theme", t("settings.theme"), themes, { group: true }).node,
    );
  }

  you() {
    const name = element("input", {
      type: "text",
      maxlength: "64",
      autocomplete: "nickname",
      value: session.user,
      onchange: () => this.named("name", name),
    });
    const fixed = session.tenant !== null;
    const space = element("input", {
      type: "text",
      maxlength: "64",
      autocomplete: "off",
      spellcheck: "false",
      value: session.space,
      readonly: fixed,
      onchange: () => this.named("space", space),
    });
    return element(
      "section",
      { class: "panel", "aria-labelledby": "settings-you" },
      element("h2", { id: "settings-you" }, t("settings.you")),
      new Field("name", t("settings.name"), name, { hint: t("settings.name.hint") }).node,
      new Field("space", t("settings.space"), space, {
        hint: t(fixed ? "settings.space.fixed" : "settings.space.hint"),
      }).node,
      element(
        "dl",
        { class: "table" },
        ...[
          ["settings.key", session.caller],
          ["settings.scopes", session.scopes.join(", ")],
          ["settings.until", session.expiresAt ? moment(session.expiresAt) : "–"],
        ].flatMap(([label, value]) => [element("dt", {}, t(label)), element("dd", {}, value)]),
      ),
      element(
        "div",
        { class: "panel-foot" },
        button(t("logout"), (event) => attempt(event.currentTarget, logOut), { drawing: "leave" }),
        element("a", { href: "/api/docs/" }, t("settings.api")),
      ),
    );
  }

  named(what, input) {
    remember(what, input.value.trim() === "" ? null : input.value.trim());
    input.value = what === "name" ? session.user : session.space;
    this.load();
  }
}

/** The page is made anew: everything that was typed is kept. */
export function setLanguage(word) {
  remember("language", word);
  location.reload();
}

function shown(value) {
  if (value === null || value === undefined) return t("compose.auto");
  if (Array.isArray(value))
    return value.length === 0
      ? t("details.none")
      : value.map((lora) => `${lora.name}:${lora.weight ?? 0.8}`).join(", ");
  return value === "" ? t("details.none") : String(value);
}
