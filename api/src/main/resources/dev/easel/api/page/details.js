// One picture over everything else: large, with all that made it and all that can be made from it.

import { Actions } from "./actions.js";
import { call, Problem } from "./api.js";
import { explain, placeMessages } from "./dialogs.js";
import { element, fill, iconButton } from "./dom.js";
import { facts } from "./facts.js";
import { thumbnail, title } from "./gallery.js";
import { t } from "./i18n.js";
import { Lineage } from "./lineage.js";
import { failureWords, ProgressCard } from "./progress.js";
import { isOver } from "./requests.js";
import { current, goInstead, leavePicture, pictureLink } from "./router.js";
import { Stage } from "./stage.js";

const STRIP_HEIGHT = 64;

export class Details {
  constructor(requests, gallery) {
    this.requests = requests;
    this.gallery = gallery;
    this.request = null;
    this.detail = null;
    this.stage = new Stage();
    this.lineage = new Lineage();
    this.heading = element(
      "h2",
      { id: "details-title", class: "details-title", tabindex: "-1" },
      t("details.title"),
    );
    this.before = iconButton("left", t("details.previous"), () => this.step(-1), {
      class: "icon-button stage-step before",
    });
    this.after = iconButton("right", t("details.next"), () => this.step(1), {
      class: "icon-button stage-step after",
    });
    this.strip = element("div", { class: "strip", role: "group", "aria-label": t("details.thumbnails") });
    this.side = element("div", { class: "details-side" });
    this.large = element(
      "div",
      { class: "details-large" },
      this.stage.node,
      this.before,
      this.after,
      this.strip,
    );
    this.dialog = element(
      "dialog",
      { class: "details", "aria-labelledby": "details-title" },
      this.large,
      element(
        "div",
        { class: "details-panel" },
        iconButton("close", t("details.close"), () => this.leave(), { class: "icon-button details-close" }),
        this.heading,
        this.side,
      ),
    );
    this.listen();
    document.body.append(this.dialog);
  }

  listen() {
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      if (this.stage.isZoomed) this.stage.toggle();
      else this.leave();
    });
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-replace]");
      if (!link) return;
      event.preventDefault();
      goInstead(link.hash);
    });
    this.requests.addEventListener("finished", ({ detail }) => {
      if (detail.request_id === this.request && !this.isKnown) this.load();
    });
    this.requests.addEventListener("change", () => this.updateProgress());
  }

  /** Follows the route: opens, changes or closes. */
  async route(route) {
    if (route.view !== "picture") {
      this.close();
      return;
    }
    if (!this.dialog.open) {
      this.titleBefore = document.title;
      this.dialog.showModal();
      document.documentElement.classList.add("covered");
      placeMessages(this.dialog);
    }
    this.index = route.index;
    if (route.request === this.request && this.detail) this.showPicture();
    else await this.openRequest(route.request);
  }

  async openRequest(id) {
    this.request = id;
    this.detail = null;
    const known = this.gallery.items.find((item) => item.key === `${id}/${this.index}`);
    if (known?.image) this.stage.show(known.image, title(known.request));
    fill(this.side, element("p", { class: "hint" }, t("details.loading")));
    this.heading.focus({ preventScroll: true });
    await this.load();
  }

  /** What is over changes no more. */
  get isKnown() {
    return this.detail !== null && isOver(this.detail);
  }

  async load() {
    const id = this.request;
    try {
      const detail = await call("GET", `/api/v1/requests/${id}`);
      // One that was asked for before may come after it.
      if (id !== this.request || this.isKnown) return;
      this.detail = detail;
      this.show();
    } catch (failure) {
      if (id === this.request && !this.outlives(failure)) this.gone(failure);
    }
  }

  /** What is shown and written stays when it cannot be read anew for a moment. */
  outlives(failure) {
    const missing = failure instanceof Problem && failure.status === 404;
    return this.isKnown || (this.detail !== null && !missing);
  }

  gone(failure) {
    this.dialog.classList.add("pictureless");
    const missing = failure instanceof Problem && failure.status === 404;
    fill(this.heading, t("details.gone"));
    fill(
      this.side,
      element("p", {}, missing ? t("details.gone.hint") : explain(failure)),
      element("a", { class: "button", href: "#/" }, t("details.gone.link")),
    );
  }

  show() {
    const { detail } = this;
    const again = this.actions?.detail.request_id === detail.request_id && this.actions.hasPictures;
    if (again) this.actions.update(detail);
    else this.makeActions();
    const focused = document.activeElement;
    fill(this.heading, title(detail));
    document.title = `${title(detail)} · ${t("app.title")}`;
    this.progress = isOver(detail) ? null : new ProgressCard(this.requests, this.moving(), { whole: true });
    this.facts = element("div", {});
    this.dialog.classList.toggle("pictureless", detail.images.length === 0);
    fill(
      this.side,
      element(
        "p",
        { class: "byline" },
        t(`action.${detail.action}`),
        detail.user_id && element("span", {}, t("details.by", { user: detail.user_id })),
      ),
      this.progress && element("ul", { class: "progress-list" }, this.progress.node),
      detail.status === "failed" && this.failure(),
      this.actions.node,
      this.facts,
      this.lineage.node,
    );
    if (again && this.side.contains(focused)) focused.focus();
    else if (!again) this.side.parentElement.scrollTop = 0;
    this.lineage.show(detail.request_id);
    this.showStrip();
    this.showPicture();
  }

  makeActions() {
    this.actions?.gone();
    this.actions = new Actions(this.requests, this.detail, {
      open: (id) => current().view === "picture" && goInstead(pictureLink(id)),
      close: () => this.leave(),
    });
  }

  moving() {
    return (
      this.requests.moving.get(this.request) ?? {
        request_id: this.request,
        detail: this.detail,
        progress: this.detail.progress,
      }
    );
  }

  updateProgress() {
    if (this.dialog.open && this.progress && this.detail) this.progress.update(this.moving());
  }

  failure() {
    const { progress, error_message: said } = this.detail;
    return element(
      "div",
      { class: "failure-box" },
      element("p", {}, failureWords(progress)),
      said &&
        element(
          "details",
          {},
          element("summary", {}, t("details.technical")),
          element("p", { class: "quote" }, said),
        ),
    );
  }

  showStrip() {
    const { images, request_id: id } = this.detail;
    const thumbnails = images.map((image, index) =>
      element(
        "a",
        {
          href: pictureLink(id, index),
          "data-replace": true,
          "aria-label": t("details.show", { i: index + 1 }),
        },
        element("img", {
          src: thumbnail(image, STRIP_HEIGHT),
          alt: "",
          width: image.width,
          height: image.height,
        }),
      ),
    );
    fill(this.strip, ...thumbnails);
    this.strip.hidden = images.length < 2;
  }

  showPicture() {
    const { images } = this.detail;
    const index = (this.index = Math.min(this.index, Math.max(0, images.length - 1)));
    if (images[index])
      this.stage.show(
        images[index],
        t("details.picture", { i: index + 1, n: images.length, text: title(this.detail) }),
      );
    [...this.strip.children].forEach((link, at) =>
      at === index ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"),
    );
    fill(this.facts, ...facts(this.detail, index));
    this.actions.show(index);
    this.before.hidden = this.next(-1) === null;
    this.after.hidden = this.next(1) === null;
  }

  /** The picture beside this one: of the same request, else of those in the list. */
  next(step) {
    const images = this.detail?.images ?? [];
    if (images[this.index + step]) return pictureLink(this.request, this.index + step);
    const beside = this.gallery.beside(this.request, this.index, step);
    return beside ? pictureLink(beside.request.request_id, beside.index) : null;
  }

  step(by) {
    const link = this.next(by);
    if (link !== null) goInstead(link);
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog dialog")) return;
    const zoomedScroll = this.stage.isZoomed && event.target === this.stage.scroller;
    if (event.key === "ArrowRight" && !zoomedScroll) this.step(1);
    else if (event.key === "ArrowLeft" && !zoomedScroll) this.step(-1);
    else if (event.key === "z") this.stage.toggle();
    else return;
    event.preventDefault();
  }

  leave() {
    leavePicture();
  }

  close() {
    if (!this.dialog.open) return;
    const { request, index } = this;
    this.actions?.gone();
    this.actions = null;
    this.stage.zoom(false);
    this.dialog.close();
    document.documentElement.classList.remove("covered");
    document.title = this.titleBefore;
    placeMessages();
    this.request = null;
    this.detail = null;
    this.gallery.focusOn(request, index);
  }
}
