/** @file Which addresses may be followed, and which of them are this bot's own deep links. */

const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);
const HOSTS = new Set(["t.me", "telegram.me", "www.t.me"]);

/**
 * An address that is safe to follow, or null (`javascript:` and the like are shown as plain text).
 * @param {string} text an address, its scheme possibly left out
 * @returns {URL|null}
 */
export function safeUrl(text) {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  return url && SAFE.has(url.protocol) ? url : null;
}

/**
 * The payload of a link which starts this bot, or null when it leads elsewhere.
 * @param {URL} url `https://t.me/<bot>?start=…` or `tg://resolve?domain=<bot>&start=…`
 * @param {string} username the bot's
 * @returns {string|null}
 */
export function startPayload(url, username) {
  const name = url.protocol === "tg:" ? url.searchParams.get("domain") : HOSTS.has(url.hostname) && url.pathname.slice(1);
  if (!name || name.toLowerCase() !== username?.toLowerCase()) return null;
  return url.searchParams.get("start") ?? "";
}
