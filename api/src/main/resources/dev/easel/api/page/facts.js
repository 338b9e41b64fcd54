// Everything that made a picture, in words.

import { toast } from "./dialogs.js";
import { element, icon, iconButton } from "./dom.js";
import { ago, duration, megabytes, moment, number, t, tIfKnown } from "./i18n.js";
import { fieldName } from "./problems.js";

/** Which provenance belongs to which row. */
const ROWS = [
  ["model", "model_name"],
  ["steps", "steps"],
  ["cfg_scale", "cfg_scale"],
  ["sampler", "sampler"],
  ["scheduler", "scheduler"],
  ["seed", "seed"],
];

export function facts(detail, index) {
  const { metadata } = detail;
  return [
    changes(metadata?.refinement),
    metadata && words("details.prompt", metadata.prompt, provenance(metadata, "prompt")),
    metadata?.negative_prompt &&
      words("details.negative", metadata.negative_prompt, provenance(metadata, "negative_prompt")),
    metadata && settings(detail, index),
    metadata?.composition?.explanation &&
      section("details.written", element("p", {}, metadata.composition.explanation)),
    research(metadata?.research),
    detail.notices.length > 0 &&
      section(
        "details.notices",
        element("ul", {}, ...detail.notices.map((notice) => element("li", {}, notice))),
      ),
    times(detail, index),
  ];
}

function section(heading, ...children) {
  return element("section", { class: "facts" }, element("h3", {}, t(heading)), ...children);
}

function provenance(metadata, field) {
  const from = metadata.composition?.provenance?.[field];
  return from ? tIfKnown(`from.${from}`) : null;
}

function copyButton(what, text) {
  const control = iconButton("copy", t("details.copy", { what }), async () => {
    try {
      await navigator.clipboard.writeText(text);
      control.replaceChildren(icon("done"));
      setTimeout(() => control.replaceChildren(icon("copy")), 1500);
      toast(t("details.copied"), { kind: "good" });
    } catch {
      toast(t("details.copyFailed"), { kind: "error" });
    }
  });
  control.classList.add("copy");
  return control;
}

function words(heading, text, from) {
  return element(
    "section",
    { class: "facts" },
    element(
      "div",
      { class: "facts-head" },
      element("h3", {}, t(heading)),
      from && element("span", { class: "from" }, from),
      copyButton(t(heading), text),
    ),
    element("p", { class: "quote" }, text),
  );
}

function changes(refinement) {
  if (!refinement) return null;
  const changed = refinement.changed.map((change) =>
    element(
      "li",
      {},
      element("strong", {}, fieldName(change.field)),
      change.before && element("del", {}, change.before),
      change.after && element("ins", {}, change.after),
    ),
  );
  const kept = refinement.kept.map((each) => fieldName(each.field)).join(t("list.comma"));
  return section(
    "details.changed",
    changed.length > 0
      ? element("ul", { class: "changes" }, ...changed)
      : element("p", {}, t("details.none")),
    kept !== "" && element("p", { class: "hint" }, t("details.kept", { list: kept })),
  );
}

function row(label, value, from) {
  return [
    element("dt", {}, label),
    element("dd", {}, element("span", {}, value), from && element("span", { class: "from" }, from)),
  ];
}

function settings(detail, index) {
  const { metadata } = detail;
  const image = detail.images[index];
  const value = (field, key) => (key === "seed" ? (image?.seed ?? metadata.seed) : metadata[key]);
  const rows = ROWS.filter(
    ([field, key]) => value(field, key) !== null && value(field, key) !== undefined,
  ).flatMap(([field, key]) =>
    row(
      t(`field.${field}`),
      field === "model" && metadata.model_hash
        ? `${metadata.model_name} (${metadata.model_hash})`
        : String(value(field, key)),
      provenance(metadata, field),
    ),
  );
  const loras = (metadata.lora_list ?? [])
    .map((lora) => `${lora.name} ${lora.weight ?? ""}`.trim())
    .join(t("list.comma"));
  const size = image ?? metadata;
  rows.push(...row(t("field.size"), `${size.width} × ${size.height}`, provenance(metadata, "width")));
  rows.push(
    ...row(t("field.image_count"), number(metadata.image_count), provenance(metadata, "image_count")),
  );
  if (loras !== "") rows.push(...row(t("field.loras"), loras, provenance(metadata, "loras")));
  const strength = metadata.derivation?.denoising_strength;
  if (strength) rows.push(...row(t("field.denoising_strength"), String(strength), null));
  rows.push(
    ...row(
      t("details.writer"),
      t(`writer.${metadata.composition.writer}`, { model: metadata.composition.model ?? "" }),
      null,
    ),
  );
  return element(
    "section",
    { class: "facts" },
    element(
      "div",
      { class: "facts-head" },
      element("h3", {}, t("details.settings")),
      copyButton(t("details.all"), asText(detail, index)),
    ),
    element("dl", { class: "table" }, ...rows),
  );
}

/** As the renderer writes it into its files: prompt, negative prompt, then the settings in one line. */
export function asText({ metadata, images }, index) {
  const size = images[index] ?? metadata;
  const line = [
    `Steps: ${metadata.steps}`,
    `Sampler: ${metadata.sampler}`,
    metadata.scheduler && `Schedule type: ${metadata.scheduler}`,
    `CFG scale: ${metadata.cfg_scale}`,
    `Seed: ${images[index]?.seed ?? metadata.seed}`,
    `Size: ${size.width}x${size.height}`,
    metadata.model_hash && `Model hash: ${metadata.model_hash}`,
    `Model: ${metadata.model_name}`,
  ];
  const negative = metadata.negative_prompt ? `\nNegative prompt: ${metadata.negative_prompt}` : "";
  return `${metadata.prompt}${negative}\n${line.filter(Boolean).join(", ")}`;
}

function research(found) {
  if (!found) return null;
  const sources = found.sources ?? [];
  return section(
    "details.research",
    found.note && element("p", { class: "hint" }, found.note),
    found.summary && element("p", {}, found.summary),
    sources.length > 0 &&
      element(
        "ul",
        { class: "sources", "aria-label": t("details.sources") },
        ...sources.map((source) => element("li", {}, link(source))),
      ),
  );
}

/** Only addresses of the web become links. */
function link({ url, title }) {
  const safe = /^https?:\/\//i.test(url ?? "");
  return safe
    ? element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title || url)
    : title || url || "";
}

function times(detail, index) {
  const image = detail.images[index];
  const rows = row(t("details.asked"), `${moment(detail.created_at)} (${ago(detail.created_at)})`, null);
  if (detail.metadata) rows.push(...row(t("details.finished"), moment(detail.metadata.created_at), null));
  if (detail.metadata?.duration_millis)
    rows.push(...row(t("details.took"), duration(detail.metadata.duration_millis / 1000), null));
  if (image) rows.push(...row(t("details.file"), `PNG, ${megabytes(image.file_size_bytes)}`, null));
  if (image) rows.push(...row(t("details.hash"), `${image.sha256.slice(0, 16)}…`, null));
  rows.push(
    element("dt", {}, t("details.id")),
    element("dd", {}, element("code", {}, detail.request_id), copyButton(t("details.id"), detail.request_id)),
  );
  return section("details.times", element("dl", { class: "table" }, ...rows));
}
