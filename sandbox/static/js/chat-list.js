/** @file The list of one person's chats: avatar, last message, time and unread count. */
import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { listMoment } from "./format.js";
import { icon } from "./icons.js";
import { preview, serviceText } from "./preview.js";

/** Draws a column's chats; remembers nothing itself. */
export class ChatList {
  /** @param {object} column the column it belongs to */
  constructor(column) {
    this.column = column;
    this.element = h("ul", { class: "chat-list", "aria-label": "聊天" });
    this.element.addEventListener("keydown", (event) => moveFocus(event, this.element));
  }

  draw() {
    const focused = this.element.querySelector(":focus")?.dataset.chat;
    fill(this.element, this.column.store.chatsOf(this.column.person.id).map((chat) => this.item(chat)));
    if (focused) this.element.querySelector(`[data-chat="${focused}"]`)?.focus({ preventScroll: true });
  }

  item(chat) {
    const { store, marks, person } = this.column;
    const history = store.history(chat.id);
    const unread = marks.count(person.id, chat.id, history);
    const open = this.column.chat?.id === chat.id;
    const button = h("button", {
      type: "button", class: open ? "chat-item open" : "chat-item", dataset: { chat: chat.id },
      "aria-current": open ? "true" : null, onClick: () => this.column.openChat(chat.id),
    },
      avatar(chat.type === "private" ? { ...store.bot, title: chat.title } : chat),
      h("span", { class: "chat-words" },
        h("span", { class: "chat-line" }, this.title(chat), this.moment(history.at(-1))),
        h("span", { class: "chat-line" }, this.lastLine(chat, history.at(-1)), this.badge(chat, unread))));
    return h("li", {}, button);
  }

  title(chat) {
    return h("b", { class: "chat-title" }, chat.type !== "private" && icon("users"), h("span", {}, chat.title));
  }

  moment(last) {
    return last && h("time", { class: "chat-time" }, listMoment(last.date * 1000, this.column.store.now()));
  }

  lastLine(chat, last) {
    const { store, person } = this.column;
    const action = store.actionIn(chat.id);
    if (action) return h("span", { class: "chat-last typing" }, actionWords(action));
    if (!last) return h("span", { class: "chat-last" }, chat.type === "private" ? "点这里开始对话" : "还没有消息");
    const author = store.isOwn(last, person.id) ? "我" : store.author(last).name;
    const named = (chat.type !== "private" || author === "我") && !serviceText(last);
    return h("span", { class: "chat-last" }, named && h("span", { class: "chat-author" }, `${author}：`), preview(last));
  }

  badge(chat, unread) {
    if (unread) return h("span", { class: "badge", "aria-label": `${unread} 条未读` }, String(unread));
    return chat.pinned && icon("pin");
  }
}

const ACTIONS = {
  upload_photo: "正在发送照片…",
  upload_document: "正在发送文件…",
  upload_voice: "正在发送语音…",
  record_voice: "正在录音…",
  find_location: "正在查找位置…",
};

/** @param {string} action Telegram's chat action @returns {string} */
export const actionWords = (action) => ACTIONS[action] ?? "正在输入…";

function moveFocus(event, list) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const stops = [...list.querySelectorAll("button")];
  stops[stops.indexOf(document.activeElement) + step]?.focus();
}
