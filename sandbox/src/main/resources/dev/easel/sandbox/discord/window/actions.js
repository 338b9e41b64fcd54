// What the acting user does. Each interaction is followed until the bot has answered it.

import { get, post } from "./wire.js";
import { openForm, openViewer } from "./dialogs.js";

/** Discord gives a bot three seconds; a little more for the way. */
const ANSWER_MILLIS = 4000;
const KNOWN_MAX = 200;

export class Actions {
  #view;
  #page;
  /** Interactions that were answered, those of the same user in other windows too. */
  #answered = new Set();
  #waiting = new Map();
  /** Interactions that were begun in this window; only their forms open here. */
  #own = new Set();
  /** Forms that came before the stand-in said which interaction was begun. */
  #early = new Map();

  /** @param page what needs the rest of the page: `open`, `notice`, `redraw`, `reply`, `editLast`, `focusComposer` */
  constructor(view, page) {
    this.#view = view;
    this.#page = page;
  }

  open(channelId, messageId) {
    this.#page.open(channelId, messageId);
  }

  read(channelId) {
    this.#view.guild.markRead(channelId);
  }

  reply(message) {
    this.#page.reply(message);
  }

  editLast() {
    this.#page.editLast();
  }

  focusComposer() {
    this.#page.focusComposer();
  }

  enlarge(items, at) {
    openViewer(items, at, this.#view);
  }

  say(channelId, text) {
    const channel = this.#view.guild.channels.get(channelId);
    return channel?.type === 1 ? this.#post("/sayDirectly", { text }) : this.#post("/say", { channel: channelId, text });
  }

  sendReply(message, text, ping) {
    return this.#post("/reply", { messageId: message.id, text, ping });
  }

  edit(message, text) {
    return this.#told(() => this.#post("/edit", { messageId: message.id, text }));
  }

  remove(message) {
    return this.#told(() => this.#post("/delete", { messageId: message.id }));
  }

  setThread(thread, { archived, locked }) {
    return this.#told(() => this.#post("/thread", { thread: thread.id, archived, locked }));
  }

  async slash(channelId, command, options) {
    const { interactionId } = await this.#post("/slash", { channel: channelId, command, options });
    this.#follow(interactionId);
  }

  /** What the bot offers for a half-typed option. */
  async autocomplete(channelId, command, options, option, partial) {
    const { choices } = await this.#post("/autocomplete", { channel: channelId, command, options, option, partial });
    return choices.map((choice) => ({ label: choice.name, value: choice.value }));
  }

  click(message, customId) {
    return this.#press(message, customId, () => this.#post("/click", { messageId: message.id, customId }));
  }

  select(message, customId, values) {
    return this.#press(message, customId, () => this.#post("/select", { messageId: message.id, customId, values }));
  }

  async #press(message, customId, act) {
    const { busy } = this.#view;
    const key = `${message.id} ${customId}`;
    busy.add(key);
    this.#page.redraw(message.id);
    try {
      const { interactionId } = await act();
      await this.#follow(interactionId);
    } catch (error) {
      this.#page.notice(this.#view.t("failed", { message: error.message }));
    } finally {
      busy.delete(key);
      this.#page.redraw(message.id);
    }
  }

  /** Takes in that the bot answered. */
  answered({ id }) {
    this.#answered.add(id);
    if (this.#answered.size > KNOWN_MAX) this.#answered.delete(this.#answered.keys().next().value);
    this.#waiting.get(id)?.();
  }

  /** Takes in the form that a bot answered with. */
  form({ interaction_id: id, modal }) {
    if (this.#own.has(id)) this.#openForm(id, modal);
    else this.#early.set(id, modal);
  }

  #openForm(id, modal) {
    openForm(
      modal,
      this.#view,
      async (values) => {
        const { interactionId } = await this.#post("/submit", { interactionId: id, values });
        this.#follow(interactionId);
      },
      () => this.#told(() => this.#post("/dismiss", { interactionId: id })),
    );
  }

  /** Waits for an answer, and says so when there is none in time. */
  async #follow(id) {
    this.#own.add(id);
    const modal = this.#early.get(id);
    this.#early.clear();
    if (modal) this.#openForm(id, modal);
    if (this.#answered.has(id)) return;
    const answered = await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), ANSWER_MILLIS);
      this.#waiting.set(id, () => {
        clearTimeout(timer);
        resolve(true);
      });
    });
    this.#waiting.delete(id);
    if (answered) return;
    // The stream may have been away in the meantime.
    const { ack } = await get("/interaction", { id });
    if (ack === "NONE") this.#page.notice(this.#view.t("noResponse"));
  }

  #post(path, body) {
    return post(path, { user: this.#view.guild.me.id, ...body });
  }

  async #told(act) {
    try {
      await act();
    } catch (error) {
      this.#page.notice(this.#view.t("failed", { message: error.message }));
    }
  }
}
