/** @file What a person can do in a chat, as calls to the server; refusals become a toast in that person's column. */
import { api } from "./api.js";

const ANSWER_TRIES = 3;

/** The deeds of one column's person. `column` gives the person, the open chat, and where to show words. */
export class Acts {
  /** @param {object} column */
  constructor(column) {
    this.column = column;
  }

  /** Fields that say who acts where. */
  here() {
    const { person, chat } = this.column;
    return { as: person.id, chat: chat.id };
  }

  /**
   * Run a call; a refusal is shown and gives null.
   * @template T
   * @param {Promise<T>} call
   * @returns {Promise<T|null>}
   */
  async attempt(call) {
    try {
      return await call;
    } catch (error) {
      this.column.toast(`没有成功：${error.message}`);
      return null;
    }
  }

  /** Send a message to the open chat. @param {object} fields of POST /control/send */
  async send(fields) {
    const { chat } = this.column;
    const sent = await this.attempt(api.send({ ...this.here(), ...fields }));
    if (sent) this.column.store.upsert(chat.id, sent);
    return sent;
  }

  async edit(message, words) {
    const field = message.text === undefined ? "caption" : "text";
    return this.attempt(api.edit({ ...this.here(), message_id: message.message_id, [field]: words }));
  }

  remove(message) {
    return this.attempt(api.remove({ ...this.here(), message_id: message.message_id }));
  }

  react(message, emoji) {
    return this.attempt(api.react({ ...this.here(), message_id: message.message_id, emoji }));
  }

  vote(message, option) {
    return this.attempt(api.vote({ ...this.here(), message_id: message.message_id, options: [option] }));
  }

  start(payload) {
    return this.attempt(api.start({ as: this.column.person.id, payload: payload || undefined }));
  }

  block(blocked) {
    return this.attempt(api.block(this.column.person.id, blocked));
  }

  /** Upload files and send them; several photos make an album, the caption belongs to the first. */
  async sendFiles(files, caption, replyTo) {
    const album = files.length > 1 ? `page-${Date.now()}-${this.column.person.id}` : undefined;
    for (const [index, { file, kind }] of files.entries()) {
      const stored = await this.attempt(api.upload(file, kind));
      const first = index === 0 ? { caption: caption || undefined, reply_to: replyTo } : {};
      if (!stored || !(await this.send({ [kind]: stored.file_id, media_group_id: album, ...first }))) return false;
    }
    return true;
  }

  /** Press an inline button and show what the bot answers. */
  async press(message, row, col, element) {
    const button = message.reply_markup.inline_keyboard[row][col];
    if (button.url) return this.column.openLink(button.url);
    if (button.copy_text) return this.column.copy(button.copy_text.text);
    if (button.callback_data === undefined) return this.column.toast("沙盒里不支持这种按钮");
    element.classList.add("waiting");
    const pressed = await this.attempt(api.press({ ...this.here(), message_id: message.message_id, row, col }));
    const answer = pressed && (await this.attempt(answerTo(pressed.callback_query_id)));
    element.classList.remove("waiting");
    return answer && this.column.showAnswer(answer);
  }
}

async function answerTo(callbackId) {
  for (let tries = 0; tries < ANSWER_TRIES; tries += 1) {
    const answer = await api.callback(callbackId);
    if (answer.answered) return answer;
  }
  return null;
}
