// The page: what is shown where, and what leads where.

import { Actions } from "./actions.js";
import { entries } from "./commands.js";
import { Composer } from "./composer.js";
import { element, icon, iconButton, refill } from "./dom.js";
import { MessageList, summary } from "./messages.js";
import { drawChannels, drawPeople, titleOf } from "./sidebar.js";
import { FLAG, Guild, has, isThread, nameOf } from "./state.js";
import { languageOf, speaker } from "./text.js";
import { follow, get } from "./wire.js";

const NOTICE_MILLIS = 8000;
const HEALTH_MILLIS = 10_000;
const USER_KEY = "easel-window-user";
/** Whom one acts as if the one from last time is gone. */
const OTHERWISE = "en";
const NARROW = matchMedia("(max-width: 760px)");

const at = (id) => document.getElementById(id);
const guild = new Guild();
let current = new URLSearchParams(location.hash.slice(1)).get("channel") ?? "";
let stop = () => {};
let connected = true;
let botThere = null;

/** What everything that draws needs. */
const view = {
  guild,
  language: "en",
  locale: "en-US",
  t: speaker("en"),
  /** Buttons that were pressed and not answered yet. */
  busy: new Set(),
  /** Spoilers that were opened. */
  revealed: new Set(),
  actions: null,
  markdown: null,
  entries: () => entries(guild.commands, view.locale),
  selectable: (type) =>
    type === 8
      ? [...guild.channels.values()].map((one) => ({ value: one.id, label: `#${one.name}` }))
      : [...guild.users.values()].map((one) => ({ value: one.id, label: nameOf(one) })),
};

const page = {
  open,
  notice,
  redraw: (messageId) => list.draw(messageId),
  reply: (message) => composer.reply(message),
  editLast: () => list.edit(),
  focusComposer: () => composer.focus(),
};
view.actions = new Actions(view, page);
const list = new MessageList(at("messages"), view);
const composer = new Composer(at("composer-box"), view);

function speak() {
  view.locale = guild.me.locale ?? "en-US";
  view.language = languageOf(view.locale);
  view.t = speaker(view.language);
  view.markdown = {
    locale: view.locale,
    user: (id) => guild.nameOf(id),
    channel: (id) => guild.channels.get(id)?.name,
    open,
    spoilerLabel: view.t("spoiler"),
  };
  document.documentElement.lang = view.language;
  at("stand-in").textContent = view.t("standIn");
  at("skip").textContent = view.t("skip");
  at("acting-as").textContent = view.t("actingAs");
  at("sidebar").setAttribute("aria-label", view.t("channels"));
  refill(at("open-sidebar"), icon("menu"));
  at("open-sidebar").setAttribute("aria-label", view.t("openChannels"));
  refill(at("close-sidebar"), icon("close"));
  at("close-sidebar").setAttribute("aria-label", view.t("closeChannels"));
}

function drawAll() {
  speak();
  if (!guild.channels.has(current)) current = guild.channels.keys().next().value ?? "";
  at("guild-name").textContent = guild.name;
  drawPeople(at("people"), view);
  drawState();
  show();
}

/** Shows the current channel from its end on. */
function show() {
  drawHead();
  list.show(current);
  composer.show(current);
  guild.markRead(current);
  drawChannels(at("channels"), view, current);
  drawTyping();
}

function open(channelId, messageId) {
  if (!guild.channels.has(channelId)) {
    notice(view.t("deletedChannel"));
    return;
  }
  current = channelId;
  history.replaceState(null, "", `#channel=${channelId}`);
  closeSidebar();
  show();
  if (messageId) list.reveal(messageId);
  if (!NARROW.matches) composer.focus();
}

function drawHead() {
  const channel = guild.channels.get(current);
  const head = at("channel-head");
  if (!channel) {
    refill(head, element("h1", {}, view.t("deletedChannel")));
    return;
  }
  const title = titleOf(channel, guild);
  document.title = `${unreadCount() > 0 ? `(${unreadCount()}) ` : ""}#${title} · ${view.t("title")}`;
  const parent = isThread(channel) ? guild.channels.get(channel.parent_id) : null;
  refill(
    head,
    icon(isThread(channel) ? "thread" : channel.type === 1 ? "at" : "hash"),
    parent && element("button", { type: "button", class: "inline-link parent", "data-key": "parent", onclick: () => open(parent.id) }, parent.name),
    parent && element("span", { class: "separator", "aria-hidden": "true" }, "›"),
    element("h1", {}, title),
    isThread(channel) && threadMenu(channel),
  );
}

function unreadCount() {
  return [...guild.channels.keys()].filter((id) => id !== current && guild.unread(id)).length;
}

function threadMenu(thread) {
  const { archived, locked } = thread.thread_metadata;
  const mayChange = guild.moderates || thread.owner_id === guild.me.id || !locked;
  const set = (change) => () => view.actions.setThread(thread, { archived, locked, ...change });
  return element(
    "div",
    { class: "thread-menu", role: "group", "aria-label": view.t("threadActions") },
    archived && element("span", { class: "badge quiet" }, view.t("archivedMark")),
    locked && element("span", { class: "badge quiet" }, view.t("locked")),
    iconButton("archive", view.t(archived ? "unarchive" : "archive"), set({ archived: !archived }), {
      "data-key": "archive",
      "aria-pressed": String(archived),
      disabled: !mayChange,
    }),
    guild.moderates &&
      iconButton("lock", view.t(locked ? "unlock" : "lock"), set({ locked: !locked }), {
        "data-key": "lock",
        "aria-pressed": String(locked),
      }),
  );
}

function drawTyping() {
  const names = guild.typing(current);
  at("typing").textContent = names.length > 0 ? view.t("typing", { user: names.join(", ") }) : "";
  if (names.length > 0) setTimeout(drawTyping, 1000);
}

function drawState() {
  const state = at("state");
  const word = !connected ? "broken" : botThere === false ? "botAway" : "botThere";
  state.dataset.state = !connected ? "broken" : botThere === false ? "away" : "live";
  state.textContent = view.t(word);
}

let noticeTimer = 0;

function notice(text) {
  const box = at("notice");
  box.hidden = false;
  refill(box, element("span", {}, text), iconButton("close", view.t("close"), () => (box.hidden = true)));
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => (box.hidden = true), NOTICE_MILLIS);
}

/** Goes to what one said oneself; what others say is read out. */
function posted(message) {
  if (!message || has(message, FLAG.LOADING)) return;
  if (message.author.id === guild.me.id) {
    list.toEnd();
    return;
  }
  at("announcer").textContent = view.t("newMessage", { user: nameOf(message.author), text: summary(message, view) });
}

guild.addEventListener("change", ({ detail: { what, channelId, id } }) => {
  switch (what) {
    case "filled":
      drawAll();
      break;
    case "posted":
    case "changed":
    case "removed":
      if (channelId === current) {
        list.draw(what === "changed" ? id : undefined);
        if (what === "posted") posted(guild.message(channelId, id));
        if (list.atEnd && document.hasFocus()) guild.markRead(current);
        drawTyping();
      } else {
        // The card of a thread counts what is in it.
        list.draw(channelId);
      }
      drawChannels(at("channels"), view, current);
      break;
    case "channels":
      if (channelId === current) {
        drawHead();
        composer.show(current);
      }
      list.draw(channelId);
      drawChannels(at("channels"), view, current);
      break;
    case "typing":
      if (channelId === current) drawTyping();
      break;
    case "members":
      drawPeople(at("people"), view);
      break;
    case "read":
      drawChannels(at("channels"), view, current);
      break;
    default:
      break;
  }
});

function act(userId) {
  stop();
  localStorage.setItem(USER_KEY, userId);
  let name = "";
  stop = follow(userId, {
    fill: (everything) => {
      guild.fill(everything);
      if (name !== everything.user.id) view.busy.clear();
      name = everything.user.id;
    },
    event: (event, data) => {
      if (event === "INTERACTION_ANSWER") view.actions.answered(data);
      else if (event === "MODAL_OPEN") view.actions.form(data);
      else if (event === "RESET") act(guild.me.id);
      else if (event === "COMMANDS_UPDATE") get("/view", { user: userId }).then((now) => guild.register(now.commands));
      else guild.apply(event, data);
    },
    state: (there) => {
      connected = there;
      if (guild.me) drawState();
    },
    refused: () => userId !== OTHERWISE && act(OTHERWISE),
  });
}

async function askHealth() {
  try {
    botThere = (await get("/health")).connected > 0;
  } catch {
    botThere = null;
  }
  if (guild.me) drawState();
}

function openSidebar() {
  document.body.classList.add("sidebar-open");
  at("main").inert = true;
  at("close-sidebar").focus();
}

function closeSidebar() {
  if (!document.body.classList.contains("sidebar-open")) return;
  document.body.classList.remove("sidebar-open");
  at("main").inert = false;
  at("open-sidebar").focus();
}

at("open-sidebar").addEventListener("click", openSidebar);
at("close-sidebar").addEventListener("click", closeSidebar);
at("veil").addEventListener("click", closeSidebar);
at("sidebar").addEventListener("keydown", (event) => event.key === "Escape" && closeSidebar());
at("skip").addEventListener("click", (event) => {
  event.preventDefault();
  composer.focus();
});
at("people").addEventListener("change", (event) => act(event.target.value));
at("channels").addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const buttons = [...at("channels").querySelectorAll("button, summary")].filter((one) => one.checkVisibility());
  const here = buttons.indexOf(document.activeElement);
  if (here < 0) return;
  event.preventDefault();
  buttons[(here + (event.key === "ArrowDown" ? 1 : -1) + buttons.length) % buttons.length].focus();
});
window.addEventListener("focus", () => list.atEnd && guild.me && guild.markRead(current));
window.addEventListener("hashchange", () => {
  const asked = new URLSearchParams(location.hash.slice(1)).get("channel");
  if (asked && asked !== current) open(asked);
});

const asked = new URLSearchParams(location.search).get("user");
act(asked ?? localStorage.getItem(USER_KEY) ?? (navigator.language.startsWith("ja") ? "ja" : "en"));
askHealth();
setInterval(askHealth, HEALTH_MILLIS);
