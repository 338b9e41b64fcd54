// Message components and files as DOM nodes.

import { element, icon } from "./dom.js";
import { markdown } from "./markdown.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" };
const IMAGE = /\.(png|jpe?g|gif|webp)$/i;

/** Draws one component of a message; what is unknown is left out. */
export function component(node, message, view) {
  switch (node.type) {
    case 1:
      return element("div", { class: "action-row" }, ...node.components.map((child) => component(child, message, view)));
    case 2:
      return button(node, message, view);
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return select(node, message, view);
    case 9:
      return element(
        "div",
        { class: "section" },
        element("div", { class: "section-text" }, ...node.components.map((child) => component(child, message, view))),
        node.accessory && component(node.accessory, message, view),
      );
    case 10:
      return element("div", { class: "text" }, markdown(node.content, view.markdown));
    case 11:
      return picture(node, [node], view, "thumbnail");
    case 12:
      return gallery(node.items, view);
    case 13:
      return file({ url: node.file.url, filename: node.name ?? "", size: node.size }, view);
    case 14:
      return element("hr", { class: `${node.divider === false ? "plain " : ""}${node.spacing === 2 ? "large" : ""}`.trim() });
    case 17:
      return container(node, message, view);
    default:
      return null;
  }
}

function container(node, message, view) {
  const box = element("div", { class: "container" }, ...node.components.map((child) => component(child, message, view)));
  if (Number.isInteger(node.accent_color)) {
    box.style.setProperty("--stripe", `#${node.accent_color.toString(16).padStart(6, "0")}`);
    box.classList.add("accented");
  }
  return node.spoiler ? covered(box, `${message.id} container ${node.id}`, view) : box;
}

function label(node) {
  const emoji = node.emoji?.id ? `:${node.emoji.name}:` : node.emoji?.name;
  return [emoji && element("span", { class: "emoji" }, emoji), node.label];
}

function button(node, message, view) {
  const classes = `button ${STYLES[node.style] ?? "secondary"}`;
  if (node.style === 5) {
    return element(
      "a",
      { class: classes, href: safe(node.url), target: "_blank", rel: "noopener noreferrer nofollow" },
      ...label(node),
      icon("link"),
    );
  }
  const key = `${message.id} ${node.custom_id}`;
  const busy = view.busy.has(key);
  return element(
    "button",
    {
      type: "button",
      class: classes,
      disabled: node.disabled,
      "aria-busy": busy ? "true" : null,
      "data-key": key,
      "data-custom-id": node.custom_id,
      onclick: () => !view.busy.has(key) && view.actions.click(message, node.custom_id),
    },
    ...label(node),
  );
}

function select(node, message, view) {
  const key = `${message.id} ${node.custom_id}`;
  const several = (node.max_values ?? 1) > 1;
  const options = node.type === 3 ? (node.options ?? []) : view.selectable(node.type);
  const box = element(
    "select",
    {
      class: "select",
      "data-key": key,
      disabled: node.disabled || view.busy.has(key),
      multiple: several,
      "aria-label": node.placeholder ?? view.t("choose"),
      onchange: (event) =>
        view.actions.select(
          message,
          node.custom_id,
          [...event.target.selectedOptions].map((option) => option.value).filter((value) => value !== ""),
        ),
    },
    !several && element("option", { value: "", selected: true }, node.placeholder ?? view.t("choose")),
    ...options.map((option) =>
      element(
        "option",
        { value: option.value, selected: option.default },
        option.description ? `${option.label} – ${option.description}` : option.label,
      ),
    ),
  );
  return box;
}

/** The files of a message that is not made of components. */
export function attachments(message, view) {
  const files = message.attachments ?? [];
  const pictures = files.filter(isPicture);
  return [
    pictures.length > 0 &&
      gallery(
        pictures.map((one) => ({ media: one, description: one.description, spoiler: one.filename?.startsWith("SPOILER_") })),
        view,
      ),
    ...files.filter((one) => !isPicture(one)).map((one) => file(one, view)),
  ];
}

function isPicture(file) {
  return file.content_type?.startsWith("image/") || IMAGE.test(file.filename ?? "");
}

function gallery(items, view) {
  return element(
    "div",
    { class: `gallery of-${Math.min(items.length, 4)}`, role: "group" },
    ...items.map((item) => picture(item, items, view, "tile")),
  );
}

function picture(item, all, view, kind) {
  const address = local(item.media.url);
  if (!address) {
    return element("p", { class: "subtext" }, view.t("outside", { url: item.media.url }));
  }
  const name = item.description || view.t("picture");
  const image = element("img", {
    src: address,
    alt: name,
    loading: "lazy",
    width: item.media.width,
    height: item.media.height,
  });
  const open = element(
    "button",
    {
      type: "button",
      class: `picture ${kind}`,
      "aria-label": view.t("enlarge", { name }),
      "data-key": `picture ${address}`,
      onclick: () => view.actions.enlarge(all.filter((one) => local(one.media.url)), all.indexOf(item)),
    },
    image,
  );
  return item.spoiler ? covered(open, `picture ${address}`, view) : open;
}

/** Something that is shown only after a press. What was revealed stays so while the page is open. */
function covered(node, key, view) {
  if (view.revealed.has(key)) return node;
  const cover = element(
    "button",
    { type: "button", class: "cover", "data-key": key, "aria-label": view.t("spoiler") },
    icon("eye"),
    element("span", {}, view.t("spoiler")),
  );
  const box = element("div", { class: "covered" }, node, cover);
  node.inert = true;
  cover.addEventListener("click", () => {
    view.revealed.add(key);
    node.inert = false;
    box.replaceWith(node);
    node.focus?.();
  });
  return box;
}

function file({ url, filename, size }, view) {
  return element(
    "a",
    { class: "file", href: local(url) ?? safe(url), download: filename, target: "_blank", rel: "noopener" },
    icon("file"),
    element("span", {}, filename || view.t("picture")),
    Number.isInteger(size) && element("span", { class: "subtext" }, bytes(size)),
  );
}

function bytes(size) {
  if (size < 1024) return `${size} B`;
  return size < 1 << 20 ? `${(size / 1024).toFixed(1)} KiB` : `${(size / (1 << 20)).toFixed(1)} MiB`;
}

/**
 * A file of the stand-in by its path, so that it is found under whatever name this page was opened;
 * null for all others, which are not loaded.
 */
export function local(url) {
  const address = parsed(url);
  return address?.pathname.startsWith("/cdn/") ? address.pathname + address.search : null;
}

function safe(url) {
  const address = parsed(url);
  return address && /^https?:$/.test(address.protocol) ? address.href : null;
}

function parsed(url) {
  try {
    return new URL(url, location.href);
  } catch {
    return null;
  }
}

/** An embed of the older kind. */
export function embed(data, view) {
  const box = element(
    "div",
    { class: "container embed" },
    data.author?.name && element("div", { class: "subtext" }, data.author.name),
    data.title && element("h4", {}, markdown(data.title, view.markdown)),
    data.description && element("div", { class: "text" }, markdown(data.description, view.markdown)),
    ...(data.fields ?? []).map((field) =>
      element(
        "div",
        { class: "embed-field" },
        element("h5", {}, markdown(field.name, view.markdown)),
        element("div", { class: "text" }, markdown(field.value, view.markdown)),
      ),
    ),
    data.image && picture({ media: data.image }, [{ media: data.image }], view, "tile"),
    data.footer?.text && element("div", { class: "subtext" }, data.footer.text),
  );
  if (Number.isInteger(data.color)) {
    box.style.setProperty("--stripe", `#${data.color.toString(16).padStart(6, "0")}`);
    box.classList.add("accented");
  }
  return box;
}
