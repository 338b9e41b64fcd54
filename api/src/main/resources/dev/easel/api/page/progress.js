// How far a request is: one card, wherever it is shown.

import { call, freshKey } from "./api.js";
import { attempt } from "./dialogs.js";
import { button, element, fill, iconButton } from "./dom.js";
import { title } from "./gallery.js";
import { duration, language, t, tIfKnown } from "./i18n.js";
import { reasonText, stateText } from "./reasons.js";
import { isOver } from "./requests.js";
import { session } from "./session.js";

/** Ordered as the queue is. */
const AHEAD = ["waited_too_long", "priority", "less_use", "earlier"];

/** One line: what happens with it now. */
export function stateLine(progress) {
  if (progress.status === "completed") return t("progress.done");
  if (progress.status === "failed")
    return t(progress.reason === "Cancelled" ? "progress.cancelled" : "progress.failed");
  if (progress.reason === "Cancelling") return t("progress.cancelling");
  if (progress.status === "processing") return tIfKnown(`phase.${progress.phase}`) ?? t("progress.working");
  const place = progress.queue;
  if (!place) return stateText(progress.reason) ?? t("progress.checking");
  return place.position === 1 ? t("progress.next") : t("progress.place", place);
}

export function etaLine(progress) {
  if (progress.status === "processing" && progress.eta_seconds > 0)
    return t("progress.eta", { time: duration(progress.eta_seconds) });
  const eta = progress.queue?.eta_seconds;
  return progress.status === "pending" && eta > 0 ? t("progress.eta.start", { time: duration(eta) }) : "";
}

/** Why it waits. */
export function whyLine(progress) {
  if (progress.status !== "pending" || !progress.queue) return "";
  const ahead = AHEAD.filter((word) => progress.queue.ahead[word] > 0).map((word) =>
    t(`ahead.${word}`, { n: progress.queue.ahead[word] }),
  );
  const held = ["PoolDraining", "PoolStopped", "BackendDown", "Suspended"].includes(progress.reason)
    ? stateText(progress.reason)
    : null;
  if (held) return held;
  return ahead.length > 0 ? t("progress.why", { list: ahead.join(t("list.comma")) }) : t("progress.free");
}

/** How it stands, with what was asked of it here. */
function seen({ progress, cancelling }) {
  return cancelling && !isOver(progress) ? { ...progress, reason: "Cancelling" } : progress;
}

export class ProgressCard {
  constructor(requests, moving, { whole = false } = {}) {
    this.requests = requests;
    this.id = moving.request_id;
    this.words = element("p", { class: "progress-title", tabindex: "-1" });
    this.state = element("span", { class: "progress-state" });
    this.eta = element("span", { class: "progress-eta" });
    this.why = element("p", { class: "progress-why" });
    this.fillBar = element("span", { class: "bar-fill" });
    this.bar = element(
      "div",
      { class: "bar-track", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" },
      this.fillBar,
    );
    this.buttons = element("div", { class: "progress-buttons" });
    this.node = element(
      "li",
      { class: whole ? "progress whole" : "progress", "data-request": this.id },
      element("div", { class: "progress-head" }, this.words, this.buttons),
      this.bar,
      element("p", { class: "progress-line" }, this.state, this.eta),
      this.why,
    );
    this.update(moving);
  }

  update(moving) {
    const { detail } = moving;
    const progress = seen(moving);
    const words = detail ? title(detail) : "…";
    fill(this.words, words);
    this.words.title = words;
    fill(this.state, stateLine(progress));
    fill(this.eta, etaLine(progress));
    this.node.dataset.status = progress.status;
    const over = isOver(progress);
    this.bar.hidden = progress.status !== "processing";
    const percent = progress.status === "processing" ? progress.percent : 0;
    this.bar.setAttribute("aria-valuenow", percent);
    this.bar.setAttribute("aria-valuetext", stateLine(progress));
    this.bar.setAttribute("aria-label", t("progress.bar", { text: words }));
    this.bar.classList.toggle("unsure", progress.status === "processing" && percent === 0);
    this.fillBar.style.transform = `scaleX(${percent / 100})`;
    fill(this.why, over ? failureWords(progress) : whyLine(progress));
    this.updateButtons(over, progress, words, detail);
  }

  updateButtons(over, progress, words, detail) {
    const kind = over ? "over" : progress.reason === "Cancelling" ? "cancelling" : "moving";
    if (kind === this.kind && words === this.buttonWords) return;
    this.kind = kind;
    this.buttonWords = words;
    const focused = this.buttons.contains(document.activeElement);
    if (kind === "over") {
      const retry =
        session.may("generate") &&
        button(t("progress.retry"), () => this.retry(retry, detail), {
          class: "button small",
          drawing: "replay",
        });
      fill(
        this.buttons,
        retry,
        iconButton("close", t("progress.dismiss"), () => this.requests.dismiss(this.id)),
      );
    } else if (kind === "moving" && session.may("generate")) {
      const cancel = button(t("progress.cancel"), () => this.cancel(cancel), {
        class: "button small quiet",
        "aria-label": t("progress.cancel.of", { text: words }),
      });
      fill(this.buttons, cancel);
    } else {
      fill(this.buttons);
    }
    if (focused) (this.buttons.querySelector("button") ?? this.words).focus();
  }

  cancel(control) {
    return attempt(control, () => this.requests.cancel(this.id));
  }

  retry(control, detail) {
    return attempt(control, async () => {
      await retry(this.requests, detail, this.key ?? (this.key = freshKey()));
      this.requests.dismiss(this.id);
    });
  }
}

/** Asks for the same again, as it was asked for first. */
export async function retry(requests, detail, key) {
  const accepted = await call("POST", `/api/v1/requests/${detail.request_id}/retry`, { idempotencyKey: key });
  requests.add(accepted, {
    instruction: detail.original_instruction,
    action: detail.action,
    source: detail.source,
    thread: detail.thread_id,
  });
  return accepted;
}

export function failureWords(progress) {
  const words = reasonText(progress.reason);
  // What was refused names what was asked for and the nearest there is.
  const exact = Object.keys(progress.params ?? {}).length > 0 && language === "en" ? progress.message : null;
  if (exact) return exact;
  const near = progress.params?.nearest
    ? ` ${progress.params.nearest.split("\n").join(t("list.comma"))}`
    : "";
  return words ? `${words.why} ${words.what}${near}` : (progress.message ?? "");
}

/** A list of cards that follows the requests of a choice. */
export class ProgressList {
  constructor(requests, choice, options) {
    this.requests = requests;
    this.choice = choice;
    this.options = options;
    this.cards = new Map();
    this.node = element("ol", { class: "progress-list" });
    this.changed = () => this.update();
    requests.addEventListener("change", this.changed);
    this.update();
  }

  /** Of a list that is shown no more. */
  stop() {
    this.requests.removeEventListener("change", this.changed);
  }

  update() {
    const chosen = this.choice();
    const ids = new Set(chosen.map((moving) => moving.request_id));
    let focusless = false;
    for (const [id, card] of this.cards) {
      if (!ids.has(id)) {
        focusless ||= card.node.contains(document.activeElement);
        card.node.remove();
        this.cards.delete(id);
      }
    }
    const focused = this.node.contains(document.activeElement) ? document.activeElement : null;
    chosen.forEach((moving, at) => {
      let card = this.cards.get(moving.request_id);
      if (card) card.update(moving);
      else this.cards.set(moving.request_id, (card = new ProgressCard(this.requests, moving, this.options)));
      if (this.node.children[at] !== card.node)
        this.node.insertBefore(card.node, this.node.children[at] ?? null);
    });
    this.node.hidden = chosen.length === 0;
    this.onupdate?.(chosen);
    // A card that changes its place loses it.
    if (focused?.isConnected && focused !== document.activeElement) focused.focus();
    if (focusless) (this.node.querySelector("button") ?? document.getElementById("content"))?.focus();
  }
}
