/** @file Moments, sizes and names in words. The neighbourhood lives in Chinese time wherever the browser stands. */

const ZONE = "Asia/Shanghai";
const DAY_MS = 86_400_000;

const formatter = (options) => new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, ...options });
const TIME = formatter({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const SECONDS = formatter({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const DAY = formatter({ month: "long", day: "numeric" });
const YEAR_DAY = formatter({ year: "numeric", month: "long", day: "numeric" });
const WEEKDAY = formatter({ weekday: "short" });
const KEY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });

/** @param {number} ms @returns {string} the local day as 2026-11-22, to compare and group by */
export const dayKey = (ms) => KEY.format(ms);
/** @param {number} ms @returns {string} 14:05 */
export const clockTime = (ms) => TIME.format(ms);
/** @param {number} ms @returns {string} 14:05:09 */
export const clockSeconds = (ms) => SECONDS.format(ms);
/** @param {number} ms @returns {string} 11月22日 周日 */
export const dayAndWeekday = (ms) => `${DAY.format(ms)} ${WEEKDAY.format(ms)}`;

function daysApart(ms, now) {
  return Math.round((Date.parse(dayKey(ms)) - Date.parse(dayKey(now))) / DAY_MS);
}

const NEAR_DAYS = { "-1": "昨天", 0: "今天", 1: "明天", 2: "后天" };

/**
 * A date separator's caption.
 * @param {number} ms
 * @param {number} now
 */
export function dayCaption(ms, now) {
  const near = NEAR_DAYS[daysApart(ms, now)];
  if (near) return near;
  return dayKey(ms).slice(0, 4) === dayKey(now).slice(0, 4) ? DAY.format(ms) : YEAR_DAY.format(ms);
}

/**
 * A moment in a list of chats: today's as a time, others as a day.
 * @param {number} ms
 * @param {number} now
 */
export function listMoment(ms, now) {
  const apart = daysApart(ms, now);
  if (apart === 0) return clockTime(ms);
  if (apart === -1) return "昨天";
  return apart > -7 && apart < 0 ? WEEKDAY.format(ms) : DAY.format(ms);
}

/**
 * A moment to come: 「16:00」, 「明天 09:00」, 「11月30日 09:00」.
 * @param {number} ms
 * @param {number} now
 */
export function comingMoment(ms, now) {
  const apart = daysApart(ms, now);
  if (apart === 0) return clockTime(ms);
  return `${NEAR_DAYS[apart] ?? DAY.format(ms)} ${clockTime(ms)}`;
}

/** @param {number} [bytes] @returns {string} */
export function fileSize(bytes) {
  if (bytes === undefined) return "";
  const step = [["MB", 2 ** 20], ["KB", 2 ** 10]].find(([, size]) => bytes >= size);
  return step ? `${(bytes / step[1]).toFixed(1)} ${step[0]}` : `${bytes} B`;
}

/** @param {number} seconds @returns {string} 0:07 */
export function duration(seconds = 0) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

/**
 * A person's or a chat's name. Chinese names are written without a space between family and given name.
 * @param {{title?: string, first_name?: string, last_name?: string}} who
 */
export function nameOf(who) {
  if (who.title) return who.title;
  const parts = [who.first_name, who.last_name].filter(Boolean);
  return parts.join(/[^\u3400-\u9fff]/u.test(parts.join("")) ? " " : "");
}
