/** @file A chat's history as rows to draw: day captions, service lines, and bubbles grouped by author and album. */
import { dayCaption, dayKey } from "./format.js";
import { serviceText } from "./preview.js";

const GROUP_SECONDS = 600;

/**
 * @typedef {object} Row
 * @property {"day"|"service"|"message"} kind
 * @property {string} key the same for the same row in every drawing
 * @property {Array<object>} messages one, or an album's
 * @property {boolean} own written by the person who is looking
 * @property {boolean} first first of the author's run (shows the name)
 * @property {boolean} last last of the run (shows the tail and the avatar)
 */

/**
 * @param {Array<object>} history oldest first
 * @param {(message: object) => boolean} isOwn
 * @param {number} now
 * @returns {Array<Row>}
 */
export function rowsOf(history, isOwn, now) {
  const rows = [];
  for (const message of history) {
    const before = rows.at(-1);
    if (!before || dayOf(before) !== dayKey(message.date * 1000)) rows.push(dayRow(message, now));
    if (serviceText(message)) rows.push({ kind: "service", key: `s${message.message_id}`, messages: [message] });
    else addMessage(rows, message, isOwn);
  }
  return rows;
}

const dayOf = (row) => dayKey(row.messages[0].date * 1000);

/** Its caption is part of its key: what was 「今天」 is another row when the clock has moved on. */
function dayRow(message, now) {
  const caption = dayCaption(message.date * 1000, now);
  return { kind: "day", key: `d${caption}-${message.message_id}`, caption, messages: [message] };
}

function addMessage(rows, message, isOwn) {
  const before = rows.at(-1);
  if (message.media_group_id && before.messages[0].media_group_id === message.media_group_id) {
    before.messages.push(message);
    return;
  }
  const joins = before.kind === "message" && sameRun(before.messages.at(-1), message);
  if (joins) before.last = false;
  rows.push({ kind: "message", key: `m${message.message_id}`, messages: [message], own: isOwn(message), first: !joins, last: true });
}

const authorOf = (message) => (message.sender_chat ?? message.from ?? message.chat).id;

function sameRun(before, message) {
  return authorOf(before) === authorOf(message) && message.date - before.date < GROUP_SECONDS;
}

/**
 * Whether a row would be drawn just as it was. The store replaces a message when it changes, so identity is enough.
 * @param {Row} a
 * @param {Row} b
 */
export function sameRow(a, b) {
  const flags = ["own", "first", "last"].every((flag) => a[flag] === b[flag]);
  return flags && a.messages.length === b.messages.length && a.messages.every((message, index) => message === b.messages[index]);
}
