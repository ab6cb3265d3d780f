/** @file The scrolling list of a chat's rows: draws only what changed, and stays at the end when it was there. */
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { renderRow } from "./render-message.js";
import { rowsOf, sameRow } from "./timeline.js";

const NEAR_END_PX = 80;
const FLASH_MS = 1400;

/** One chat's rows on the screen. `draw` is cheap when nothing changed. */
export class MessageList {
  /** @param {object} view what rows need: the store, the person, what clicks do */
  constructor(view) {
    this.view = view;
    this.drawn = new Map();
    this.atEnd = true;
    this.rows = h("div", { class: "rows" });
    this.scroller = h("div", { class: "messages", role: "log", "aria-label": "消息", tabindex: "0" }, this.rows);
    this.toEnd = h("button", { type: "button", class: "to-end", "aria-label": "到最新消息", hidden: true, onClick: () => this.goToEnd() }, icon("down"));
    this.element = h("div", { class: "messages-frame" }, this.scroller, this.toEnd);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    // Pictures arrive and the composer grows after drawing: the end must stay in sight then too.
    this.watcher = new ResizeObserver(() => this.atEnd && this.goToEnd());
    this.watcher.observe(this.rows);
    this.watcher.observe(this.scroller);
  }

  /** Forget this list; another chat takes its place. */
  close() {
    this.watcher.disconnect();
  }

  /** Bring the rows up to date. @param {Array<object>} history */
  draw(history) {
    const rows = rowsOf(history, (message) => this.view.isOwn(message), this.view.store.now());
    this.dropMissing(rows);
    let cursor = this.rows.firstChild;
    for (const row of rows) {
      const node = this.nodeOf(row);
      if (!node.isConnected) this.rows.insertBefore(node, cursor);
      cursor = node.nextSibling;
    }
    if (this.atEnd) this.goToEnd();
  }

  dropMissing(rows) {
    const keys = new Set(rows.map((row) => row.key));
    for (const [key, { node }] of this.drawn) {
      if (keys.has(key)) continue;
      node.remove();
      this.drawn.delete(key);
    }
  }

  nodeOf(row) {
    const old = this.drawn.get(row.key);
    if (old && sameRow(old.row, row)) return old.node;
    const node = renderRow(row, this.view);
    if (old) replaceKeepingFocus(old.node, node);
    this.drawn.set(row.key, { row, node });
    return node;
  }

  goToEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.atEnd = true;
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    this.toEnd.hidden = this.atEnd;
  }

  /** Show a message and let it light up for a moment. @param {number} messageId */
  scrollTo(messageId) {
    const found = [...this.drawn.values()].find(({ row }) => row.messages.some((message) => message.message_id === messageId));
    if (!found) return;
    this.atEnd = false;
    found.node.scrollIntoView({ block: "center" });
    found.node.classList.add("flash");
    setTimeout(() => found.node.classList.remove("flash"), FLASH_MS);
  }
}

/** A card edited in place keeps the keyboard's focus on the same button. */
function replaceKeepingFocus(old, node) {
  const focused = old.contains(document.activeElement) && document.activeElement.dataset.focus;
  old.replaceWith(node);
  if (focused) node.querySelector(`[data-focus="${focused}"]`)?.focus({ preventScroll: true });
}
