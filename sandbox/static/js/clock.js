/** @file The sandbox's clock: what time it is there, and moving it forward so that deadlines can be watched. */
import { api } from "./api.js";
import { h } from "./dom.js";
import { clockSeconds, comingMoment, dayAndWeekday } from "./format.js";
import { icon } from "./icons.js";

const MOVES = [
  { text: "+1 小时", move: { advance_s: 3600 } },
  { text: "+1 天", move: { advance_s: 86_400 } },
];

/** The bar with the time. `draw` follows the store and is called every second besides. */
export class ClockBar {
  /** @param {import("./store.js").Store} store @param {(text: string) => void} complain */
  constructor(store, complain) {
    this.store = store;
    this.complain = complain;
    this.day = h("span", { class: "clock-day" });
    this.time = h("time", { class: "clock-time" });
    this.when = h("span", { class: "clock-when" });
    this.next = h("button", { type: "button", class: "button to-next", onClick: () => this.move({ to_next: true }) }, h("span", {}, "到下一个期限"), this.when);
    const steps = MOVES.map(({ text, move }) => h("button", { type: "button", class: "button", onClick: () => this.move(move) }, text));
    this.element = h("div", { class: "clock", role: "group", "aria-label": "沙盒时间" },
      h("span", { class: "clock-now" }, icon("clock"), this.day, this.time), steps, this.next);
    setInterval(() => this.draw(), 1000);
  }

  draw() {
    const now = this.store.now();
    const { next } = this.store.clock;
    this.day.textContent = dayAndWeekday(now);
    this.time.textContent = clockSeconds(now);
    this.when.textContent = next === null ? "" : comingMoment(next, now);
    this.next.disabled = next === null;
    this.next.title = next === null ? "现在没有在等的期限" : `下一个期限 ${this.when.textContent}`;
  }

  async move(move) {
    try {
      this.store.setClock(await api.moveClock(move));
    } catch (error) {
      this.complain(`时间没有拨动：${error.message}`);
    }
  }
}
