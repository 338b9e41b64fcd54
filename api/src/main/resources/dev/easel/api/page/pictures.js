// Pictures that could not be read, wherever they are shown.

const TRIES_MAX = 3;
const TRY_MILLIS = 1500;

const tries = new WeakMap();

/** Many at once may be more than a key gets in a moment: then later, as long as they are shown. */
export function watchPictures() {
  // Neither event bubbles.
  document.addEventListener("load", ({ target }) => tries.delete(target), true);
  document.addEventListener("error", ({ target }) => target instanceof HTMLImageElement && later(target), true);
}

function later(picture) {
  const count = (tries.get(picture) ?? 0) + 1;
  if (count > TRIES_MAX) return;
  tries.set(picture, count);
  setTimeout(() => picture.isConnected && readIfBroken(picture), count * TRY_MILLIS);
}

function readIfBroken(picture) {
  if (picture.complete && picture.naturalWidth === 0) picture.src = picture.src;
}

/** All of them, as if for the first time: those of a session that has ended were refused. */
export function askAgain() {
  for (const picture of document.images) {
    tries.delete(picture);
    readIfBroken(picture);
  }
}
