// What this browser remembers of its user; a browser that keeps nothing remembers until it is closed.

const memory = new Map();

function read(name) {
  try {
    return localStorage.getItem(`easel.${name}`);
  } catch {
    return memory.get(name) ?? null;
  }
}

/** Null forgets. */
export function remember(name, value) {
  memory.set(name, value);
  try {
    if (value === null) localStorage.removeItem(`easel.${name}`);
    else localStorage.setItem(`easel.${name}`, value);
  } catch {
    // Then it holds until the page is closed.
  }
}

export const remembered = {
  get language() {
    return read("language");
  },
  get theme() {
    return read("theme");
  },
  /** Whose requests these are, where a key is shared. */
  get name() {
    return read("name");
  },
  /** The tenant that requests go to, where the key is for any. */
  get space() {
    return read("space");
  },
  /** The form for a new picture as it was left, as JSON. */
  get draft() {
    return read("draft");
  },
  get onlyMine() {
    return read("mine") === "true";
  },
};

export function applyTheme() {
  const theme = remembered.theme;
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

/** Whether dark colours are shown at this moment. */
export function isDark() {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
