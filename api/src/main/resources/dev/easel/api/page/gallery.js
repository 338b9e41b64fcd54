// All pictures, newest first. Only those near the window have nodes; their places are computed from
// their sizes, so nothing jumps when a picture arrives.

import { call, withQuery } from "./api.js";
import { announce, explain } from "./dialogs.js";
import { button, element, fill } from "./dom.js";
import { t } from "./i18n.js";
import { reasonText } from "./reasons.js";
import { pictureLink } from "./router.js";
import { layOut, neighbour, rowAt } from "./rows.js";
import { Search } from "./search.js";
import { session } from "./session.js";

const PAGE = 60;
const GAP = 10;
const ROW_WIDE = 232;
const ROW_NARROW = 150;
const NARROW = 640;
/** How far beyond the window nodes are kept, and pages are asked for, in heights of the window. */
const KEPT = 0.75;
const AHEAD = 2.5;
const FAILURE_RATIO = 1.4;
const RATIO_MIN = 0.4;
const RATIO_MAX = 2.6;

/** The address of a small copy that is sharp at a height. */
export function thumbnail(image, height) {
  const ratio = image.width / image.height;
  const longest = Math.max(height, height * ratio) * Math.min(devicePixelRatio || 1, 2);
  return `${image.file_path}/thumbnail?size=${longest > 256 ? 512 : 256}`;
}

/** What a request is called where one line is shown. */
export function title(request) {
  return request.original_instruction || t("pictures.wordless", { action: t(`action.${request.action}`) });
}

export class Gallery {
  constructor(writeExample) {
    this.writeExample = writeExample;
    this.items = [];
    this.rows = [];
    this.nodes = new Map();
    this.at = 0;
    this.search = new Search(() => this.reload());
    this.area = element("div", {
      class: "gallery",
      role: "list",
      "aria-label": t("pictures.list"),
      onkeydown: (event) => this.key(event),
      onfocusin: (event) => this.focused(event),
    });
    this.foot = element("div", { class: "gallery-foot", "aria-live": "polite" });
    this.node = element(
      "section",
      { class: "pictures", "aria-label": t("pictures.title") },
      this.search.node,
      this.area,
      this.foot,
    );
    this.watch();
  }

  watch() {
    let asked = false;
    const soon = () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        this.draw();
      });
    };
    addEventListener("scroll", soon, { passive: true });
    new ResizeObserver(() => {
      if (this.area.clientWidth > 0 && this.area.clientWidth !== this.width) this.arrange();
      else soon();
    }).observe(this.area);
    addEventListener("resize", soon);
  }

  /** Starts anew with what the search says. */
  async reload() {
    this.loading?.abort();
    this.items = [];
    this.cursor = null;
    this.ended = false;
    this.failure = null;
    this.at = 0;
    this.arrange();
    await this.more();
  }

  async more() {
    if (this.ended || this.failure || (this.loading && !this.loading.signal.aborted)) return;
    const loading = (this.loading = new AbortController());
    this.showFoot();
    try {
      const path = withQuery("/api/v1/requests", {
        ...this.search.filters(),
        limit: PAGE,
        cursor: this.cursor,
      });
      const page = await call("GET", path, { signal: loading.signal });
      if (loading.signal.aborted) return;
      this.cursor = page.next_cursor ?? null;
      this.ended = this.cursor === null;
      this.append(page.requests);
    } catch (failure) {
      if (loading.signal.aborted) return;
      this.failure = explain(failure);
    }
    this.loading = null;
    this.arrange();
    this.showFoot();
    const { awaited } = this;
    this.awaited = null;
    if (awaited && document.activeElement === document.body) this.focusOn(...awaited);
  }

  append(requests) {
    const known = new Set(this.items.map((item) => item.key));
    for (const request of requests) {
      for (const item of itemsOf(request)) {
        if (!known.has(item.key)) this.items.push(item);
      }
    }
  }

  /** A request that has just been finished, on top if it belongs to what is shown. */
  prepend(detail) {
    if (!this.search.isOpen() || (this.search.mine.checked && !session.owns(detail))) return;
    const known = new Set(this.items.map((item) => item.key));
    const fresh = itemsOf(detail).filter((item) => item.image && !known.has(item.key));
    this.keepPlace(() => {
      const held = this.at > 0 || this.area.contains(document.activeElement);
      this.items.unshift(...fresh);
      this.at += held ? fresh.length : 0;
      this.arrange();
    });
    this.showFoot();
  }

  /** Whoever has scrolled down goes on seeing what they looked at. */
  keepPlace(work) {
    const top = -this.area.getBoundingClientRect().top;
    const row = top > 0 && this.area.offsetParent ? this.rows[rowAt(this.rows, top)] : null;
    const seen = row && this.items[row.first];
    work();
    if (seen) scrollBy({ top: this.placeOf(this.items.indexOf(seen)).row.top - row.top, behavior: "instant" });
  }

  remove(requestId) {
    this.items = this.items.filter((item) => item.request.request_id !== requestId);
    this.at = Math.min(this.at, Math.max(0, this.items.length - 1));
    this.arrange();
    this.showFoot();
  }

  arrange() {
    this.width = this.area.clientWidth;
    if (this.width === 0) return;
    const height = this.width < NARROW ? ROW_NARROW : ROW_WIDE;
    const laid = layOut(this.items, this.width, height, GAP);
    this.rows = laid.rows;
    this.area.style.height = `${laid.height}px`;
    this.draw();
  }

  /** Makes the nodes that are near the window and drops the others. */
  draw() {
    if (this.area.offsetParent === null) return;
    const top = -this.area.getBoundingClientRect().top;
    const from = top - innerHeight * KEPT;
    const until = top + innerHeight * (1 + KEPT);
    const wanted = new Map();
    for (let row = rowAt(this.rows, from); row < this.rows.length && this.rows[row].top < until; row += 1) {
      const { first, boxes } = this.rows[row];
      boxes.forEach((box, i) =>
        wanted.set(this.items[first + i].key, { at: first + i, row: this.rows[row], box }),
      );
    }
    const focusedItem = this.items[this.at];
    if (
      focusedItem &&
      !wanted.has(focusedItem.key) &&
      this.nodes.get(focusedItem.key)?.contains(document.activeElement)
    ) {
      wanted.set(focusedItem.key, this.placeOf(this.at));
    }
    this.reconcile(wanted);
    const bottom = this.area.getBoundingClientRect().bottom;
    if (bottom < innerHeight * (1 + AHEAD)) this.more();
  }

  placeOf(at) {
    const row = this.rows.find((each) => at >= each.first && at < each.first + each.boxes.length);
    return { at, row, box: row.boxes[at - row.first] };
  }

  reconcile(wanted) {
    for (const [key, node] of this.nodes) {
      if (!wanted.has(key)) {
        node.remove();
        this.nodes.delete(key);
      }
    }
    let before = null;
    for (const [key, place] of wanted) {
      let node = this.nodes.get(key);
      if (!node) {
        node = this.tile(this.items[place.at], place.row.height);
        this.nodes.set(key, node);
        if (before) before.after(node);
        else this.area.prepend(node);
      }
      before = node;
      put(node, place, this.items.length);
      node.firstElementChild.tabIndex = place.at === this.at ? 0 : -1;
    }
    const first = wanted.values().next().value;
    if (first && ![...wanted.values()].some(({ at }) => at === this.at)) {
      this.nodes.get(this.items[first.at].key).firstElementChild.tabIndex = 0;
    }
  }

  tile(item, height) {
    const node = element("div", { class: "tile", role: "listitem", "data-key": item.key });
    node.append(item.image ? pictureTile(item, height) : failureTile(item));
    return node;
  }

  focused(event) {
    const key = event.target.closest(".tile")?.dataset.key;
    const at = this.items.findIndex((item) => item.key === key);
    if (at >= 0) this.at = at;
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = this.keyTarget(event.key);
    if (to === null) return;
    event.preventDefault();
    this.focusAt(to);
  }

  keyTarget(key) {
    const last = this.items.length - 1;
    if (key === "ArrowRight") return Math.min(last, this.at + 1);
    if (key === "ArrowLeft") return Math.max(0, this.at - 1);
    if (key === "ArrowDown") return neighbour(this.rows, this.at, true);
    if (key === "ArrowUp") return neighbour(this.rows, this.at, false);
    if (key === "Home") return 0;
    if (key === "End") return last;
    return null;
  }

  /** Brings a picture into the window and gives it the focus. */
  focusAt(at) {
    if (!this.items[at]) return;
    this.at = at;
    const { row } = this.placeOf(at);
    const top = this.area.getBoundingClientRect().top + row.top;
    if (top < 80) scrollBy({ top: top - 90 });
    else if (top + row.height > innerHeight - 24) scrollBy({ top: top + row.height - innerHeight + 90 });
    this.draw();
    this.nodes.get(this.items[at].key)?.firstElementChild.focus({ preventScroll: true });
  }

  /** Where a picture is among those that are loaded; -1 if it is not. */
  indexOf(requestId, index) {
    return this.items.findIndex((item) => item.key === `${requestId}/${index}`);
  }

  /** The picture before or after one, as far as they are loaded. */
  beside(requestId, index, step) {
    let at = this.indexOf(requestId, index);
    if (at < 0) return null;
    for (at += step; this.items[at] && !this.items[at].image; at += step);
    if (at > this.items.length - PAGE / 2) this.more();
    return this.items[at] ?? null;
  }

  /** Gives a picture the focus, once the list is here. */
  focusOn(requestId, index) {
    const at = this.indexOf(requestId, index);
    if (at < 0 && this.loading) this.awaited = [requestId, index];
    if (at < 0 || this.area.offsetParent === null) return;
    if (this.area.clientWidth !== this.width) this.arrange();
    this.focusAt(at);
  }

  showFoot() {
    this.area.classList.toggle("empty", this.items.length === 0);
    if (this.failure) fill(this.foot, this.failed());
    else if (this.loading)
      fill(
        this.foot,
        this.items.length === 0 ? skeletons() : element("p", { class: "hint" }, t("pictures.loading")),
      );
    else if (this.items.length === 0)
      fill(this.foot, this.search.isNarrowed() ? this.nothing() : this.none());
    else
      fill(
        this.foot,
        this.ended && this.items.length > 8 ? element("p", { class: "hint" }, t("pictures.end")) : null,
      );
    if (this.items.length > 0 && this.search.isNarrowed() && !this.loading)
      announce(t("pictures.found", { n: this.items.length }));
  }

  failed() {
    const again = () => {
      this.failure = null;
      this.more();
    };
    return element(
      "div",
      { class: "empty-state" },
      element("h2", {}, t("pictures.failed")),
      element("p", {}, t("pictures.failed.hint")),
      element("p", { class: "hint" }, this.failure),
      button(t("pictures.again"), again),
    );
  }

  nothing() {
    return element(
      "div",
      { class: "empty-state" },
      element("h2", {}, t("pictures.nothing")),
      element("p", {}, t("pictures.nothing.hint")),
      button(t("pictures.clear"), () => this.search.clear()),
    );
  }

  none() {
    const examples = ["example.1", "example.2", "example.3"].map((key) =>
      element(
        "button",
        { type: "button", class: "example", onclick: () => this.writeExample(t(key)) },
        t(key),
      ),
    );
    return element(
      "div",
      { class: "empty-state" },
      element("h2", {}, t("pictures.none")),
      element("p", {}, t("pictures.none.hint")),
      element("div", { class: "examples" }, ...examples),
    );
  }
}

function put(node, { at, row, box }, count) {
  node.style.transform = `translate(${box.left}px, ${row.top}px)`;
  node.style.width = `${box.width}px`;
  node.style.height = `${row.height}px`;
  node.setAttribute("aria-posinset", at + 1);
  node.setAttribute("aria-setsize", count);
}

function itemsOf(request) {
  if (request.images.length > 0) {
    return request.images.map((image, index) => ({
      key: `${request.request_id}/${index}`,
      request,
      image,
      index,
      ratio: Math.min(RATIO_MAX, Math.max(RATIO_MIN, image.width / image.height)),
    }));
  }
  return request.status === "failed"
    ? [{ key: `${request.request_id}/0`, request, image: null, index: 0, ratio: FAILURE_RATIO }]
    : [];
}

function pictureTile(item, height) {
  const { request, image, index } = item;
  const words = title(request);
  const picture = element("img", {
    alt: "",
    loading: "lazy",
    decoding: "async",
    width: image.width,
    height: image.height,
    draggable: "false",
  });
  picture.addEventListener("load", () => picture.classList.add("there"));
  picture.src = thumbnail(image, height);
  return element(
    "a",
    {
      class: "tile-link",
      href: pictureLink(request.request_id, index),
      "aria-label": t("pictures.one", { i: index + 1, n: request.images.length, text: words }),
    },
    picture,
    element("span", { class: "tile-words", "aria-hidden": "true" }, words),
  );
}

function failureTile({ request }) {
  const words = title(request);
  return element(
    "a",
    {
      class: "tile-link failure",
      href: pictureLink(request.request_id),
      "aria-label": t("pictures.failure", { text: words }),
    },
    element("strong", {}, request.reason === "Cancelled" ? t("progress.cancelled") : t("progress.failed")),
    element("span", { class: "tile-instruction" }, words),
    element("span", { class: "hint" }, reasonText(request.reason)?.why ?? ""),
  );
}

function skeletons() {
  return element(
    "div",
    { class: "skeletons", "aria-label": t("pictures.loading") },
    ...Array.from({ length: 12 }, (_, i) => element("span", { class: `skeleton skeleton-${(i % 4) + 1}` })),
  );
}
