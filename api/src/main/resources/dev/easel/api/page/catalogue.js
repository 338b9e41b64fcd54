// What is installed. Lists are asked for once and again after a while; null where they are away.

import { call, withQuery } from "./api.js";
import { session } from "./session.js";

const KEEP_MILLIS = 60000;
const kept = new Map();

async function list(path, take) {
  const known = kept.get(path);
  if (known && Date.now() - known.at < KEEP_MILLIS) return known.value;
  try {
    const value = take(await call("GET", path));
    if (value !== null) kept.set(path, { value, at: Date.now() });
    return value;
  } catch {
    return known?.value ?? null;
  }
}

/** A list that is empty because nobody could be asked is no list. */
const asked = (entries, answer) => (entries.length === 0 && !answer.complete ? null : entries);
const names = (entries) => entries.map((entry) => entry.name);

/** @returns {Promise<{name: string, family: string}[]|null>} */
export const models = () => list("/api/v1/models", (answer) => asked(answer.models, answer));
export const samplers = () => list("/api/v1/samplers", (answer) => asked(names(answer.samplers), answer));
export const schedulers = () =>
  list("/api/v1/schedulers", (answer) => asked(names(answer.schedulers), answer));

/** What holds for a request that says nothing itself; null where that is not known. */
export async function effective() {
  try {
    const path = "/api/v1/settings/effective";
    return (await call("GET", withQuery(path, { guild_id: session.space, user_id: session.user }))).effective;
  } catch {
    return null;
  }
}

const SMALL = { square: [512, 512], portrait: [512, 768], landscape: [768, 512], wide: [896, 512] };
const LARGE = { square: [1024, 1024], portrait: [832, 1216], landscape: [1216, 832], wide: [1344, 768] };
const SMALL_FAMILIES = new Set(["sd1", "sd2", "unknown"]);

/** Sides of the named sizes, as large as the model was trained on. */
export function sizes(family) {
  return SMALL_FAMILIES.has(family ?? "unknown") ? SMALL : LARGE;
}
