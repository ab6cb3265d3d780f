/** @file One open chat: its head, the pinned bar, the messages and the composer. */
import { avatar } from "./avatar.js";
import { actionWords } from "./chat-list.js";
import { Composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { rankOf } from "./members.js";
import { MessageList } from "./message-list.js";
import { openMessageMenu } from "./message-menu.js";
import { dialog } from "./overlay.js";
import { preview } from "./preview.js";
import { present } from "./store.js";

/** The right-hand side of a column. `open` swaps the chat, `draw` follows the store. */
export class ChatView {
  /** @param {object} column */
  constructor(column) {
    this.column = column;
    this.composer = new Composer(column);
    this.head = h("header", { class: "chat-head" });
    this.pinned = h("div", { class: "pinned-slot" });
    this.body = h("div", { class: "messages-slot" });
    this.list = null;
    this.element = h("section", { class: "chat", "aria-label": "对话" }, this.head, this.pinned, this.body, this.composer.element);
    this.headKey = null;
  }

  /** Show the column's chat from its end. */
  open() {
    this.list?.close();
    this.list = null;
    this.headKey = null;
    this.element.classList.toggle("empty", !this.column.chat);
    fill(this.body, this.column.chat ? null : h("p", { class: "choose" }, "在左边选一个聊天"));
    if (!this.column.chat) return fill(this.head), fill(this.pinned);
    this.list = new MessageList(this.rowView());
    this.body.append(this.list.element);
    this.composer.open();
    return this.draw();
  }

  draw() {
    const { chat, store } = this.column;
    if (!chat) return;
    const history = store.history(chat.id);
    this.drawHead();
    this.drawPinned(history);
    this.list.draw(history);
    this.body.classList.toggle("greeting", history.length === 0);
    this.composer.draw(history);
  }

  /** What rows need from here. */
  rowView() {
    const { column } = this;
    const { chat, store, acts } = column;
    return {
      store,
      personId: column.person.id,
      isGroup: chat.type !== "private",
      isOwn: (message) => store.isOwn(message, column.person.id),
      titleOf: (id) => rankOf(column.chat.members.find((member) => member.person === id) ?? {}),
      press: (message, row, col, element) => acts.press(message, row, col, element),
      vote: (message, option) => acts.vote(message, option),
      react: (message, emoji) => acts.react(message, emoji),
      reply: (message) => this.composer.reply(message),
      openMenu: (message, at) => openMessageMenu(column, message, at),
      openPhoto: (url) => this.openPhoto(url),
      scrollTo: (id) => this.list.scrollTo(id),
      textActions: { command: (text) => acts.send({ text }), link: (url) => column.openLink(url.href), copy: (text) => column.copy(text) },
    };
  }

  openPhoto(url) {
    dialog(this.column.element, { title: "照片", body: [h("img", { class: "large-photo", src: url, alt: "照片" })], buttons: [{ text: "关闭", value: () => null, main: true }] });
  }

  /** The head is left alone while nothing in it changes, so that it keeps the focus. */
  drawHead() {
    const { chat, store } = this.column;
    const action = store.actionIn(chat.id);
    const subtitle = action ? actionWords(action) : this.subtitle();
    const elsewhere = this.column.app.unreadOf(this.column.personId);
    const key = [chat.id, chat.title, subtitle, elsewhere].join("\n");
    if (key === this.headKey) return;
    this.headKey = key;
    const who = chat.type === "private" ? { ...store.bot, title: chat.title } : chat;
    fill(this.head,
      h("button", { type: "button", class: "icon-button back", "aria-label": "返回聊天列表", onClick: () => this.column.openChat(null) },
        icon("back"), elsewhere > 0 && h("span", { class: "badge" }, String(elsewhere))),
      avatar(who, "small"),
      h("div", { class: "chat-head-words" }, h("h2", {}, chat.title), h("p", { class: action ? "typing" : "", "aria-live": "polite" }, subtitle)),
      this.headButton(chat));
  }

  subtitle() {
    const { chat } = this.column;
    if (chat.type === "private") return "机器人";
    return [`${present(chat).length + (chat.bots?.length ?? 0)} 位成员`, chat.label].filter(Boolean).join(" · ");
  }

  headButton(chat) {
    if (chat.type === "private") {
      return h("button", { type: "button", class: "icon-button", "aria-label": "用链接参数启动", title: "用链接参数启动", onClick: () => this.column.showStart("") }, icon("chain"));
    }
    return h("button", { type: "button", class: "icon-button", "aria-label": "群成员", title: "群成员", onClick: () => this.column.members.toggle() }, icon("users"));
  }

  drawPinned(history) {
    const message = history.find((each) => each.message_id === this.column.chat.pinned);
    if (message === this.pinnedMessage && Boolean(message) === this.pinned.hasChildNodes()) return;
    this.pinnedMessage = message;
    fill(this.pinned, message && h("button", { type: "button", class: "pinned", onClick: () => this.list.scrollTo(message.message_id) },
      h("span", { class: "pinned-words" }, h("b", {}, "置顶消息"), h("span", {}, preview(message))), icon("pin")));
  }
}
