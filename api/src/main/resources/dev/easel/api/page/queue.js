// The queue: how many GPUs are busy, what runs, and who comes next and why.

import { element, fill } from "./dom.js";
import { duration, t } from "./i18n.js";
import { ProgressList } from "./progress.js";
import { byPlace, isOver } from "./requests.js";
import { session } from "./session.js";

export class QueueView {
  constructor(requests) {
    this.requests = requests;
    this.pools = element("div", { class: "pools" });
    this.running = this.list((progress) => progress.status === "processing", "queue.running");
    this.waiting = this.list((progress) => progress.status === "pending", "queue.waiting");
    this.others = element("p", { class: "hint" });
    this.used = element("p", { class: "hint" });
    this.none = element(
      "div",
      { class: "empty-state" },
      element("h2", {}, t("queue.none")),
      element("p", {}, t("queue.none.hint")),
      element("a", { class: "button", href: "#/" }, t("queue.none.link")),
    );
    this.node = element(
      "section",
      { class: "queue page", "aria-labelledby": "queue-title" },
      element("h1", { id: "queue-title", tabindex: "-1" }, t("queue.title")),
      this.pools,
      this.none,
      this.running.section,
      this.waiting.section,
      this.others,
      this.used,
      element("p", { class: "hint order" }, t("queue.order")),
    );
    requests.addEventListener("change", () => this.update());
    this.update();
  }

  list(wanted, heading) {
    const list = new ProgressList(this.requests, () => this.moving(wanted), { whole: true });
    const section = element(
      "section",
      { "aria-label": t(heading) },
      element("h2", {}, t(heading)),
      list.node,
    );
    return { list, section };
  }

  moving(wanted) {
    return [...this.requests.moving.values()]
      .filter((one) => !isOver(one.progress) && wanted(one.progress))
      .sort(byPlace);
  }

  update() {
    const running = this.moving((progress) => progress.status === "processing");
    const waiting = this.moving((progress) => progress.status === "pending");
    this.running.section.hidden = running.length === 0;
    this.waiting.section.hidden = waiting.length === 0;
    this.none.hidden = running.length + waiting.length > 0;
    fill(this.pools, ...this.poolCards());
    const all = this.requests.pools.reduce((sum, pool) => sum + pool.running + pool.length, 0);
    const others = Math.max(0, all - running.length - waiting.length);
    fill(this.others, others > 0 ? t("queue.others", { n: others }) : "");
    const mine = waiting.find((one) => one.detail && session.owns(one.detail) && one.progress.queue);
    const used = mine?.progress.queue.used_seconds ?? 0;
    fill(this.used, used > 0 ? t("queue.used", { time: duration(used) }) : "");
  }

  poolCards() {
    if (this.requests.pools.length === 0) return [element("p", { class: "hint" }, t("queue.pool.none"))];
    return this.requests.pools.map((pool) =>
      element(
        "div",
        { class: "pool", "data-state": pool.state },
        element(
          "div",
          { class: "slots", "aria-hidden": "true" },
          ...Array.from({ length: Math.min(pool.slots, 16) }, (_, i) =>
            element("span", { class: i < pool.running ? "slot busy" : "slot" }),
          ),
        ),
        element(
          "p",
          {},
          this.requests.pools.length > 1 && element("strong", {}, t("queue.pool.name", pool), " "),
          t("queue.pool", pool),
        ),
        pool.state !== "Active" &&
          element("p", { class: "hint" }, t(pool.state === "Stopped" ? "queue.stopped" : "queue.draining")),
      ),
    );
  }
}
