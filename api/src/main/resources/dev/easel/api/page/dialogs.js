// Dialogs that hold the focus, and short messages that are read out.

import { button, element, fill, freshId, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { Problem, Unreachable } from "./api.js";
import { wording } from "./problems.js";

/**
 * Asks before what cannot be taken back.
 *
 * @returns {Promise<boolean>} whether it was confirmed
 */
export function confirm({ title, text, yes, no = t("dialog.cancel") }) {
  const heading = freshId("dialog");
  const words = freshId("dialog");
  return new Promise((resolve) => {
    const dialog = element(
      "dialog",
      { class: "dialog", role: "alertdialog", "aria-labelledby": heading, "aria-describedby": words },
      element("h2", { id: heading }, title),
      element("p", { id: words }, text),
      element(
        "div",
        { class: "dialog-buttons" },
        button(no, () => dialog.close(), { autofocus: true }),
        button(yes, () => dialog.close("yes"), { class: "button danger" }),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    (document.querySelector("dialog[open]") ?? document.body).append(dialog);
    dialog.showModal();
  });
}

const TOAST_MILLIS = 6000;
const toasts = element("div", { class: "toasts" });
const polite = element("div", { class: "unseen", role: "status", "aria-live": "polite" });
const urgent = element("div", { class: "unseen", role: "alert" });

/** Where messages are read out: in the open dialog, since all else is inert then. */
export function placeMessages(parent = document.body) {
  parent.append(toasts, polite, urgent);
}

/** Read out, not shown. */
export function announce(text) {
  fill(polite, text);
}

/** A link leads to what the message is about, under words of its own. */
export function toast(text, { kind = "plain", link = null } = {}) {
  fill(kind === "error" ? urgent : polite, text);
  const note = element(
    "div",
    { class: `toast ${kind}` },
    element("span", { "aria-hidden": "true" }, text),
    link && element("a", { href: link.href, "data-replace": true, onclick: () => note.remove() }, link.words),
    iconButton("close", t("toast.close"), () => note.remove()),
  );
  toasts.append(note);
  while (toasts.children.length > 3) toasts.firstElementChild.remove();
  setTimeout(() => note.remove(), kind === "error" ? TOAST_MILLIS * 2 : TOAST_MILLIS);
}

/** A failure in words that say the way out. */
export function explain(failure) {
  if (failure instanceof Unreachable) return t("problem.away");
  if (!(failure instanceof Problem)) throw failure;
  if (failure.status === 429 || failure.status === 503)
    return t("problem.busy", { n: failure.retryAfter ?? 5 });
  if (failure.status === 403) return t("problem.forbidden");
  if (failure.status === 404) return t("problem.gone");
  if (failure.status >= 500) return t("problem.bug", { id: failure.traceId ?? "" });
  return wording(failure);
}

/**
 * Runs a call for a button that is out of use meanwhile, but keeps the focus, which a disabled one
 * would lose; failures are told. Answers whether it worked.
 */
export async function attempt(control, work) {
  if (control.ariaDisabled === "true") return false;
  control.ariaDisabled = "true";
  try {
    await work();
    return true;
  } catch (failure) {
    toast(explain(failure), { kind: "error" });
    return false;
  } finally {
    control.ariaDisabled = null;
  }
}
