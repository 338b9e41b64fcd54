// What can be done with a picture: refine it, make others from it, keep it, delete it.

import { call, freshKey, Problem } from "./api.js";
import { ask } from "./composer.js";
import { announce, attempt, confirm, explain, toast } from "./dialogs.js";
import { button, element, icon } from "./dom.js";
import { Field, growing, onSendKey } from "./fields.js";
import { t } from "./i18n.js";
import { wording } from "./problems.js";
import { failureWords, ProgressList, retry } from "./progress.js";
import { isOver } from "./requests.js";
import { pictureLink } from "./router.js";
import { session } from "./session.js";

const INSTRUCTION_CHARS_MAX = 2000;
const DRAFTS_MAX = 50;

/** Half-written refinements by request, until they are sent or the page is closed. */
const drafts = new Map();

function keepDraft(id, text) {
  drafts.delete(id);
  if (text !== "") drafts.set(id, text);
  if (drafts.size > DRAFTS_MAX) drafts.delete(drafts.keys().next().value);
}

/** Of one request that is shown, and of the picture of it that is. */
export class Actions {
  /** @param {(id: string) => void} open shows another request's first picture in place of this */
  constructor(requests, detail, { open, close }) {
    this.requests = requests;
    this.detail = detail;
    this.open = open;
    this.close = close;
    this.index = 0;
    this.asked = new Map();
    this.keys = new Map();
    this.children = new ProgressList(requests, () => this.unfinishedChildren());
    this.finished = (event) => this.childFinished(event.detail);
    requests.addEventListener("finished", this.finished);
    this.node = element("div", { class: "actions" }, this.refinement(), this.row(), this.children.node);
  }

  gone() {
    this.requests.removeEventListener("finished", this.finished);
    this.children.stop();
  }

  /** The same request was read anew: what is being written and was asked for stays. */
  update(detail) {
    this.detail = detail;
    const before = this.buttons;
    const focused = [...before.children].indexOf(document.activeElement);
    before.replaceWith(this.row());
    this.buttons.children[focused]?.focus();
    this.show(this.index);
  }

  get hasPictures() {
    return this.detail.images.length > 0;
  }

  unfinishedChildren() {
    return [...this.requests.moving.values()].filter(
      (one) => !isOver(one.progress) && one.detail?.source?.request_id === this.detail.request_id,
    );
  }

  refinement() {
    if (!this.hasPictures || !session.may("generate")) return null;
    this.area = element("textarea", {
      rows: "2",
      maxlength: INSTRUCTION_CHARS_MAX,
      placeholder: t("do.refine.placeholder"),
      "aria-keyshortcuts": "Control+Enter Meta+Enter",
    });
    this.field = new Field("refine", t("do.refine.label"), this.area, { hint: t("do.refine.hint") });
    this.send = element(
      "button",
      { class: "button primary", type: "submit" },
      icon("refine"),
      element("span", {}, t("do.refine")),
    );
    const form = element("form", { class: "refine", novalidate: true }, this.field.node, this.send);
    this.area.value = drafts.get(this.detail.request_id) ?? "";
    this.grow = growing(this.area);
    onSendKey(this.area, () => form.requestSubmit());
    this.area.addEventListener("input", () => {
      this.keys.clear();
      this.field.complain("");
      keepDraft(this.detail.request_id, this.area.value);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.refine();
    });
    return form;
  }

  async refine() {
    const instruction = this.area.value.trim();
    if (instruction === "") {
      this.field.complain(t("do.refine.empty"));
      this.area.focus();
      return;
    }
    if (this.send.ariaDisabled === "true") return;
    this.send.ariaDisabled = "true";
    try {
      await this.make("Refine", instruction);
      this.taken(instruction);
    } catch (failure) {
      this.field.complain(
        failure instanceof Problem && failure.field !== null ? wording(failure) : explain(failure),
      );
      this.area.focus();
    } finally {
      this.send.ariaDisabled = null;
    }
  }

  /** What was written while it was sent is the next refinement. */
  taken(instruction) {
    if (this.area.value.trim() !== instruction) return;
    this.area.value = "";
    this.grow();
    keepDraft(this.detail.request_id, "");
    this.area.focus();
  }

  row() {
    const may = session.may("generate");
    const act = (action, drawing) =>
      this.hasPictures &&
      may &&
      button(t(`do.${drawing}`), (event) => attempt(event.currentTarget, () => this.make(action)), {
        class: "button small",
        drawing,
        title: t(`do.${drawing}.hint`),
      });
    const failed = this.detail.status === "failed" && may;
    this.download =
      this.hasPictures &&
      element(
        "a",
        { class: "button small", download: true },
        icon("download"),
        element("span", {}, t("details.download")),
      );
    this.buttons = element(
      "div",
      { class: "action-row" },
      failed &&
        button(t("do.retry"), (event) => attempt(event.currentTarget, () => this.again()), {
          class: "button primary",
          drawing: "replay",
        }),
      act("Vary", "vary"),
      act("Reroll", "reroll"),
      act("Upscale", "upscale"),
      this.hasPictures &&
        may &&
        button(t("do.replay"), (event) => attempt(event.currentTarget, () => this.replay()), {
          class: "button small",
          drawing: "replay",
          title: t("do.replay.hint"),
        }),
      this.download,
      may &&
        isOver(this.detail) &&
        button(t("do.delete"), (event) => this.remove(event.currentTarget), {
          class: "button small quiet-danger",
          drawing: "trash",
        }),
    );
    return this.buttons;
  }

  show(index) {
    this.index = index;
    const image = this.detail.images[index];
    if (this.download && image) {
      this.download.href = image.file_path;
      this.download.download = `easel-${this.detail.request_id.slice(0, 8)}-${index + 1}.png`;
    }
  }

  /** One press is one request, of one picture: the key stays until it was taken. */
  keyOf(action) {
    if (!this.keys.has(action)) this.keys.set(action, freshKey());
    return this.keys.get(action);
  }

  async make(action, instruction = null) {
    const { detail } = this;
    const press = `${action} ${this.index}`;
    const source = { request_id: detail.request_id, image_index: this.index };
    const accepted = await ask(
      {
        guild_id: detail.guild_id || session.space,
        user_id: session.user,
        thread_id: detail.thread_id || `web-${detail.request_id}`,
        action,
        source,
        ...(instruction === null ? {} : { instruction }),
      },
      this.keyOf(press),
    );
    this.keys.delete(press);
    this.follow(accepted, { instruction, action, source, thread: detail.thread_id });
  }

  async replay() {
    const { detail } = this;
    const accepted = await call("POST", `/api/v1/requests/${detail.request_id}/replay`, {
      idempotencyKey: this.keyOf("Replay"),
    });
    this.keys.delete("Replay");
    this.follow(accepted, {
      instruction: null,
      action: "Replay",
      source: { request_id: detail.request_id, image_index: null },
      thread: detail.thread_id,
    });
  }

  follow(accepted, about) {
    this.asked.set(accepted.request_id, about.instruction);
    this.requests.add(accepted, about);
    announce(t("do.started"));
    // What is refused at once may have ended before the answer to its asking was here.
    const ended = this.requests.ended.get(accepted.request_id);
    if (ended) setTimeout(() => this.childFinished(ended));
  }

  async again() {
    const accepted = await retry(this.requests, this.detail, this.keyOf("Retry"));
    this.requests.dismiss(this.detail.request_id);
    toast(t("compose.accepted"), { kind: "good" });
    this.close();
  }

  /** What was asked for here is shown when it is there, unless somebody is writing. */
  childFinished({ request_id: id, detail }) {
    if (!this.asked.has(id)) return;
    if (detail.images.length === 0) {
      this.childFailed(id, detail);
      return;
    }
    const link = { href: pictureLink(id), words: t("do.ready.open") };
    if (this.area && this.area.value.trim() !== "") toast(t("do.ready"), { kind: "good", link });
    else this.open(id);
  }

  /** Its words come back to be tried anew, unless there are others by now. */
  childFailed(id, { progress }) {
    if (progress.reason !== "Cancelled") toast(failureWords(progress), { kind: "error" });
    const words = this.asked.get(id);
    if (!words || !this.area || this.area.value.trim() !== "") return;
    this.area.value = words;
    this.grow();
    keepDraft(this.detail.request_id, words);
  }

  async remove(control) {
    const n = this.detail.images.length;
    const yes = await confirm({
      title: t("delete.title"),
      text: n > 0 ? t("delete.text", { n }) : t("delete.text.none"),
      yes: t("delete.confirm"),
      no: t("delete.cancel"),
    });
    if (!yes) return;
    await attempt(control, async () => {
      await call("DELETE", `/api/v1/requests/${this.detail.request_id}`).catch((failure) => {
        if (!(failure instanceof Problem) || failure.status !== 404) throw failure;
      });
      this.requests.deleted(this.detail.request_id);
      toast(t("delete.done"));
      this.close();
    });
  }
}
