// One large picture: fitted to the window or in its own size, moved by scrolling, dragging or keys.

import { element, iconButton } from "./dom.js";
import { t } from "./i18n.js";

export class Stage {
  constructor() {
    this.size = { width: 0, height: 0 };
    this.picture = element("img", { class: "stage-picture", decoding: "async", draggable: "false" });
    this.picture.addEventListener("load", () => this.node.classList.remove("waiting"));
    this.scroller = element("div", { class: "stage-scroll", tabindex: "0", role: "group" }, this.picture);
    this.zoomButton = iconButton("zoom", t("details.zoom"), () => this.toggle(), {
      class: "icon-button stage-zoom",
      "aria-pressed": "false",
      "aria-keyshortcuts": "z",
    });
    this.node = element("div", { class: "stage" }, this.scroller, this.zoomButton);
    this.picture.addEventListener("click", (event) => this.moved || this.toggle(event));
    this.watchDrag();
  }

  /** The one that is shown already stays as it is, zoomed too. */
  show(image, words) {
    this.picture.alt = words;
    this.scroller.setAttribute("aria-label", words);
    if (image.file_path === this.size.file_path) return;
    this.size = image;
    this.zoom(false);
    this.node.classList.add("waiting");
    this.picture.width = image.width;
    this.picture.height = image.height;
    this.picture.src = image.file_path;
    if (this.picture.complete) this.node.classList.remove("waiting");
  }

  get isZoomed() {
    return this.node.classList.contains("zoomed");
  }

  toggle(event = null) {
    const box = this.picture.getBoundingClientRect();
    const x = event ? (event.clientX - box.left) / box.width : 0.5;
    const y = event ? (event.clientY - box.top) / box.height : 0.5;
    this.zoom(!this.isZoomed && this.size.width > 0);
    if (this.isZoomed) {
      this.scroller.scrollLeft = x * this.scroller.scrollWidth - this.scroller.clientWidth / 2;
      this.scroller.scrollTop = y * this.scroller.scrollHeight - this.scroller.clientHeight / 2;
    }
  }

  zoom(on) {
    this.node.classList.toggle("zoomed", on);
    const label = t(on ? "details.fit" : "details.zoom");
    this.zoomButton.setAttribute("aria-pressed", String(on));
    this.zoomButton.setAttribute("aria-label", label);
    this.zoomButton.title = label;
    // A picture smaller than the window is shown at twice its size.
    const { width, height } = this.size;
    const scale = width < this.scroller.clientWidth && height < this.scroller.clientHeight ? 2 : 1;
    this.picture.style.width = on ? `${width * scale}px` : "";
    this.picture.style.height = on ? `${height * scale}px` : "";
  }

  watchDrag() {
    let from = null;
    this.picture.addEventListener("pointerdown", (event) => {
      this.moved = false;
      if (event.pointerType !== "mouse" || !this.isZoomed) return;
      from = {
        x: event.clientX,
        y: event.clientY,
        left: this.scroller.scrollLeft,
        top: this.scroller.scrollTop,
      };
      this.picture.setPointerCapture(event.pointerId);
    });
    this.picture.addEventListener("pointermove", (event) => {
      if (!from) return;
      this.moved ||= Math.hypot(event.clientX - from.x, event.clientY - from.y) > 4;
      this.scroller.scrollLeft = from.left - (event.clientX - from.x);
      this.scroller.scrollTop = from.top - (event.clientY - from.y);
    });
    for (const end of ["pointerup", "pointercancel"]) this.picture.addEventListener(end, () => (from = null));
  }
}
