/** @file One person's phone: whose it is, their list of chats, and the chat that is open. */
import { Acts } from "./acts.js";
import { avatar } from "./avatar.js";
import { ChatList } from "./chat-list.js";
import { ChatView } from "./chat-view.js";
import { fill, h } from "./dom.js";
import { nameOf } from "./format.js";
import { icon } from "./icons.js";
import { safeUrl, startPayload } from "./links.js";
import { Members } from "./members.js";
import { below, dialog, menu, toast } from "./overlay.js";
import { memberIn } from "./store.js";

/** A column of the page. The app owns it and tells it when to draw. */
export class Column {
  /**
   * @param {object} app the page: store, marks, drafts, and what concerns all columns
   * @param {{person: number, chat: number|null}} place
   */
  constructor(app, { person, chat }) {
    Object.assign(this, { app, store: app.store, marks: app.marks, personId: person, chatId: chat, pendingStart: null, stripKey: null });
    this.acts = new Acts(this);
    this.list = new ChatList(this);
    this.members = new Members(this);
    this.view = new ChatView(this);
    this.strip = h("header", { class: "strip" });
    this.element = h("section", { class: "column", onFocusin: () => app.activate(this), onPointerdown: () => app.activate(this) },
      this.strip, h("div", { class: "panes" }, h("nav", { class: "chats", "aria-label": "聊天列表" }, this.list.element), this.view.element, this.members.element));
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.escape());
    this.openChat(chat);
  }

  get person() {
    return this.store.people.get(this.personId);
  }

  get chat() {
    return this.chatId === null ? null : this.store.chat(this.chatId);
  }

  get composer() {
    return this.view.composer;
  }

  /** Follow the store. */
  draw() {
    this.followMigration();
    this.see();
    this.drawStrip();
    this.list.draw();
    this.view.draw();
    this.members.draw();
  }

  /** A group that became a supergroup goes on under its new number; a chat that is gone closes. */
  followMigration() {
    if (this.chatId === null) return;
    const { chat } = this;
    if (chat?.migrated_to) this.openChat(chat.migrated_to);
    else if (!chat) this.openChat(null);
  }

  /** What is on the screen counts as read. */
  see() {
    if (!this.chat || document.hidden || !this.element.offsetParent) return;
    this.marks.see(this.personId, this.chatId, this.store.history(this.chatId));
  }

  /** @param {number|null} id the chat to show; null goes back to the list */
  openChat(id) {
    const allowed = id !== null && this.store.chat(id) && (id > 0 ? id === this.personId : true);
    this.chatId = allowed ? id : null;
    this.pendingStart = null;
    this.element.classList.toggle("in-chat", this.chatId !== null);
    this.members.toggle(false);
    this.view.open();
    this.app.moved();
  }

  /** Become another person, staying in the same group when they are in it too. */
  showPerson(id) {
    const { chat } = this;
    const stays = chat && chat.type !== "private" && memberIn(chat, id);
    this.personId = id;
    this.stripKey = null;
    const privately = chat ? id : null;
    this.openChat(stays ? chat.id : privately);
  }

  /** Offer START with a payload in the person's chat with the bot. @param {string} payload */
  showStart(payload) {
    this.openChat(this.personId);
    this.pendingStart = payload;
    this.app.moved();
  }

  endStart() {
    this.pendingStart = null;
    this.app.moved();
  }

  /** Follow a link: this bot's own deep links open here, everything else in a new tab. @param {string} address */
  openLink(address) {
    const url = safeUrl(address);
    if (!url) return this.toast("这个链接打不开");
    const payload = startPayload(url, this.store.bot.username);
    if (payload !== null) return this.showStart(payload);
    return window.open(url.href, "_blank", "noopener,noreferrer");
  }

  /** What a button's press was answered with: a toast, a window, or a link. */
  showAnswer({ text, show_alert: alert, url }) {
    if (url) this.openLink(url);
    if (!text) return;
    if (!alert) return void this.toast(text);
    const body = text.split("\n").map((line) => h("p", {}, line));
    dialog(this.element, { title: nameOf(this.store.bot), body, buttons: [{ text: "知道了", value: () => null, main: true }], alert: true });
  }

  async copy(text) {
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    this.toast(done ? "已复制" : "浏览器不让复制");
  }

  toast(text) {
    toast(this.element, text);
  }

  escape() {
    if (!this.members.element.hidden) this.members.toggle(false);
    else if (this.chatId !== null) this.openChat(null);
  }

  draft() {
    return this.app.drafts.get(`${this.personId}:${this.chatId}`) ?? "";
  }

  keepDraft(text) {
    this.app.drafts.set(`${this.personId}:${this.chatId}`, text);
  }

  /** The strip is left alone while nothing in it changes, so that it keeps the focus. */
  drawStrip() {
    const { app, person } = this;
    const peers = app.columns.filter((column) => column !== this);
    const key = JSON.stringify([person, peers.map((peer) => [peer.personId, app.unreadOf(peer.personId)])]);
    if (key === this.stripKey) return;
    this.stripKey = key;
    this.element.setAttribute("aria-label", `${nameOf(person)}（${person.label}）`);
    fill(this.strip, this.switcher(person), h("span", { class: "peers" }, peers.map((peer) => this.peer(peer))),
      peers.length > 0 && h("button", { type: "button", class: "icon-button close-column", "aria-label": `关闭${nameOf(person)}这一列`, onClick: () => app.close(this) }, icon("close")));
  }

  switcher(person) {
    return h("button", { type: "button", class: "switcher", "aria-haspopup": "menu", title: "换一个人", onClick: (event) => this.choosePerson(event.currentTarget) },
      avatar(person, "tiny"), h("b", {}, nameOf(person)), h("span", { class: "person-label" }, person.label),
      person.blocked && h("span", { class: "person-label warn" }, "已停用机器人"), icon("down"));
  }

  /** Phones show one column; the others are one touch away. */
  peer(peer) {
    const unread = this.app.unreadOf(peer.personId);
    return h("button", { type: "button", class: "peer", "aria-label": `换到 ${nameOf(peer.person)}`, onClick: () => this.app.activate(peer) },
      avatar(peer.person, "tiny"), unread > 0 && h("span", { class: "dot" }));
  }

  choosePerson(button) {
    const people = [...this.store.people.values()].map((person) => this.app.personItem(person, () => this.showPerson(person.id), person.id === this.personId));
    menu(this.element, below(button), people);
  }
}
