// What moves, as it moves: one stream of events for all requests that the session sees. Read by fetch
// and not by EventSource, which cannot say where to resume from after an answer other than 200.

const PATH = "/api/v1/events";
const SILENCE_MAX_MILLIS = 45000;
const RETRY_MILLIS = [500, 1000, 2000, 4000, 8000];
const POLL_MILLIS = 4000;

/** Cuts a stream of text into events: `{event, id, data}`; comments and retry are passed over, and some have an id alone. */
export class EventReader {
  constructor(take) {
    this.take = take;
    this.rest = "";
    this.clear();
  }

  clear() {
    this.event = { event: "message", id: null, data: [] };
  }

  read(text) {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop();
    for (const line of lines) this.line(line);
  }

  line(line) {
    if (line === "") {
      this.take({ ...this.event, data: this.event.data.join("\n") });
      this.clear();
      return;
    }
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.event.event = value;
    else if (name === "id") this.event.id = value;
    else if (name === "data") this.event.data.push(value);
  }
}

/**
 * Keeps a stream open, and asks at intervals while there is none.
 *
 * Listeners: `state` is told live, polling, connecting or offline; `moved` is given a RequestProgress,
 * `deleted` an id; `sync` is asked to read everything anew and answers whether that worked;
 * `unauthorized` resolves once somebody has signed in again.
 */
export class Live {
  constructor(listeners) {
    this.listeners = listeners;
    this.lastId = null;
    this.failures = 0;
    this.wake = () => {};
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => {
      this.stream?.abort();
      this.tell("offline");
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.hurry();
    });
  }

  tell(state) {
    if (this.told === state) return;
    this.told = state;
    this.listeners.state(state);
  }

  hurry() {
    this.failures = 0;
    this.wake();
  }

  async run() {
    this.tell("connecting");
    for (;;) {
      const ended = await this.listen();
      if (ended === "unauthorized") await this.listeners.unauthorized();
      else if (ended === "none") await this.poll();
      else if (ended === "closed") this.failures = 0;
      if (ended === "unauthorized") continue;
      const wait =
        ended === "none" ? POLL_MILLIS : RETRY_MILLIS[Math.min(this.failures, RETRY_MILLIS.length - 1)];
      this.failures += 1;
      await this.pause(wait);
    }
  }

  /** Without a stream what holds is asked for. */
  async poll() {
    this.tell((await this.listeners.sync()) ? "polling" : "offline");
  }

  pause(millis) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, millis);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** @returns {Promise<string>} unauthorized, none (no such stream), broken or closed (it had been open) */
  async listen() {
    this.stream = new AbortController();
    let silence = setTimeout(() => this.stream.abort(), SILENCE_MAX_MILLIS);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => this.stream.abort(), SILENCE_MAX_MILLIS);
    };
    let opened = false;
    try {
      const response = await fetch(PATH, {
        headers: {
          Accept: "text/event-stream",
          ...(this.lastId === null ? {} : { "Last-Event-ID": this.lastId }),
        },
        signal: this.stream.signal,
        cache: "no-store",
      });
      if (response.status === 401) return "unauthorized";
      if (!response.ok || !response.body) return this.refused(response.status);
      // What moved before the stream was open is read once; the stream tells what moves from here on.
      opened = await this.listeners.sync();
      if (!opened) return this.broken();
      this.tell("live");
      await this.drain(response.body, heard);
      return "closed";
    } catch {
      this.tell("offline");
      return opened ? "closed" : "broken";
    } finally {
      clearTimeout(silence);
    }
  }

  refused(status) {
    this.lastId = null;
    return status === 503 ? this.broken() : "none";
  }

  broken() {
    this.stream.abort();
    this.tell("offline");
    return "broken";
  }

  async drain(body, heard) {
    const events = [];
    const lines = new EventReader((event) => events.push(event));
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      heard();
      lines.read(value);
      for (const event of events.splice(0)) await this.take(event);
    }
  }

  /** What is read anew may be older than what the stream says after it. */
  async take(event) {
    if (event.id !== null) this.lastId = event.id;
    if (event.event === "reset") await this.listeners.sync();
    else if (event.event === "request") this.listeners.moved(JSON.parse(event.data));
    else if (event.event === "deleted") this.listeners.deleted(JSON.parse(event.data).request_id);
  }
}
