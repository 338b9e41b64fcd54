// What opens on top of the page: a bot's form, and a picture at its full size. Both are dialogs of
// the browser, which keep the focus inside and close with Escape.

import { component, local } from "./components.js";
import { element, icon, iconButton } from "./dom.js";

const LABEL = 18;
const TEXT_INPUT = 4;
const STRING_SELECT = 3;
const PARAGRAPH = 2;
const TEXT_CHARS_MAX = 4000;

/**
 * Opens the form that a bot answered with.
 *
 * @param send gets the values by custom id when all of them fit; may throw what to show
 * @param dismiss is called when the form is closed without being sent
 */
export function openForm(modal, view, send, dismiss) {
  const { t } = view;
  const fields = modal.components.map((one, index) => field(one, index, view)).filter(Boolean);
  const failure = element("p", { class: "problem", role: "alert", hidden: true });
  let sent = false;
  const form = element(
    "form",
    { method: "dialog", novalidate: true },
    element("h2", { id: "form-title" }, modal.title),
    ...fields.map((one) => one.node),
    failure,
    element(
      "div",
      { class: "dialog-buttons" },
      element("button", { type: "button", class: "button secondary", onclick: () => dialog.close() }, t("cancel")),
      element("button", { type: "submit", class: "button primary" }, t("submit")),
    ),
  );
  const dialog = element("dialog", { class: "form-dialog", "aria-labelledby": "form-title" }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = fields.filter((one) => !one.check());
    if (wrong.length > 0) {
      wrong[0].focus();
      return;
    }
    try {
      await send(Object.fromEntries(fields.filter((one) => one.id).map((one) => [one.id, one.value()])));
      sent = true;
      dialog.close();
    } catch (error) {
      failure.hidden = false;
      failure.textContent = t("failed", { message: error.message });
    }
  });
  dialog.addEventListener("close", () => sent || dismiss());
  open(dialog);
  fields.find((one) => one.id)?.focus();
}

function field(node, index, view) {
  if (node.type !== LABEL) {
    return { node: element("div", {}, component(node, {}, view)), check: () => true };
  }
  const input = node.component;
  const id = `field-${index}`;
  const make = { [TEXT_INPUT]: textField, [STRING_SELECT]: selectField }[input.type];
  if (!make) {
    return { node: element("p", { class: "subtext" }, `${node.label}: ${view.t("noFile")}`), check: () => true };
  }
  return make(node, input, id, view);
}

function textField(label, input, id, { t }) {
  const required = input.required !== false;
  const max = input.max_length ?? TEXT_CHARS_MAX;
  const min = input.min_length ?? 0;
  const long = input.style === PARAGRAPH;
  const box = element(long ? "textarea" : "input", {
    id,
    class: "input",
    rows: long ? "4" : null,
    type: long ? null : "text",
    placeholder: input.placeholder,
    required,
    maxlength: max,
    "aria-describedby": `${id}-hint ${id}-problem`,
    "data-custom-id": input.custom_id,
    autocomplete: "off",
  });
  box.value = input.value ?? "";
  const count = element("span", { class: "count", "aria-hidden": "true" });
  const wrong = element("p", { class: "problem", id: `${id}-problem`, role: "alert" });
  const recount = () => {
    count.textContent = `${box.value.length} / ${max}`;
  };
  box.addEventListener("input", recount);
  recount();
  return {
    id: input.custom_id,
    node: element(
      "div",
      { class: "field" },
      element("label", { for: id }, label.label, required && mark(t)),
      label.description && element("p", { class: "subtext", id: `${id}-hint` }, label.description),
      box,
      count,
      wrong,
    ),
    value: () => box.value,
    focus: () => box.focus(),
    check: () => {
      const empty = box.value === "";
      const problem =
        required && box.value.trim() === "" ? t("needed") : !empty && box.value.length < min ? t("tooShort", { min }) : "";
      wrong.textContent = problem;
      box.setAttribute("aria-invalid", String(problem !== ""));
      return problem === "";
    },
  };
}

function selectField(label, input, id, { t }) {
  const required = input.required !== false;
  const box = element(
    "select",
    { id, class: "input", required, "data-custom-id": input.custom_id },
    element("option", { value: "" }, input.placeholder ?? t("choose")),
    ...(input.options ?? []).map((one) => element("option", { value: one.value, selected: one.default }, one.label)),
  );
  const wrong = element("p", { class: "problem", role: "alert" });
  return {
    id: input.custom_id,
    node: element(
      "div",
      { class: "field" },
      element("label", { for: id }, label.label, required && mark(t)),
      label.description && element("p", { class: "subtext" }, label.description),
      box,
      wrong,
    ),
    value: () => box.value,
    focus: () => box.focus(),
    check: () => {
      wrong.textContent = required && !box.value ? t("needed") : "";
      return wrong.textContent === "";
    },
  };
}

function mark(t) {
  return element("span", { class: "required" }, t("required"));
}

/** Shows one picture of several at its full size; arrow keys go to the others. */
export function openViewer(items, start, { t, locale }) {
  let at = start;
  const image = element("img", { class: "full" });
  const caption = element("p", { class: "caption", "aria-live": "polite" });
  const original = element("a", { class: "button secondary", target: "_blank", rel: "noopener" }, t("openOriginal"), icon("link"));
  const previous = iconButton("left", t("previous"), () => go(-1));
  const next = iconButton("right", t("next"), () => go(1));
  const dialog = element(
    "dialog",
    { class: "viewer", "aria-label": t("picture"), lang: locale },
    element("div", { class: "viewer-bar" }, caption, original, iconButton("close", t("close"), () => dialog.close())),
    element("div", { class: "viewer-stage" }, previous, image, next),
  );
  const draw = () => {
    const { media, description } = items[at];
    image.src = local(media.url);
    image.alt = description || t("picture");
    caption.textContent = `${items.length > 1 ? `${at + 1} / ${items.length} ` : ""}${description ?? ""}`;
    original.href = local(media.url);
    previous.hidden = next.hidden = items.length < 2;
  };
  const go = (by) => {
    at = (at + by + items.length) % items.length;
    draw();
  };
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") go(-1);
    if (event.key === "ArrowRight") go(1);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.classList.contains("viewer-stage")) dialog.close();
  });
  draw();
  open(dialog);
}

function open(dialog) {
  const before = document.activeElement;
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus?.({ preventScroll: true });
  });
  dialog.showModal();
}
