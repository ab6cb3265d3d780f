/** @file Writing: the text box with its reply and edit bar, attachments, commands, the reply keyboard, and the START bar. */
import { Attachments } from "./attachments.js";
import { CommandMenu } from "./command-menu.js";
import { fill, h } from "./dom.js";
import { gateBar, gateOf } from "./gate.js";
import { icon } from "./icons.js";
import { replyKeyboard } from "./keyboards.js";
import { preview } from "./preview.js";
import { shareContact, shareLocation } from "./share.js";

const TALLEST_PX = 160;
const PLACEHOLDER = "输入消息";

/** The foot of a chat. Drafts are kept for each person and chat by the app. */
export class Composer {
  /** @param {object} column */
  constructor(column) {
    this.column = column;
    this.context = null;
    this.placeholder = PLACEHOLDER;
    this.forced = 0;
    this.keyboardKey = "";
    this.keyboardShown = true;
    this.gateKey = null;
    this.attachments = new Attachments(this);
    this.commands = new CommandMenu(this);
    this.build();
  }

  build() {
    this.box = h("textarea", { rows: "1", "aria-label": "输入消息", placeholder: PLACEHOLDER, enterkeyhint: "send",
      onInput: () => this.typed(), onKeydown: (event) => this.key(event), onPaste: (event) => this.attachments.paste(event) });
    this.contextBar = h("div", { class: "context-slot" });
    this.keyboardSlot = h("div", { class: "keyboard-slot" });
    this.gateSlot = h("div", { class: "gate-slot" });
    this.keyboardButton = iconButton("keyboard", "快捷回复键盘", () => this.toggleKeyboard());
    this.sendButton = h("button", { type: "button", class: "send", "aria-label": "发送", onClick: () => this.submit() }, icon("send"));
    this.writing = h("div", { class: "writing" }, this.keyboardSlot,
      h("div", { class: "writing-card" }, this.contextBar, this.attachments.element,
        h("div", { class: "writing-line" }, this.attachments.button, this.box, this.commands.button, this.keyboardButton, this.sendButton)));
    this.element = h("footer", { class: "composer" }, this.commands.element, this.gateSlot, this.writing);
  }

  /** Another chat was opened: take up its draft. */
  open() {
    this.setContext(null);
    this.attachments.clear();
    this.keyboardKey = "";
    this.gateKey = null;
    this.commands.load();
    this.setText(this.column.draft());
  }

  /** Follow the store. @param {Array<object>} history */
  draw(history) {
    const gate = gateOf(this.column, history);
    const key = `${gate} ${this.column.pendingStart}`;
    if (key !== this.gateKey) {
      this.gateKey = key;
      fill(this.gateSlot, gate && gateBar(gate, this.column, history));
    }
    this.writing.hidden = gate !== null;
    this.dropLostContext(history);
    this.obeyForceReply(history.at(-1));
    this.drawKeyboard();
  }

  dropLostContext(history) {
    if (this.context && !history.some((message) => message.message_id === this.context.message.message_id)) this.setContext(null);
  }

  /** ForceReply opens the reply bar by itself, once for each question that is still the last word. */
  obeyForceReply(last) {
    const markup = this.markup();
    if (!markup?.force_reply || !last?.from?.is_bot || this.forced === last.message_id) return;
    this.forced = last.message_id;
    this.reply(last, markup.input_field_placeholder);
  }

  /** What the bot asked this person's composer to show: a keyboard, or a forced reply. */
  markup() {
    return this.column.chat.reply_keyboard?.[this.column.person.id];
  }

  drawKeyboard() {
    const markup = this.markup();
    const key = markup?.keyboard ? JSON.stringify(markup) : "";
    this.keyboardButton.hidden = !key;
    if (key === this.keyboardKey) return;
    this.keyboardKey = key;
    this.keyboardShown = true;
    this.placeholder = markup?.input_field_placeholder ?? PLACEHOLDER;
    this.box.placeholder = this.context?.placeholder ?? this.placeholder;
    fill(this.keyboardSlot, key && replyKeyboard(markup, (button) => this.pressReply(button)));
    this.showKeyboard();
  }

  toggleKeyboard() {
    this.keyboardShown = !this.keyboardShown;
    this.showKeyboard();
  }

  showKeyboard() {
    this.keyboardSlot.hidden = !this.keyboardShown;
    this.keyboardButton.setAttribute("aria-pressed", String(this.keyboardShown));
  }

  pressReply(button) {
    if (button.request_contact) return shareContact(this.column);
    if (button.request_location) return shareLocation(this.column);
    return this.column.acts.send({ text: button.text });
  }

  /** Begin a reply to a message. */
  reply(message, placeholder) {
    this.setContext({ kind: "reply", message, placeholder });
    this.box.focus({ preventScroll: true });
  }

  /** Begin to edit an own message. */
  edit(message) {
    this.setContext({ kind: "edit", message });
    this.setText(message.text ?? message.caption);
    this.box.focus({ preventScroll: true });
  }

  setContext(context) {
    const wasEdit = this.context?.kind === "edit";
    this.context = context;
    if (wasEdit) this.setText(this.column.draft());
    this.box.placeholder = context?.placeholder ?? this.placeholder;
    const title = context && (context.kind === "edit" ? "编辑消息" : `回复 ${this.column.store.author(context.message).name}`);
    fill(this.contextBar, context && h("div", { class: "context" }, icon(context.kind),
      h("span", { class: "context-words" }, h("b", {}, title), h("span", {}, preview(context.message))),
      iconButton("close", "取消", () => this.setContext(null))));
  }

  setText(text) {
    this.box.value = text;
    this.typed();
  }

  typed() {
    if (this.context?.kind !== "edit") this.column.keepDraft(this.box.value);
    this.box.style.setProperty("height", "auto");
    // Outside the document nothing has a height yet; one row then stays one row.
    if (this.box.scrollHeight) this.box.style.setProperty("height", `${Math.min(this.box.scrollHeight, TALLEST_PX)}px`);
    this.commands.filter(this.box.value);
    this.ready();
  }

  /** Show whether there is something to send. */
  ready() {
    this.sendButton.disabled = !this.box.value.trim() && this.attachments.files.length === 0;
  }

  key(event) {
    // While an input method is composing, Enter belongs to it.
    if (event.isComposing || this.commands.key(event)) return;
    const act = { Enter: () => event.shiftKey || this.submit(event), Escape: () => this.escape(event), ArrowUp: () => this.editLast(event) }[event.key];
    act?.();
  }

  escape(event) {
    if (!this.context && this.attachments.files.length === 0) return;
    event.stopPropagation();
    this.setContext(null);
    this.attachments.clear();
  }

  editLast(event) {
    if (this.box.value || this.context) return;
    const { chat, person, store } = this.column;
    const own = store.history(chat.id).filter((message) => store.isOwn(message, person.id) && message.text !== undefined);
    if (!own.length) return;
    event.preventDefault();
    this.edit(own.at(-1));
  }

  async submit(event) {
    event?.preventDefault();
    const { acts } = this.column;
    const { context } = this;
    const text = this.box.value.trim();
    const files = this.attachments.take();
    if (!text && !files.length) return;
    this.setContext(null);
    if (context?.kind !== "edit") this.setText("");
    const replyTo = context?.kind === "reply" ? context.message.message_id : undefined;
    const done = files.length ? acts.sendFiles(files, text, replyTo)
      : context?.kind === "edit" ? acts.edit(context.message, text)
        : acts.send({ text, reply_to: replyTo });
    // What the server refused is not lost.
    if (!(await done) && !this.box.value) this.setText(text);
    this.column.view.list?.goToEnd();
  }
}

/**
 * A round button with only an icon.
 * @param {string} name of the icon
 * @param {string} label
 * @param {() => void} onClick
 */
export function iconButton(name, label, onClick) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onClick }, icon(name));
}
