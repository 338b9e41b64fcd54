// What the window knows of the guild: filled once, then changed by the events of the stream. Objects
// have the shape that Discord gives them. No DOM in here.

export const FLAG = { EPHEMERAL: 1 << 6, LOADING: 1 << 7, COMPONENTS_V2: 1 << 15 };
const TYPING_MILLIS = 10_000;
const SHOWN_TYPES = new Set([0, 7, 18, 19, 20, 23]);

export class Guild extends EventTarget {
  /** The acting user. */
  me = null;
  name = "";
  ownerId = "";
  users = new Map();
  channels = new Map();
  commands = [];
  /** Messages by channel and id. */
  #messages = new Map();
  #typing = new Map();
  #dismissed = new Set();
  #typed = new Map();
  /** The newest message that the acting user has seen, by channel. */
  #read = new Map();

  /** Begins anew from what the stand-in says now. */
  fill({ user, guild, private_channels: direct, messages, commands }) {
    const sameUser = this.me?.id === user.id;
    this.name = guild.name;
    this.ownerId = guild.owner_id;
    this.users = new Map(guild.members.map((member) => [member.user.id, member.user]));
    this.me = user;
    this.channels = new Map([...guild.channels, ...guild.threads, ...direct].map((channel) => [channel.id, channel]));
    this.commands = commands;
    this.#typing.clear();
    this.#messages = new Map();
    for (const list of Object.values(messages)) for (const message of list) this.#store(message);
    if (!sameUser) {
      this.#read.clear();
      for (const id of this.channels.keys()) this.markRead(id);
    }
    this.#tell("filled");
  }

  /** Takes over the commands, which are registered without an event. */
  register(commands) {
    this.commands = commands;
    this.#tell("commands");
  }

  /** Applies one event and says what changed by it. */
  apply(event, data) {
    switch (event) {
      case "MESSAGE_CREATE":
      case "MESSAGE_UPDATE":
        if (event === "MESSAGE_CREATE") this.#typing.delete(`${data.channel_id} ${data.author?.id}`);
        this.#store(data);
        this.#touch(data);
        this.#tell(event === "MESSAGE_CREATE" ? "posted" : "changed", data.channel_id, data.id);
        break;
      case "MESSAGE_DELETE":
        this.#messages.get(data.channel_id)?.delete(data.id);
        this.#tell("removed", data.channel_id, data.id);
        break;
      case "MESSAGE_REACTION_ADD":
      case "MESSAGE_REACTION_REMOVE":
        this.#react(data, event.endsWith("ADD"));
        this.#tell("changed", data.channel_id, data.message_id);
        break;
      case "THREAD_CREATE":
      case "THREAD_UPDATE":
      case "CHANNEL_CREATE":
      case "CHANNEL_UPDATE":
        this.channels.set(data.id, { ...this.channels.get(data.id), ...data });
        this.#tell("channels", data.id);
        break;
      case "THREAD_DELETE":
      case "CHANNEL_DELETE":
        this.channels.delete(data.id);
        this.#messages.delete(data.id);
        this.#tell("channels", data.id);
        break;
      case "GUILD_MEMBER_ADD":
        this.users.set(data.user.id, data.user);
        this.#tell("members");
        break;
      case "INTERACTION_CREATE":
        if (data.type === 2) this.#typed.set(data.id, words(data.data));
        break;
      case "TYPING_START":
        this.#typing.set(`${data.channel_id} ${data.user_id}`, Date.now() + TYPING_MILLIS);
        this.#tell("typing", data.channel_id);
        break;
      default:
        // Everything else is not shown.
        break;
    }
  }

  #store(message) {
    const of = this.#messages.get(message.channel_id) ?? new Map();
    const before = of.get(message.id);
    // An event does not repeat what was reacted.
    of.set(message.id, message.reactions || !before?.reactions ? message : { ...message, reactions: before.reactions });
    this.#messages.set(message.channel_id, of);
  }

  #touch(message) {
    const channel = this.channels.get(message.channel_id);
    if (channel && compareIds(message.id, channel.last_message_id ?? "0") > 0) {
      this.channels.set(channel.id, { ...channel, last_message_id: message.id });
    }
    if (message.author?.id === this.me?.id) this.markRead(message.channel_id);
  }

  #react({ channel_id: channelId, message_id: id, user_id: userId, emoji }, added) {
    const message = this.message(channelId, id);
    if (!message) return;
    const reactions = (message.reactions ?? []).map((reaction) => ({ ...reaction }));
    let reaction = reactions.find((one) => one.emoji.name === emoji.name);
    if (!reaction) {
      reaction = { emoji, count: 0, users: [] };
      reactions.push(reaction);
    }
    reaction.count += added ? 1 : -1;
    const users = new Set(reaction.users ?? []);
    if (added) users.add(userId);
    else users.delete(userId);
    reaction.users = [...users];
    this.#messages.get(channelId).set(id, { ...message, reactions: reactions.filter((one) => one.count > 0) });
  }

  message(channelId, id) {
    return this.#messages.get(channelId)?.get(id);
  }

  /** What the acting user sees in a channel, oldest first. */
  visible(channelId) {
    return [...(this.#messages.get(channelId)?.values() ?? [])]
      .filter((message) => SHOWN_TYPES.has(message.type) && !this.#dismissed.has(message.id))
      .sort((a, b) => compareIds(a.id, b.id));
  }

  dismiss(message) {
    this.#dismissed.add(message.id);
    this.#tell("removed", message.channel_id, message.id);
  }

  markRead(channelId) {
    const newest = this.#newest(channelId);
    if (newest && newest !== this.#read.get(channelId)) {
      this.#read.set(channelId, newest);
      this.#tell("read", channelId);
    }
  }

  unread(channelId) {
    return compareIds(this.#newest(channelId) ?? "0", this.#read.get(channelId) ?? "0") > 0;
  }

  #newest(channelId) {
    return this.visible(channelId).at(-1)?.id;
  }

  /** The names of those who are typing in a channel now. */
  typing(channelId) {
    const now = Date.now();
    return [...this.#typing]
      .filter(([key, until]) => key.startsWith(`${channelId} `) && until > now)
      .map(([key]) => key.split(" ")[1])
      .filter((id) => id !== this.me?.id)
      .map((id) => this.nameOf(id));
  }

  nameOf(userId) {
    const user = this.users.get(userId);
    return user && nameOf(user);
  }

  /** Whether the acting user may do what moderators may. */
  get moderates() {
    return this.me?.id === this.ownerId;
  }

  /** The bot, which is the first one here. */
  get bot() {
    return [...this.users.values()].find((user) => user.bot);
  }

  /** The people one can act as. */
  get people() {
    return [...this.users.values()].filter((user) => !user.bot);
  }

  /** The words of a command that the acting user typed. */
  commandOf(interactionId) {
    return this.#typed.get(interactionId);
  }

  #tell(what, channelId, id) {
    this.dispatchEvent(new CustomEvent("change", { detail: { what, channelId, id } }));
  }
}

/** A command and its subcommand, as they were typed. */
function words({ name, options }) {
  const inner = options?.find((option) => option.type <= 2);
  return inner ? `${name} ${words(inner)}` : name;
}

export function nameOf(user) {
  return user.global_name ?? user.username;
}

export function has(message, flag) {
  return ((message.flags ?? 0) & flag) !== 0;
}

/** Snowflakes are too large for a number. */
export function compareIds(a, b) {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

export function isThread(channel) {
  return channel.type === 11 || channel.type === 12;
}
