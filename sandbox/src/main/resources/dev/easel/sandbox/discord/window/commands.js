// Slash commands as the acting user reads and fills them. Pure functions; values are checked as a
// client checks them before it sends.

export const TYPE = {
  SUBCOMMAND: 1,
  GROUP: 2,
  STRING: 3,
  INTEGER: 4,
  BOOLEAN: 5,
  USER: 6,
  CHANNEL: 7,
  ROLE: 8,
  MENTIONABLE: 9,
  NUMBER: 10,
  ATTACHMENT: 11,
};

const CHAT_INPUT = 1;
const STRING_CHARS_MAX = 6000;
const SAFE_INTEGER_MAX = Number.MAX_SAFE_INTEGER;

/** A name or a description in the user's language, as the client falls back. */
export function localized(thing, field, locale) {
  const texts = thing[`${field}_localizations`] ?? {};
  if (texts[locale]) return texts[locale];
  if (locale.startsWith("en")) return texts["en-US"] ?? texts["en-GB"] ?? thing[field];
  return thing[field];
}

/**
 * Everything that can be typed after a slash: a command with subcommands is one entry for each.
 *
 * @returns entries of `path` (words for the bot), `name` and `description` (for the user), `options`
 */
export function entries(commands, locale) {
  const found = [];
  for (const command of commands) {
    if ((command.type ?? CHAT_INPUT) === CHAT_INPUT) collect(command, [], [], locale, found);
  }
  return found.sort((a, b) => a.path.localeCompare(b.path));
}

function collect(node, path, name, locale, found) {
  const paths = [...path, node.name];
  const names = [...name, localized(node, "name", locale)];
  const inner = (node.options ?? []).filter((option) => option.type <= TYPE.GROUP);
  if (inner.length > 0) {
    for (const option of inner) collect(option, paths, names, locale, found);
    return;
  }
  found.push({
    path: paths.join(" "),
    name: names.join(" "),
    description: localized(node, "description", locale),
    options: (node.options ?? []).map((option) => ({
      ...option,
      label: localized(option, "name", locale),
      hint: localized(option, "description", locale),
      choices: (option.choices ?? []).map((choice) => ({
        label: localized(choice, "name", locale),
        value: choice.value,
      })),
    })),
  });
}

/** The entries that fit what was typed, best first: by the beginning of the name, then anywhere. */
export function matching(all, typed) {
  const wanted = typed.toLowerCase().trim();
  const rank = (entry) => {
    const names = [entry.path.toLowerCase(), entry.name.toLowerCase()];
    if (names.some((name) => name.startsWith(wanted))) return 0;
    if (names.some((name) => name.includes(wanted))) return 1;
    return entry.description.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return all
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map((one) => one.entry);
}

/**
 * What is wrong with a value, as the key of a text and its fillings, or null.
 *
 * @param raw what stands in the field: text, or the chosen value where there is a list
 */
export function problem(option, raw) {
  if (raw === "" || raw === null || raw === undefined) {
    return option.required ? ["needed"] : null;
  }
  if (option.choices?.length > 0 && !option.choices.some((choice) => choice.value === raw)) {
    return ["chooseOne"];
  }
  switch (option.type) {
    case TYPE.STRING:
      return length(option, String(raw));
    case TYPE.INTEGER:
      return /^[+-]?\d+$/.test(digits(raw)) && Math.abs(Number(digits(raw))) <= SAFE_INTEGER_MAX
        ? range(option, Number(digits(raw)))
        : ["wholeNumber"];
    case TYPE.NUMBER:
      return digits(raw) !== "" && Number.isFinite(Number(digits(raw))) ? range(option, Number(digits(raw))) : ["number"];
    default:
      return null;
  }
}

/** A value in the form in which it is sent. */
export function parsed(option, raw) {
  return option.type === TYPE.INTEGER || option.type === TYPE.NUMBER ? Number(digits(raw)) : raw;
}

/** Full-width digits, as a Japanese keyboard writes them, are digits. */
function digits(raw) {
  return String(raw).normalize("NFKC").trim();
}

function length(option, text) {
  const min = option.min_length ?? 0;
  const max = option.max_length ?? STRING_CHARS_MAX;
  if (text.length < min) return ["tooShort", { min }];
  return text.length > max ? ["tooLong", { max, count: text.length }] : null;
}

function range(option, value) {
  if (option.min_value !== undefined && value < option.min_value) return ["atLeast", { min: option.min_value }];
  if (option.max_value !== undefined && value > option.max_value) return ["atMost", { max: option.max_value }];
  return null;
}
