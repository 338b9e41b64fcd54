// The tree of what was made from what, with the shown one marked.

import { call } from "./api.js";
import { element, fill } from "./dom.js";
import { title } from "./gallery.js";
import { t } from "./i18n.js";
import { pictureLink } from "./router.js";

const THUMBNAIL_SIDE = 48;
const DEPTH_SHOWN_MAX = 6;

/**
 * The nodes as a tree is read: each with its depth, followed by what was made from it, oldest first.
 *
 * @param {object[]} nodes of the API's lineage, each after its parent
 */
export function treeOf(nodes) {
  const children = new Map();
  const ids = new Set(nodes.map((node) => node.request_id));
  for (const node of nodes) {
    const parent = ids.has(node.parent_id) ? node.parent_id : null;
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const tree = [];
  const add = (node, depth) => {
    tree.push({ node, depth });
    const made = children.get(node.request_id) ?? [];
    made.sort((one, other) => one.created_at.localeCompare(other.created_at));
    for (const child of made) add(child, depth + 1);
  };
  for (const root of children.get(null) ?? []) add(root, 0);
  return tree;
}

export class Lineage {
  constructor() {
    this.list = element("ol", { class: "lineage" });
    this.node = element(
      "section",
      { class: "facts", hidden: true },
      element("h3", {}, t("lineage.title")),
      this.list,
    );
  }

  async show(id) {
    this.id = id;
    this.node.hidden = true;
    const lineage = await call("GET", `/api/v1/requests/${id}/lineage`).catch(() => null);
    if (lineage === null || id !== this.id) return;
    const tree = treeOf(lineage.nodes);
    this.node.hidden = tree.length < 2;
    fill(this.list, ...tree.map(({ node, depth }) => entry(node, depth, id)));
  }
}

function entry(node, depth, shown) {
  const here = node.request_id === shown;
  const words = t("lineage.of", { action: t(`action.${node.action}`), text: title(node) });
  const picture = node.thumbnail
    ? element("img", { src: node.thumbnail, alt: "", width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE })
    : element("span", { class: "lineage-nothing", "data-status": node.status });
  const link = element(
    "a",
    {
      href: pictureLink(node.request_id),
      "aria-current": here ? "true" : null,
      class: "lineage-link",
      "data-replace": true,
    },
    picture,
    element("span", {}, words, here && element("small", {}, t("lineage.here"))),
  );
  return element("li", { class: `depth-${Math.min(depth, DEPTH_SHOWN_MAX)}` }, link);
}
