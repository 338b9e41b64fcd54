// The page: what is shown where, and what leads where.

import { Composer } from "./composer.js";
import { Details } from "./details.js";
import { announce, placeMessages } from "./dialogs.js";
import { element } from "./dom.js";
import { Gallery, title } from "./gallery.js";
import { t } from "./i18n.js";
import { Live } from "./live.js";
import { askAgain, watchPictures } from "./pictures.js";
import { ProgressList } from "./progress.js";
import { QueueView } from "./queue.js";
import { Requests } from "./requests.js";
import { onRoute, startRouter } from "./router.js";
import * as sessions from "./session.js";
import { SettingsView } from "./settings.js";
import { Shell } from "./shell.js";

/** The views, of which one is shown. */
class Views {
  constructor(shell, views, focus) {
    this.shell = shell;
    this.views = views;
    this.focus = focus;
    this.scroll = 0;
    this.shown = null;
    for (const node of Object.values(views)) {
      node.hidden = true;
      shell.main.append(node);
    }
  }

  /** Whether the view is another than before. */
  show(name) {
    if (name === this.shown) return false;
    const before = this.shown;
    if (before === "pictures") this.scroll = scrollY;
    for (const [view, node] of Object.entries(this.views)) node.hidden = view !== name;
    this.shown = name;
    this.shell.select(name);
    scrollTo(0, name === "pictures" ? this.scroll : 0);
    if (before !== null) this.focus[name]?.focus({ preventScroll: true });
    return true;
  }
}

function follow(requests, gallery, shell) {
  requests.addEventListener("change", () => shell.waiting(requests.unfinished().length));
  requests.addEventListener("started", ({ detail }) => sayOfMine("progress.says.started", detail));
  requests.addEventListener("finished", ({ detail: ended }) => {
    const made = ended.detail.status === "completed";
    if (made) gallery.prepend(ended.detail);
    sayOfMine(made ? "progress.says.done" : "progress.says.failed", ended);
  });
  requests.addEventListener("deleted", ({ detail }) => gallery.remove(detail.request_id));
}

function sayOfMine(key, { detail }) {
  if (detail && sessions.session.owns(detail)) announce(t(key, { text: title(detail) }));
}

function connect(requests, gallery, shell) {
  let away = false;
  const live = new Live({
    state: (state) => {
      shell.connection(state);
      // Pictures that came while nobody listened are read with the list.
      if (away && (state === "live" || state === "polling") && gallery.failure) gallery.reload();
      away = state === "offline";
    },
    moved: (progress) => requests.moved(progress),
    deleted: (id) => requests.deleted(id),
    sync: () => requests.sync(),
    unauthorized: () => sessions.renew(),
  });
  live.run();
}

/** `/` searches from everywhere but a field. */
function searchKey(gallery, views) {
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog");
    if (event.key !== "/" || typing || event.isComposing || views.shown !== "pictures") return;
    event.preventDefault();
    gallery.search.text.focus();
  });
}

async function start() {
  placeMessages();
  watchPictures();
  await sessions.start();
  const requests = new Requests();
  const composer = new Composer(requests);
  const gallery = new Gallery((text) => composer.write(text));
  const mine = new ProgressList(requests, () => requests.mine());
  const strip = element(
    "section",
    { class: "mine", "aria-label": t("progress.title") },
    element("h2", {}, t("progress.title")),
    mine.node,
  );
  mine.onupdate = (chosen) => (strip.hidden = chosen.length === 0);
  strip.hidden = true;
  const pictures = element("div", { class: "pictures-view" }, composer.node, strip, gallery.node);
  const queue = new QueueView(requests);
  const settings = new SettingsView();
  const shell = new Shell();
  document.getElementById("app").replaceChildren(...shell.node);
  const heading = (view) => view.node.querySelector("h1");
  const views = new Views(
    shell,
    { pictures, queue: queue.node, settings: settings.node },
    { pictures: shell.main, queue: heading(queue), settings: heading(settings) },
  );
  const details = new Details(requests, gallery);
  follow(requests, gallery, shell);
  searchKey(gallery, views);
  sessions.onChange(() => {
    requests.forget();
    requests.sync();
    gallery.reload();
  });
  sessions.onRenewed(askAgain);
  onRoute((route) => {
    const base = route.view === "picture" ? (views.shown ?? "pictures") : route.view;
    if (views.show(base) && base === "settings") settings.load();
    details.route(route);
  });
  startRouter();
  composer.shown();
  gallery.search.load();
  gallery.reload();
  connect(requests, gallery, shell);
}

start();
