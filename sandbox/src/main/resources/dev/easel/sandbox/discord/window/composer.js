// Where the acting user writes: plain messages, replies, mentions, and slash commands with their
// picker.

import { CommandForm } from "./commandform.js";
import { matching } from "./commands.js";
import { element, icon, iconButton, refill } from "./dom.js";
import { Suggestions } from "./listbox.js";
import { titleOf } from "./sidebar.js";
import { nameOf } from "./state.js";

const MESSAGE_CHARS_MAX = 2000;
const ROWS_MAX = 8;

export class Composer {
  #box;
  #view;
  #input;
  #list;
  #bar;
  #row;
  #problem;
  #channelId = "";
  #replyTo = null;
  #ping = true;
  #form = null;

  constructor(box, view) {
    this.#box = box;
    this.#view = view;
    this.#input = element("textarea", { id: "composer", class: "composer-input", rows: "1", enterkeyhint: "send" });
    this.#list = new Suggestions(this.#input, "", (item) => item.take());
    this.#bar = element("div", { class: "reply-bar", hidden: true });
    this.#problem = element("p", { class: "problem", role: "alert" });
    this.#row = element("div", { class: "composer-row" });
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("blur", () => this.#list.close());
    box.append(this.#list.node, this.#bar, this.#problem, this.#row);
  }

  /** Draws labels anew: after another channel, user or language. */
  show(channelId) {
    if (channelId !== this.#channelId) {
      this.#channelId = channelId;
      this.reply(null);
      this.#closeForm();
      this.#problem.textContent = "";
    }
    const { t, guild } = this.#view;
    const channel = guild.channels.get(channelId);
    const locked = !channel || (channel.thread_metadata?.locked && !guild.moderates);
    const label = locked ? t(channel ? "lockedHint" : "deletedChannel") : t("write", { channel: `${channel.type === 0 ? "#" : ""}${titleOf(channel, guild)}` });
    this.#input.placeholder = label;
    this.#input.setAttribute("aria-label", label);
    this.#input.disabled = locked;
    this.#list.name(t("commandList"));
    refill(
      this.#row,
      iconButton("slash", t("commands"), () => this.#start("/"), { "data-key": "slash", disabled: locked }),
      iconButton("at", t("mentionBot"), () => this.#start(`@${nameOf(guild.bot)} `), { "data-key": "at", disabled: locked || !guild.bot }),
      this.#input,
      iconButton("send", t("send"), () => this.#send(), { "data-key": "send", class: "icon-button send", disabled: locked }),
    );
    this.#drawBar();
  }

  focus() {
    (this.#form ?? this.#input).focus();
  }

  /** Begins a reply, or with null ends it. */
  reply(message) {
    this.#replyTo = message;
    this.#ping = true;
    this.#drawBar();
    if (message) {
      this.#closeForm();
      this.#input.focus();
    }
  }

  #drawBar() {
    const { t } = this.#view;
    this.#bar.hidden = !this.#replyTo;
    if (!this.#replyTo) return;
    refill(
      this.#bar,
      icon("reply"),
      element("span", { class: "reply-name" }, t("replyingTo", { user: nameOf(this.#replyTo.author) })),
      element(
        "button",
        {
          type: "button",
          class: "switch",
          role: "switch",
          "aria-checked": String(this.#ping),
          "data-key": "ping",
          onclick: () => {
            this.#ping = !this.#ping;
            this.#drawBar();
          },
        },
        `${t("ping")} ${t(this.#ping ? "pingOn" : "pingOff")}`,
      ),
      iconButton("close", t("cancelReply"), () => {
        this.reply(null);
        this.#input.focus();
      }, { "data-key": "end-reply" }),
    );
  }

  #start(text) {
    this.#closeForm();
    this.#input.value = text.startsWith("/") ? text : `${this.#input.value}${text}`;
    this.#input.focus();
    this.#typed();
  }

  #typed() {
    const lines = this.#input.value.split("\n").length;
    this.#input.rows = Math.min(ROWS_MAX, Math.max(lines, Math.ceil(this.#input.value.length / 80)));
    this.#problem.textContent = "";
    const text = this.#input.value;
    if (text.startsWith("/")) this.#suggestCommands(text.slice(1));
    else this.#suggestPeople(text);
  }

  #suggestCommands(typed) {
    const { t } = this.#view;
    const all = this.#view.entries();
    // A whole name with a blank behind it is chosen; what follows goes into the first field.
    const whole = all.find((entry) => [entry.path, entry.name].some((name) => typed.startsWith(`${name} `)));
    if (whole) {
      const name = typed.startsWith(`${whole.path} `) ? whole.path : whole.name;
      this.#open(whole, typed.slice(name.length + 1));
      return;
    }
    const items = matching(all, typed).map((entry) => ({
      take: () => this.#open(entry, ""),
      draw: () => [
        element("strong", {}, `/${entry.name}`),
        element("span", { class: "subtext" }, entry.description),
        element(
          "span",
          { class: "suggestion-options" },
          ...entry.options.map((option) => element("span", { class: option.required ? "tag needed" : "tag" }, option.label)),
        ),
      ],
    }));
    this.#list.name(t("commandList"));
    this.#list.show(items, all.length === 0 ? t("noCommands") : t("noCommand"));
  }

  #suggestPeople(text) {
    const before = text.slice(0, this.#input.selectionStart);
    const match = /(?:^|\s)@([^\s@]*)$/.exec(before);
    if (!match) {
      this.#list.close();
      return;
    }
    const { t, guild } = this.#view;
    const wanted = match[1].toLowerCase();
    const fitting = [...guild.users.values()].filter((user) =>
      [nameOf(user), user.username].some((name) => name.toLowerCase().startsWith(wanted)),
    );
    this.#list.name(t("people"));
    this.#list.show(
      fitting.map((user) => ({
        draw: () => [element("strong", {}, `@${nameOf(user)}`), element("span", { class: "subtext" }, user.username)],
        take: () => {
          const from = before.length - match[1].length - 1;
          this.#input.setRangeText(`@${nameOf(user)} `, from, before.length, "end");
          this.#input.focus();
        },
      })),
      null,
    );
  }

  #key(event) {
    if (this.#list.key(event) || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape" && this.#replyTo) {
      this.reply(null);
    } else if (event.key === "ArrowUp" && this.#input.value === "") {
      event.preventDefault();
      this.#view.actions.editLast();
    }
  }

  async #send() {
    const { t, actions } = this.#view;
    const typed = this.#input.value;
    const text = this.#withMentions(typed.trim());
    if (text === "") return;
    if (text.length > MESSAGE_CHARS_MAX) {
      this.#problem.textContent = t("tooLong", { max: MESSAGE_CHARS_MAX, count: text.length });
      return;
    }
    if (text.startsWith("/") && this.#list.open) return;
    const [channelId, replyTo, ping] = [this.#channelId, this.#replyTo, this.#ping];
    // At once, so that what is typed next is a message of its own.
    this.#input.value = "";
    this.#input.rows = 1;
    this.reply(null);
    try {
      if (replyTo) await actions.sendReply(replyTo, text, ping);
      else await actions.say(channelId, text);
    } catch (error) {
      if (channelId === this.#channelId) this.#takeBack(typed, replyTo, ping);
      this.#problem.textContent = t("failed", { message: error.message });
    }
  }

  /** What could not be sent stands again before what was typed since. */
  #takeBack(typed, replyTo, ping) {
    this.#input.value = [typed, this.#input.value].filter((part) => part !== "").join("\n");
    if (!this.#replyTo) {
      this.#replyTo = replyTo;
      this.#ping = ping;
      this.#drawBar();
    }
  }

  /** Names behind an at sign become the mentions that the wire knows. */
  #withMentions(text) {
    const people = [...this.#view.guild.users.values()].sort((a, b) => nameOf(b).length - nameOf(a).length);
    return people.reduce((words, user) => words.replaceAll(`@${nameOf(user)}`, `<@${user.id}>`), text);
  }

  #open(entry, text) {
    this.#list.close();
    this.#input.value = "";
    this.#input.rows = 1;
    this.reply(null);
    this.#problem.textContent = "";
    this.#form = new CommandForm(entry, this.#channelId, this.#view, (values) => this.#finish(entry, values));
    this.#row.hidden = true;
    this.#box.append(this.#form.node);
    this.#form.begin(text);
    this.#form.focus();
  }

  async #finish(entry, values) {
    if (values === null) {
      this.#closeForm();
      this.#input.focus();
      return;
    }
    const { t, actions } = this.#view;
    try {
      await actions.slash(this.#channelId, entry.path, values);
      this.#closeForm();
      this.#input.focus();
    } catch (error) {
      this.#problem.textContent = t("failed", { message: error.message });
    }
  }

  #closeForm() {
    this.#form?.node.remove();
    this.#form = null;
    this.#row.hidden = false;
  }
}
