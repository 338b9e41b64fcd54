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
let shown = null;

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

/**
 * Each entry of the history that is a picture knows whether the view that it lies over is the entry
 * before it; also after a reload, or when it is come back to.
 */
function tell() {
  const route = current();
  if (route.view === "picture" && history.state === null)
    history.replaceState({ over: shown !== null && shown !== "picture" }, "");
  shown = route.view;
  for (const listener of listeners) listener(route);
}

export function pictureLink(request, index = 0) {
  return `#/picture/${request}/${index}`;
}

/** Takes the place of the present view, so that back leads to what was before it. */
export function goInstead(fragment) {
  history.replaceState(history.state, "", fragment);
  tell();
}

/** Back to where a picture was opened from; to the pictures if it came from outside. */
export function leavePicture() {
  if (history.state?.over) history.back();
  else location.replace("#/");
}
