// Requests on their way, and what became of them: one place for all that shows them.

import { call, Problem, withQuery } from "./api.js";
import { session } from "./session.js";

const UNFINISHED_MAX = 100;
const LOOKED_AT_MAX = 8;
const QUEUE_PAUSE_MILLIS = 400;
const ENDED_MAX = 200;
const END_TRIES_MAX = 4;
const END_TRY_MILLIS = 1500;

const isGone = (failure) => failure instanceof Problem && failure.status === 404;

/**
 * @typedef {object} Moving a request that is shown as it moves
 * @property {string} request_id
 * @property {object|null} detail what is known of it, a RequestSummary or RequestDetail
 * @property {object} progress a RequestProgress
 * @property {boolean} [cancelling] whether it was cancelled here, which its progress tells later
 */

export class Requests extends EventTarget {
  /** @type {Map<string, Moving>} */
  moving = new Map();
  /** What is over, or null for what was deleted: a list that was read before must not bring it back. */
  ended = new Map();
  pools = [];
  queueTimer = null;

  /** Reads what is unfinished, and where it stands. Answers whether that worked. */
  async sync() {
    try {
      const [pending, processing, queue] = await Promise.all([
        this.list("pending"),
        this.list("processing"),
        call("GET", "/api/v1/queue"),
      ]);
      const found = [...pending, ...processing];
      const seen = new Set(found.map((summary) => summary.request_id));
      for (const summary of found) this.take(summary);
      this.place(queue);
      await Promise.all([this.lookAtRunning(), this.lookAtVanished(seen)]);
      this.tell("change");
      return true;
    } catch {
      return false;
    }
  }

  async list(status) {
    return (await call("GET", withQuery("/api/v1/requests", { status, limit: UNFINISHED_MAX }))).requests;
  }

  take(summary) {
    if (this.ended.has(summary.request_id)) return;
    const known = this.moving.get(summary.request_id);
    const progress =
      known && !isOver(known.progress) && known.progress.status === summary.status
        ? known.progress
        : atStart(summary);
    this.moving.set(summary.request_id, {
      request_id: summary.request_id,
      detail: known?.detail ?? summary,
      progress,
      cancelling: known?.cancelling,
    });
  }

  /** Lists do not tell phases. */
  async lookAtRunning() {
    const running = [...this.moving.values()]
      .filter((one) => one.progress.status === "processing")
      .slice(0, LOOKED_AT_MAX);
    await Promise.all(
      running.map(async (one) => {
        try {
          const { progress } = await call("GET", `/api/v1/requests/${one.request_id}`);
          if (!isOver(one.progress) && !isOver(progress)) one.progress = progress;
        } catch (failure) {
          if (!isGone(failure)) throw failure;
          this.deleted(one.request_id);
        }
      }),
    );
  }

  /** Those that were moving and are not listed any more have ended while nobody listened. */
  async lookAtVanished(seen) {
    const vanished = [...this.moving.values()].filter(
      (one) => !isOver(one.progress) && !seen.has(one.request_id),
    );
    await Promise.all(vanished.map((one) => this.end(one.request_id)));
  }

  /** Places and running work of a queue overview. */
  place(queue) {
    this.pools = queue.pools;
    for (const waiting of queue.requests) {
      const known = this.moving.get(waiting.request_id);
      if (known && known.progress.status === "pending")
        known.progress = { ...known.progress, queue: waiting.queue };
    }
    for (const running of queue.running) {
      const known = this.moving.get(running.request_id);
      if (known && !isOver(known.progress) && !known.progress.phase) {
        known.progress = { ...known.progress, percent: running.percent, eta_seconds: running.eta_seconds };
      }
    }
  }

  /** Places change for all when one moves; asked for once for many moves. */
  placeSoon() {
    this.queueTimer ??= setTimeout(async () => {
      this.queueTimer = null;
      try {
        this.place(await call("GET", "/api/v1/queue"));
        this.tell("change");
      } catch {
        // The next move asks again.
      }
    }, QUEUE_PAUSE_MILLIS);
  }

  /** What the stream says of one request. */
  async moved(progress) {
    const id = progress.request_id;
    const known = this.moving.get(id);
    if (this.ended.has(id)) return;
    if (isOver(progress)) {
      this.placeSoon();
      await this.end(id);
      return;
    }
    if (!known) {
      this.moving.set(id, { request_id: id, detail: null, progress });
      this.placeSoon();
      await this.describe(id);
    } else {
      const started = known.progress.status === "pending" && progress.status === "processing";
      known.progress = progress;
      if (started) {
        this.placeSoon();
        this.tell("started", known);
      }
    }
    this.tell("change");
  }

  async describe(id) {
    try {
      const detail = await call("GET", `/api/v1/requests/${id}`);
      const known = this.moving.get(id);
      if (known) known.detail = detail;
    } catch (failure) {
      // Others than what is gone are described by the next list.
      if (isGone(failure)) this.moving.delete(id);
    }
  }

  /** Reads how it ended; again after a while if nobody answers, since this is told only once. */
  async end(id, tries = 1) {
    const mine = this.moving.get(id);
    if (mine?.ending) return;
    if (mine) mine.ending = true;
    try {
      const detail = await call("GET", `/api/v1/requests/${id}`);
      if (isOver(detail)) this.over(id, detail, mine);
    } catch (failure) {
      if (isGone(failure)) this.deleted(id);
      else if (tries < END_TRIES_MAX) setTimeout(() => this.end(id, tries + 1), tries * END_TRY_MILLIS);
    } finally {
      if (mine) mine.ending = false;
      this.tell("change");
    }
  }

  over(id, detail, mine) {
    if (this.ended.has(id)) return;
    const ended = { request_id: id, detail, progress: detail.progress };
    this.close(id, ended);
    if (mine) this.keepFailure(ended);
    this.tell("finished", ended);
  }

  /** A failure of one's own stays until it was read; what worked moves on to the pictures. */
  keepFailure(ended) {
    if (ended.detail.status === "failed" && session.owns(ended.detail))
      this.moving.set(ended.request_id, ended);
  }

  close(id, how = null) {
    this.moving.delete(id);
    this.ended.set(id, how);
    if (this.ended.size > ENDED_MAX) this.ended.delete(this.ended.keys().next().value);
  }

  /** One that was just asked for here. */
  add(accepted, { instruction, action, source, thread }) {
    const summary = {
      ...accepted,
      original_instruction: instruction,
      action,
      source,
      guild_id: session.space,
      user_id: session.user,
      thread_id: thread,
      images: [],
    };
    // It may have ended before the answer to its asking was here.
    const ended = this.ended.get(accepted.request_id);
    if (ended) this.keepFailure(ended);
    else if (!this.moving.has(accepted.request_id)) this.take(summary);
    this.placeSoon();
    this.tell("change");
  }

  /** Said at once, since whoever runs it may take a while to; taken back if it cannot be. */
  async cancel(id) {
    this.cancelling(id, true);
    try {
      this.moved(await call("POST", `/api/v1/requests/${id}/cancel`));
    } catch (failure) {
      this.cancelling(id, false);
      throw failure;
    }
  }

  cancelling(id, is) {
    const known = this.moving.get(id);
    if (known) known.cancelling = is;
    this.tell("change");
  }

  dismiss(id) {
    this.moving.delete(id);
    this.tell("change");
  }

  forget() {
    this.moving.clear();
    this.ended.clear();
    this.tell("change");
  }

  /** A request was deleted. */
  deleted(id) {
    this.close(id);
    this.tell("deleted", { request_id: id });
    this.tell("change");
  }

  unfinished() {
    return [...this.moving.values()].filter((one) => !isOver(one.progress));
  }

  /** Those of the signed-in person, the running ones first, then by their places. */
  mine() {
    return [...this.moving.values()].filter((one) => one.detail && session.owns(one.detail)).sort(byPlace);
  }

  tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

export function isOver(progress) {
  return progress.status === "completed" || progress.status === "failed";
}

function atStart(summary) {
  return (
    summary.progress ?? {
      request_id: summary.request_id,
      status: summary.status,
      percent: 0,
      reason: summary.reason ?? null,
    }
  );
}

export function byPlace(one, other) {
  const rank = (moving) => (isOver(moving.progress) ? 0 : moving.progress.status === "processing" ? 1 : 2);
  const place = (moving) => moving.progress.queue?.position ?? Number.MAX_SAFE_INTEGER;
  return rank(one) - rank(other) || place(one) - place(other);
}
