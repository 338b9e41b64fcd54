// The form for a new picture. What is in it survives reloads, failures and the end of a session.

import { call, freshKey, Problem } from "./api.js";
import { explain, toast } from "./dialogs.js";
import { element, fill } from "./dom.js";
import { Field, growing, onSendKey } from "./fields.js";
import { locale, t } from "./i18n.js";
import { Parameters } from "./parameters.js";
import { remember, remembered } from "./preferences.js";
import { fieldName, wording } from "./problems.js";
import { session } from "./session.js";

const INSTRUCTION_CHARS_MAX = 2000;
const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Asks for pictures. The same key and body are one request, however often they are sent. */
export function ask(body, idempotencyKey) {
  return call("POST", "/api/v1/generate", { body: { locale, ...body }, idempotencyKey });
}

/** A line of refinements of its own. */
export function freshThread() {
  return `web-${freshKey()}`;
}

export class Composer {
  constructor(requests) {
    this.requests = requests;
    this.area = element("textarea", {
      rows: "2",
      maxlength: INSTRUCTION_CHARS_MAX,
      placeholder: t("compose.placeholder"),
      "aria-keyshortcuts": "Control+Enter Meta+Enter",
      enterkeyhint: "enter",
    });
    this.instruction = new Field("instruction", t("compose.label"), this.area);
    this.parameters = new Parameters(() => this.changed());
    this.submit = element("button", { class: "button primary", type: "submit" }, t("compose.submit"));
    this.error = element("p", { class: "field-error", role: "alert" });
    this.node = element(
      "form",
      {
        class: "composer",
        novalidate: true,
        "aria-labelledby": "compose-title",
        onsubmit: (event) => this.send(event),
      },
      element("h1", { id: "compose-title", class: "compose-title" }, t("compose.title")),
      element(
        "div",
        { class: "compose-card" },
        this.instruction.node,
        element(
          "div",
          { class: "compose-foot" },
          this.parameters.toggle,
          element(
            "div",
            { class: "compose-send" },
            element("kbd", { "aria-hidden": "true" }, t(IS_MAC ? "compose.keys.mac" : "compose.keys")),
            this.submit,
          ),
        ),
        this.parameters.body,
        this.error,
      ),
    );
    this.grow = growing(this.area);
    this.area.addEventListener("input", () => this.changed());
    onSendKey(this.area, () => this.node.requestSubmit());
    this.startTry();
    this.restore();
  }

  /** A new body needs a new key and a thread of its own; trying again after a failure does not. */
  startTry() {
    this.key = freshKey();
    this.thread = freshThread();
  }

  restore() {
    const draft = parsed(remembered.draft);
    this.area.value = draft.instruction ?? "";
    if (draft.parameters) this.parameters.restore(draft.parameters);
  }

  shown() {
    this.grow();
    if (!session.may("generate")) {
      this.submit.disabled = true;
      fill(this.error, t("compose.unscoped"));
    }
  }

  changed() {
    this.startTry();
    this.instruction.complain("");
    fill(this.error);
    remember("draft", JSON.stringify({ instruction: this.area.value, parameters: this.parameters.save() }));
  }

  /** Words of an example, ready to be changed or sent. */
  write(text) {
    this.area.value = text;
    this.changed();
    this.grow();
    this.area.focus();
    this.area.scrollIntoView({ block: "center" });
  }

  async send(event) {
    event.preventDefault();
    if (this.sending || this.submit.disabled) return;
    const instruction = this.area.value.trim();
    if (instruction === "") {
      this.instruction.complain(t("compose.empty"));
      this.area.focus();
      return;
    }
    const given = this.parameters.value();
    if (given === null) {
      this.parameters.focusInvalid();
      return;
    }
    this.busy(true);
    try {
      const body = {
        guild_id: session.space,
        user_id: session.user,
        thread_id: this.thread,
        instruction,
        ...given,
      };
      const accepted = await ask(body, this.key);
      this.requests.add(accepted, { instruction, action: "Generate", source: null, thread: this.thread });
      this.accepted(instruction);
    } catch (failure) {
      this.complain(failure);
    } finally {
      this.busy(false);
    }
  }

  busy(is) {
    this.sending = is;
    this.submit.setAttribute("aria-disabled", String(is));
    fill(this.submit, is ? t("compose.sending") : t("compose.submit"));
  }

  /** What was written while it was sent stays. */
  accepted(instruction) {
    if (this.area.value.trim() === instruction) this.area.value = "";
    this.grow();
    this.changed();
    toast(t("compose.accepted"), { kind: "good" });
    this.area.focus();
  }

  complain(failure) {
    if (failure instanceof Problem && failure.field !== null) {
      const words = wording(failure);
      if (failure.field === "instruction") {
        this.instruction.complain(words);
        this.area.focus();
        return;
      }
      if (this.parameters.complain(failure.field, words)) {
        fill(this.error, t("problem.field"));
        return;
      }
      fill(this.error, `${fieldName(failure.field)}: ${words}`);
      return;
    }
    fill(this.error, explain(failure));
  }
}

function parsed(text) {
  try {
    return JSON.parse(text ?? "{}") ?? {};
  } catch {
    return {};
  }
}
