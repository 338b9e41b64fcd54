// The list of messages: one article each, drawn anew only when it changed.

import { attachments, component, embed } from "./components.js";
import { element, icon, iconButton, refill } from "./dom.js";
import { markdown, plain, relative } from "./markdown.js";
import { FLAG, has, isThread, nameOf } from "./state.js";

const NEAR_END_PX = 120;
const SAME_SPEAKER_MILLIS = 7 * 60_000;
const RELATIVE_MILLIS = 15_000;
const COLOURS = 6;

export class MessageList {
  #box;
  #list;
  #jump;
  #view;
  #channelId = "";
  #drawn = new Map();
  #atEnd = true;
  #editing = null;

  constructor(box, view) {
    this.#box = box;
    this.#view = view;
    this.#list = element("div", { class: "message-list", role: "log", "aria-live": "off", tabindex: "0" });
    this.#jump = element("button", { type: "button", class: "jump", hidden: true, onclick: () => this.toEnd() });
    box.append(this.#list, this.#jump);
    this.#list.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // Pictures and wider windows change the height; whoever read the end goes on reading it.
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.#list);
    this.#list.addEventListener("load", () => this.#atEnd && this.toEnd(), true);
    setInterval(() => this.#refreshTimes(), RELATIVE_MILLIS);
  }

  /** Shows a channel from its newest message on. */
  show(channelId) {
    this.#channelId = channelId;
    this.#drawn.clear();
    this.#editing = null;
    this.#list.replaceChildren();
    this.#atEnd = true;
    this.draw();
    this.toEnd();
  }

  /** Brings the list up to date; `changedId` is drawn anew even if it looks the same. */
  draw(changedId) {
    const { guild, t } = this.#view;
    const channel = guild.channels.get(this.#channelId);
    this.#list.setAttribute("aria-label", t("messages", { channel: channel?.name ?? "" }));
    refill(this.#jump, icon("down"), element("span", {}, t("toNewest")));
    const messages = channel ? guild.visible(this.#channelId) : [];
    const kept = new Map();
    let previous = null;
    let before = null;
    for (const message of messages) {
      const follows = continues(previous, message);
      const old = this.#drawn.get(message.id);
      const reference = message.message_reference && guild.message(message.channel_id, message.message_reference.message_id);
      const same = old && old.message === message && old.follows === follows && old.reference === reference;
      const node = same && message.id !== changedId ? old.node : this.#article(message, follows);
      if (old && old.node !== node) this.#swap(old.node, node);
      else if (!old) this.#insertAfter(before, node);
      kept.set(message.id, { message, follows, reference, node });
      previous = message;
      before = node;
    }
    for (const [id, { node }] of this.#drawn) if (!kept.has(id)) node.remove();
    this.#drawn = kept;
    this.#empty(messages.length === 0, channel);
    if (this.#atEnd) this.toEnd();
  }

  #insertAfter(before, node) {
    if (before) before.after(node);
    else this.#list.prepend(node);
  }

  /** Replaces a node and keeps the focus on the same button. */
  #swap(old, fresh) {
    const key = old.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    old.replaceWith(fresh);
    if (key) [...fresh.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key)?.focus({ preventScroll: true });
  }

  #empty(nothing, channel) {
    this.#list.querySelector(".nothing")?.remove();
    if (!nothing) return;
    const { t } = this.#view;
    const command = this.#view.entries().find((entry) => entry.path === "generate")?.name ?? "generate";
    this.#list.append(
      element(
        "div",
        { class: "nothing" },
        element("p", { class: "nothing-title" }, t(channel ? "nothingYet" : "deletedChannel")),
        channel && element("p", {}, t("nothingYetHint", { command })),
      ),
    );
  }

  toEnd() {
    this.#list.scrollTop = this.#list.scrollHeight;
    this.#atEnd = true;
    this.#jump.hidden = true;
  }

  get atEnd() {
    return this.#atEnd;
  }

  #scrolled() {
    const below = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight;
    this.#atEnd = below < NEAR_END_PX;
    this.#jump.hidden = this.#atEnd;
    if (this.#atEnd) this.#view.actions.read(this.#channelId);
  }

  #refreshTimes() {
    for (const node of this.#list.querySelectorAll("time[data-relative]")) {
      node.textContent = relative(Number(node.dataset.relative), this.#view.locale);
    }
  }

  /** Goes to a message and marks it for a moment. */
  reveal(messageId) {
    const node = this.#drawn.get(messageId)?.node;
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
  }

  #article(message, follows) {
    const view = this.#view;
    const { guild, t } = view;
    const author = message.author;
    const name = guild.nameOf(author.id) ?? nameOf(author);
    const ephemeral = has(message, FLAG.EPHEMERAL);
    const node = element("article", {
      class: `message${follows ? " follows" : ""}${ephemeral ? " ephemeral" : ""}${this.#pings(message) ? " pinged" : ""}`,
      "data-message-id": message.id,
      "aria-label": `${name}, ${when(message.timestamp, view)}`,
    });
    if (message.type === 18) {
      node.classList.add("system");
      node.append(this.#threadLine(message, name));
      return node;
    }
    const above = this.#above(message);
    if (above) node.append(above);
    node.append(
      follows ? element("span", { class: "avatar-space" }) : avatar(author),
      element(
        "div",
        { class: "message-body" },
        !follows &&
          element(
            "header",
            { class: "message-head" },
            element("span", { class: `author colour-${colour(author.id)}` }, name),
            author.bot && element("span", { class: "badge" }, t("app")),
            element(
              "time",
              { datetime: message.timestamp, title: new Date(message.timestamp).toLocaleString(view.locale) },
              when(message.timestamp, view),
            ),
          ),
        ...this.#content(message, name),
        this.#threadCard(message),
        this.#reactions(message),
        ephemeral && this.#onlyYou(message),
      ),
    );
    const toolbar = this.#toolbar(message);
    if (toolbar) node.append(toolbar);
    return node;
  }

  #pings(message) {
    const { guild } = this.#view;
    return message.author.id !== guild.me.id && (message.mentions ?? []).some((user) => user.id === guild.me.id);
  }

  /** What a message answers: another message, or a command. */
  #above(message) {
    const { guild, t } = this.#view;
    if (message.type === 19) {
      const id = message.message_reference?.message_id;
      const source = guild.message(message.channel_id, id) ?? message.referenced_message;
      if (!source) return element("div", { class: "above" }, icon("reply"), element("em", {}, t("replyGone")));
      return element(
        "button",
        { type: "button", class: "above", "data-key": `above ${message.id}`, onclick: () => this.reveal(id) },
        icon("reply"),
        element("span", { class: "visually-hidden" }, t("replyTo", { user: nameOf(source.author) })),
        element("strong", { "aria-hidden": "true" }, `@${nameOf(source.author)}`),
        element("span", { class: "above-text" }, summary(source, this.#view)),
      );
    }
    const used = message.interaction_metadata;
    if (message.type === 20 && used) {
      const path = guild.commandOf(used.id);
      const command = this.#view.entries().find((entry) => entry.path === path)?.name ?? path;
      return element(
        "div",
        { class: "above" },
        icon("slash"),
        element("span", { class: "above-text" }, command ? t("used", { user: nameOf(used.user), command: `/${command}` }) : t("usedSome", { user: nameOf(used.user) })),
      );
    }
    return null;
  }

  #content(message, name) {
    const view = this.#view;
    if (has(message, FLAG.LOADING)) {
      return [element("p", { class: "thinking" }, element("span", { class: "dots", "aria-hidden": "true" }), view.t("thinking", { user: name }))];
    }
    if (this.#editing === message.id) return [this.#editor(message)];
    const parts = [];
    if (message.content) parts.push(element("div", { class: "text" }, markdown(message.content, view.markdown)));
    parts.push(...attachments(message, view));
    parts.push(...(message.embeds ?? []).map((one) => embed(one, view)));
    parts.push(...(message.components ?? []).map((one) => component(one, message, view)));
    // An answer to a command is filled in by an edit; that is no change.
    if (message.edited_timestamp && message.type !== 20) {
      parts.push(element("span", { class: "edited", title: new Date(message.edited_timestamp).toLocaleString(view.locale) }, view.t("edited")));
    }
    return parts;
  }

  #threadLine(message, name) {
    const { t, actions } = this.#view;
    const id = message.message_reference?.channel_id;
    return element(
      "p",
      {},
      icon("thread"),
      element("span", {}, t("startedThread", { user: name, thread: message.content })),
      id && element("button", { type: "button", class: "inline-link", "data-key": `thread ${id}`, onclick: () => actions.open(id) }, t("openThread")),
    );
  }

  /** A thread that was made from a message has that message's id. */
  #threadCard(message) {
    const { guild, t, actions } = this.#view;
    const thread = guild.channels.get(message.id);
    if (!thread || !isThread(thread)) return null;
    return element(
      "button",
      { type: "button", class: "thread-card", "data-key": `thread ${thread.id}`, onclick: () => actions.open(thread.id) },
      icon("thread"),
      element("span", { class: "thread-name" }, thread.name),
      element("span", { class: "subtext" }, t("messageCount", { count: guild.visible(thread.id).length })),
    );
  }

  #reactions(message) {
    if (!message.reactions?.length) return null;
    const { t } = this.#view;
    return element(
      "div",
      { class: "reactions" },
      ...message.reactions.map(({ emoji, count }) =>
        element("span", { class: "reaction", role: "img", "aria-label": t("react", { emoji: emoji.name, count }) }, `${emoji.name} ${count}`),
      ),
    );
  }

  #onlyYou(message) {
    const { t, guild } = this.#view;
    return element(
      "p",
      { class: "only-you" },
      icon("eye"),
      element("span", {}, t("onlyYou")),
      element("button", { type: "button", class: "inline-link", "data-key": `dismiss ${message.id}`, onclick: () => guild.dismiss(message) }, t("dismiss")),
    );
  }

  #toolbar(message) {
    const { t, guild, actions } = this.#view;
    if (has(message, FLAG.EPHEMERAL) || has(message, FLAG.LOADING)) return null;
    const own = message.author.id === guild.me.id;
    return element(
      "div",
      { class: "toolbar", role: "group", "aria-label": t("messageActions") },
      iconButton("reply", t("reply"), () => actions.reply(message), { "data-key": `reply ${message.id}` }),
      own && iconButton("edit", t("edit"), () => this.edit(message.id), { "data-key": `edit ${message.id}` }),
      (own || guild.moderates) && this.#deleteButton(message),
    );
  }

  /** Asks by needing a second press. */
  #deleteButton(message) {
    const { t, actions } = this.#view;
    const button = iconButton("trash", t("delete"), () => {
      if (button.classList.contains("armed")) {
        actions.remove(message);
        return;
      }
      button.classList.add("armed");
      button.setAttribute("aria-label", t("deleteReally"));
      button.title = t("deleteReally");
    }, { "data-key": `delete ${message.id}` });
    button.addEventListener("blur", () => {
      button.classList.remove("armed");
      button.setAttribute("aria-label", t("delete"));
      button.title = t("delete");
    });
    return button;
  }

  /** Opens a message of one's own for editing; without an id the newest one. */
  edit(id) {
    const { guild } = this.#view;
    const chosen = id ?? guild.visible(this.#channelId).findLast((m) => m.author.id === guild.me.id && m.type !== 18)?.id;
    if (!chosen) return;
    this.#editing = chosen;
    this.draw(chosen);
    this.#drawn.get(chosen)?.node.querySelector("textarea")?.focus();
  }

  #editor(message) {
    const { t, actions } = this.#view;
    const box = element("textarea", { class: "editor", rows: "2", maxlength: "2000", "aria-label": t("edit") });
    box.value = message.content;
    const leave = () => {
      this.#editing = null;
      this.draw(message.id);
      actions.focusComposer();
    };
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave();
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        if (box.value.trim() && box.value !== message.content) actions.edit(message, box.value);
        leave();
      }
    });
    return element("div", {}, box, element("p", { class: "subtext" }, t("editHint")));
  }
}

function continues(previous, message) {
  return (
    previous !== null &&
    previous.author.id === message.author.id &&
    message.type === 0 &&
    previous.type !== 18 &&
    !has(message, FLAG.EPHEMERAL) &&
    has(previous, FLAG.EPHEMERAL) === has(message, FLAG.EPHEMERAL) &&
    new Date(message.timestamp) - new Date(previous.timestamp) < SAME_SPEAKER_MILLIS
  );
}

/** One line of what a message says. */
export function summary(message, view) {
  const words = [message.content ?? "", ...texts(message.components ?? [])].join(" ");
  return plain(words, view.markdown).slice(0, 200) || view.t("picture");
}

function texts(components) {
  return components.flatMap((one) => [
    ...(one.type === 10 ? [one.content] : []),
    ...texts(one.components ?? []),
  ]);
}

function avatar(user) {
  return element(
    "span",
    { class: `avatar colour-${colour(user.id)}`, "aria-hidden": "true" },
    [...nameOf(user)][0].toUpperCase(),
  );
}

/** The same colour for a user always. */
export function colour(id) {
  return Number(BigInt(id) % BigInt(COLOURS));
}

function when(timestamp, { locale, t }) {
  const date = new Date(timestamp);
  const time = date.toLocaleTimeString(locale, { timeStyle: "short" });
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(timestamp).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0) return t("today", { time });
  if (days === 1) return t("yesterday", { time });
  return date.toLocaleString(locale, { dateStyle: "short", timeStyle: "short" });
}
