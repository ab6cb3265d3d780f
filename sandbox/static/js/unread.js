/** @file How far each person has read each chat. Kept in the browser: the server does not know who has looked. */

const KEY = "sandbox.read";

/** Read marks of all people, saved with every move. */
export class ReadMarks {
  /** @param {Storage} storage */
  constructor(storage) {
    this.storage = storage;
    this.marks = parse(storage.getItem(KEY));
  }

  /** Note that a person has seen a chat up to its last message. */
  see(personId, chatId, history) {
    const last = history.at(-1)?.message_id ?? 0;
    const key = `${personId}:${chatId}`;
    if (this.marks[key] === last) return;
    this.marks[key] = last;
    this.storage.setItem(KEY, JSON.stringify(this.marks));
  }

  /** @returns {number} messages of others which a person has not seen */
  count(personId, chatId, history) {
    const mark = this.markOf(personId, chatId, history);
    return history.filter((message) => message.message_id > mark && message.from?.id !== personId).length;
  }

  /** A mark beyond the last message comes from an earlier world whose numbers started again; it counts for nothing. */
  markOf(personId, chatId, history) {
    const mark = this.marks[`${personId}:${chatId}`] ?? 0;
    return mark > (history.at(-1)?.message_id ?? 0) ? 0 : mark;
  }
}

function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
