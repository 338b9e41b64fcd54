// The channels and their threads, and who one acts as.

import { element, icon, refill } from "./dom.js";
import { compareIds, isThread, nameOf } from "./state.js";

/** Draws the list of channels; unread ones stand out and say so. */
export function drawChannels(box, view, current) {
  const { guild, t } = view;
  const all = [...guild.channels.values()];
  const threads = all.filter(isThread).sort((a, b) => compareIds(b.id, a.id));
  const list = element("ul", { class: "channels" });
  for (const channel of all.filter((one) => one.type === 0)) {
    const own = threads.filter((thread) => thread.parent_id === channel.id);
    const open = own.filter((thread) => !thread.thread_metadata.archived);
    const archived = own.filter((thread) => thread.thread_metadata.archived);
    list.append(
      element(
        "li",
        {},
        entry(channel, view, current),
        open.length > 0 && element("ul", { class: "threads" }, ...open.map((one) => element("li", {}, entry(one, view, current)))),
        archived.length > 0 && archive(channel, archived, view, current, box),
      ),
    );
  }
  const direct = all.filter((one) => one.type === 1);
  refill(
    box,
    list,
    direct.length > 0 && element("h2", { class: "channels-title" }, t("directMessages")),
    direct.length > 0 && element("ul", { class: "channels" }, ...direct.map((one) => element("li", {}, entry(one, view, current)))),
  );
}

function archive(channel, archived, view, current, box) {
  const key = `archive ${channel.id}`;
  const before = [...box.querySelectorAll("details")].find((one) => one.dataset.channel === channel.id);
  const inside = archived.some((thread) => thread.id === current);
  return element(
    "details",
    { class: "archive", open: before?.open || inside, "data-channel": channel.id },
    element("summary", { "data-key": key }, view.t("archived", { count: archived.length })),
    element("ul", { class: "threads" }, ...archived.map((one) => element("li", {}, entry(one, view, current)))),
  );
}

function entry(channel, view, current) {
  const { guild, t, actions } = view;
  const unread = channel.id !== current && guild.unread(channel.id);
  const marks = [
    channel.thread_metadata?.locked && icon("lock"),
    unread && element("span", { class: "unread-dot" }),
    unread && element("span", { class: "visually-hidden" }, ` (${t("unread")})`),
    channel.thread_metadata?.locked && element("span", { class: "visually-hidden" }, ` (${t("locked")})`),
    channel.nsfw && element("span", { class: "badge quiet" }, t("adultsOnly")),
  ];
  return element(
    "button",
    {
      type: "button",
      class: `channel${unread ? " unread" : ""}`,
      "aria-current": channel.id === current ? "page" : null,
      "data-key": `channel ${channel.id}`,
      "data-channel-id": channel.id,
      onclick: () => actions.open(channel.id),
    },
    icon(channel.type === 1 ? "at" : isThread(channel) ? "thread" : "hash"),
    element("span", { class: "channel-name" }, titleOf(channel, guild)),
    ...marks,
  );
}

/** What a channel is called; a direct conversation by the other one. */
export function titleOf(channel, guild) {
  return channel.type === 1 ? (guild.bot ? nameOf(guild.bot) : "") : channel.name;
}

/** Fills the menu of people; each is called by name and language. */
export function drawPeople(select, view) {
  const { guild, t } = view;
  select.setAttribute("aria-label", t("actingAs"));
  refill(
    select,
    ...guild.people.map((user) =>
      element(
        "option",
        { value: user.id, selected: user.id === guild.me.id },
        `${nameOf(user)} (${[user.locale, user.id === guild.ownerId && t("guildOwner")].filter(Boolean).join(", ")})`,
      ),
    ),
  );
  select.value = guild.me.id;
}
