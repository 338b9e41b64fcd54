// What is around every view: the bar, the choice of view, and whether the page is connected.

import { attempt } from "./dialogs.js";
import { button, element, fill, icon, iconButton } from "./dom.js";
import { language, t } from "./i18n.js";
import { applyTheme, isDark, remember } from "./preferences.js";
import { logOut } from "./session.js";
import { setLanguage } from "./settings.js";

const VIEWS = [
  ["pictures", "#/", "pictures"],
  ["queue", "#/queue", "queue"],
  ["settings", "#/settings", "settings"],
];

export class Shell {
  constructor() {
    this.count = element("span", { class: "count", hidden: true });
    this.links = new Map(
      VIEWS.map(([view, href, drawing]) => [
        view,
        element(
          "a",
          { href, class: "nav-link" },
          icon(drawing),
          element("span", {}, t(`nav.${view}`)),
          view === "queue" && this.count,
        ),
      ]),
    );
    this.state = element("p", { class: "link-state", role: "status" });
    this.banner = element("p", { class: "banner", hidden: true }, t("link.offline"));
    this.theme = iconButton("dark", t("bar.dark"), () => this.toggleTheme());
    this.main = element("main", { id: "content", tabindex: "-1" });
    this.node = [
      element("a", { class: "skip", href: "#content", onclick: (event) => this.skip(event) }, t("app.skip")),
      element(
        "header",
        { class: "bar" },
        element(
          "a",
          { class: "brand", href: "#/" },
          element("img", {
            src: new URL("icon.svg", import.meta.url).href,
            alt: "",
            width: "28",
            height: "28",
          }),
          t("app.title"),
        ),
        element("nav", { class: "nav", "aria-label": t("nav.label") }, ...this.links.values()),
        element(
          "div",
          { class: "bar-end" },
          this.state,
          this.language(),
          this.theme,
          iconButton("leave", t("logout"), (event) => attempt(event.currentTarget, logOut), { class: "icon-button only-wide" }),
        ),
      ),
      this.banner,
      this.main,
    ];
    this.showTheme();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.showTheme());
  }

  language() {
    const other = language === "ja" ? "en" : "ja";
    return button(language === "ja" ? "EN" : "日本語", () => setLanguage(other), {
      class: "button small quiet language",
      "aria-label": t("bar.language"),
      title: t("bar.language"),
      lang: other,
    });
  }

  skip(event) {
    event.preventDefault();
    this.main.focus();
  }

  toggleTheme() {
    remember("theme", isDark() ? "light" : "dark");
    applyTheme();
    this.showTheme();
    dispatchEvent(new Event("themechange"));
  }

  showTheme() {
    const label = t(isDark() ? "bar.light" : "bar.dark");
    this.theme.replaceChildren(icon(isDark() ? "light" : "dark"));
    this.theme.setAttribute("aria-label", label);
    this.theme.title = label;
  }

  select(view) {
    for (const [name, link] of this.links) {
      if (name === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.title = view === "pictures" ? t("app.title") : `${t(`nav.${view}`)} · ${t("app.title")}`;
  }

  connection(state) {
    const words = {
      live: "link.live",
      polling: "link.polling",
      connecting: "link.connecting",
      offline: "link.offline.short",
    };
    this.state.dataset.state = state;
    fill(this.state, element("span", { class: "link-words" }, t(words[state])));
    this.banner.hidden = state !== "offline";
  }

  waiting(n) {
    this.count.hidden = n === 0;
    fill(
      this.count,
      element("span", { "aria-hidden": "true" }, n),
      element("span", { class: "unseen" }, t("nav.waiting", { n })),
    );
  }
}
