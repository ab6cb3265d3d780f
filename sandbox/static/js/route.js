/** @file The address bar's hash: which people and chats are open, so that a reload comes back to the same view. */

/**
 * @param {string} hash `#p=1001,1002&c=1001,-1005` or `#as=1001&start=CODE` (a deep link opened by a person)
 * @returns {{columns: Array<{person: number, chat: number|null}>, start: {person: number, payload: string}|null}}
 */
export function readRoute(hash) {
  const params = new URLSearchParams(hash.replace(/^#/, ""));
  const chats = numbers(params.get("c"));
  const columns = numbers(params.get("p")).map((person, index) => ({ person, chat: chats[index] || null }));
  const person = Number(params.get("as"));
  return { columns, start: person ? { person, payload: params.get("start") ?? "" } : null };
}

/**
 * @param {Array<{person: number, chat: number|null}>} columns
 * @returns {string}
 */
export function writeRoute(columns) {
  return `#p=${columns.map((column) => column.person)}&c=${columns.map((column) => column.chat ?? "")}`;
}

const numbers = (text) => (text ? text.split(",").map(Number) : []);
