// Which view is shown, kept in the fragment so that back, forward and bookmarks work.

/** `#/`, `#/queue`, `#/settings` or `#/picture/{request}/{index}`, which lies over the one before. */
export function parse(fragment) {
  const parts = fragment.replace(/^#\/?/, "").split("/");
  const picture = /^[0-9a-f-]{36}$/i;
  if (parts[0] === "picture" && picture.test(parts[1] ?? "")) {
    return {
      view: "picture",
      request: parts[1].toLowerCase(),
      index: Math.max(0, Number.parseInt(parts[2], 10) || 0),
    };
  }
  return { view: parts[0] === "queue" || parts[0] === "settings" ? parts[0] : "pictures" };
}

const listeners = [];
let opened = 0;

export function onRoute(listener) {
  listeners.push(listener);
}

export function current() {
  return parse(location.hash);
}

export function startRouter() {
  addEventListener("hashchange", tell);
  tell();
}

function tell() {
  const route = current();
  for (const listener of listeners) listener(route);
}

export function pictureLink(request, index = 0) {
  return `#/picture/${request}/${index}`;
}

export function go(fragment) {
  opened += 1;
  location.hash = fragment;
}

/** Takes the place of the present view, so that back leads to what was before it. */
export function goInstead(fragment) {
  history.replaceState(null, "", fragment);
  tell();
}

/** Back to where a picture was opened from; to the pictures if it came from outside. */
export function leavePicture() {
  if (opened > 0) {
    opened = 0;
    history.back();
  } else {
    goInstead("#/");
  }
}
