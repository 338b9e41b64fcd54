// The stand-in's control surface: what the acting user does, and the stream of what happens.

const ROOT = "/_sandbox";
const RETRY_MILLIS_MIN = 500;
const RETRY_MILLIS_MAX = 8000;

/** What the stand-in refused, in its own words. */
export class Refused extends Error {}

async function call(method, path, body) {
  const response = await fetch(ROOT + path, {
    method,
    cache: "no-store",
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.message ?? `${response.status}`);
  return answer;
}

export const get = (path, query = {}) => call("GET", `${path}?${new URLSearchParams(query)}`);
export const post = (path, body) => call("POST", path, body);

/**
 * Keeps up with what one user sees: reads all of it, then follows the stream from there, and begins
 * anew whenever that breaks.
 *
 * @param fill gets all of it
 * @param event gets the name and the data of each change
 * @param state gets whether the stream is there
 * @param refused is called when the stand-in knows no such user
 * @returns a function that ends it
 */
export function follow(userId, { fill, event, state, refused }) {
  let source = null;
  let timer = 0;
  let delay = RETRY_MILLIS_MIN;
  let ended = false;

  const connect = async () => {
    try {
      const view = await get("/view", { user: userId });
      if (ended) return;
      fill(view);
      source = new EventSource(`${ROOT}/events?${new URLSearchParams({ user: userId, after: view.s })}`);
    } catch (error) {
      if (error instanceof Refused) refused();
      else again();
      return;
    }
    source.onopen = () => {
      delay = RETRY_MILLIS_MIN;
      state(true);
    };
    source.onmessage = (message) => {
      const frame = JSON.parse(message.data);
      event(frame.t, frame.d);
    };
    source.onerror = again;
  };
  const again = () => {
    source?.close();
    if (ended) return;
    state(false);
    clearTimeout(timer);
    timer = setTimeout(connect, delay);
    delay = Math.min(delay * 2, RETRY_MILLIS_MAX);
  };
  connect();
  return () => {
    ended = true;
    clearTimeout(timer);
    source?.close();
  };
}
