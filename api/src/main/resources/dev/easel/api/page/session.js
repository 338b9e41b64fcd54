// Who is signed in. A session that ends brings up the login over everything else, which stays as it was.

import { call, onUnauthorized, Problem, Unreachable } from "./api.js";
import { element, fill, freshId, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { remembered } from "./preferences.js";

const SESSION = "/api/v1/session";
const SPACE_DEFAULT = "web";

let current = null;
let renewing = null;
const changed = [];
const renewed = [];

export const session = {
  get caller() {
    return current.caller;
  },
  get scopes() {
    return current.scopes;
  },
  get expiresAt() {
    return current.expires_at;
  },
  get tenant() {
    return current.tenant ?? null;
  },
  /** The guild that new requests belong to. */
  get space() {
    return current.tenant ?? remembered.space ?? SPACE_DEFAULT;
  },
  /** The user that new requests belong to. */
  get user() {
    return remembered.name ?? current.caller.slice(0, 64);
  },
  may(scope) {
    return current.scopes.includes(scope) || current.scopes.includes("admin");
  },
  owns(request) {
    return request.user_id === this.user && request.guild_id === this.space;
  },
};

/** Called after a login as someone else. */
export function onChange(listener) {
  changed.push(listener);
}

/** Called after each login over what is shown. */
export function onRenewed(listener) {
  renewed.push(listener);
}

/** Resolved once somebody is signed in. */
export async function start() {
  onUnauthorized(renew);
  try {
    current = await call("GET", SESSION, { renew: false });
  } catch (failure) {
    await login({ again: false, failure });
  }
}

export function renew() {
  renewing ??= login({ again: true }).finally(() => {
    renewing = null;
  });
  return renewing;
}

export async function logOut() {
  await call("DELETE", SESSION, { renew: false });
  location.hash = "";
  location.reload();
}

/** Shows the form until a key is taken. */
function login({ again, failure = null }) {
  return new Promise((resolve) => {
    const before = current;
    const screen = new Login(again, (signedIn) => {
      current = signedIn;
      screen.close();
      resolve();
      if (before && (before.caller !== current.caller || before.tenant !== current.tenant)) {
        for (const listener of changed) listener();
      }
      for (const listener of renewed) listener();
    });
    screen.open();
    if (failure instanceof Unreachable) screen.complain(t("login.away"));
  });
}

class Login {
  constructor(again, done) {
    this.done = done;
    const heading = freshId("login");
    const hint = freshId("login");
    this.error = element("p", { class: "field-error", role: "alert", id: freshId("login") });
    this.key = element("input", {
      id: freshId("login"),
      type: "password",
      name: "password",
      autocomplete: "current-password",
      autocapitalize: "none",
      spellcheck: "false",
      "aria-describedby": `${this.error.id} ${hint}`,
    });
    this.submit = element("button", { class: "button primary", type: "submit" }, t("login.submit"));
    const form = element(
      "form",
      { class: "login-form", novalidate: true, onsubmit: (event) => this.send(event) },
      element("img", { src: new URL("icon.svg", import.meta.url).href, alt: "", width: "56", height: "56" }),
      element("h1", { id: heading }, t("login.title")),
      element("p", { class: "lead" }, t(again ? "login.again" : "login.lead")),
      // A password manager keeps a name with a key.
      element(
        "span",
        { class: "unseen", "aria-hidden": "true" },
        element("input", { type: "text", name: "username", value: "easel", autocomplete: "username", tabindex: "-1" }),
      ),
      element("label", { for: this.key.id }, t("login.key")),
      element("div", { class: "key-field" }, this.key, this.eye()),
      this.error,
      this.submit,
      element("p", { class: "hint", id: hint }, t("login.hint")),
    );
    this.dialog = element(
      "dialog",
      { class: "login", "aria-labelledby": heading, onclose: () => this.stay() },
      form,
    );
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
    // Else one that comes while it is being opened again would close what lies below.
    this.dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.preventDefault());
  }

  eye() {
    const eye = iconButton("eye", t("login.show"), () => {
      const shown = this.key.type === "text";
      this.key.type = shown ? "password" : "text";
      const label = t(shown ? "login.show" : "login.hide");
      eye.setAttribute("aria-label", label);
      eye.title = label;
    });
    return eye;
  }

  open() {
    document.body.append(this.dialog);
    this.stay();
  }

  /** A browser closes a dialog at the second gesture of going back, whatever the page says. */
  stay() {
    if (this.over) return;
    this.dialog.showModal();
    this.key.focus();
  }

  close() {
    this.over = true;
    this.dialog.close();
    this.dialog.remove();
  }

  complain(text) {
    fill(this.error, text);
    this.key.setAttribute("aria-invalid", text === "" ? "false" : "true");
  }

  async send(event) {
    event.preventDefault();
    const key = this.key.value.trim();
    this.key.focus();
    if (key === "") {
      this.complain(t("login.empty"));
      return;
    }
    if (this.submit.disabled) return;
    this.submit.disabled = true;
    try {
      this.done(await call("POST", SESSION, { body: { key }, renew: false }));
    } catch (failure) {
      this.complain(whyNot(failure));
    } finally {
      this.submit.disabled = false;
    }
  }
}

function whyNot(failure) {
  if (failure instanceof Unreachable) return t("login.away");
  if (!(failure instanceof Problem)) throw failure;
  if (failure.status === 429) return t("login.busy", { n: failure.retryAfter ?? 30 });
  return failure.status >= 500 ? t("login.away") : t("login.wrong");
}
