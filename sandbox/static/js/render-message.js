/** @file One row of a chat as elements: a day caption, a service line, or a bubble with all that hangs on it. */
import { avatar, hueOf } from "./avatar.js";
import { add, h } from "./dom.js";
import { richText } from "./entities.js";
import { clockTime, nameOf } from "./format.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./keyboards.js";
import { album, isVisual, mediaOf } from "./media.js";
import { mediaKind, preview, serviceText } from "./preview.js";

const BIG_EMOJI = /^(?:\p{Extended_Pictographic}[\u{fe0f}\u{200d}\p{Emoji_Modifier}]*){1,3}$/u;
const LONG_PRESS_MS = 500;

/**
 * @param {import("./timeline.js").Row} row
 * @param {object} view the chat view: store, texts' actions, what clicks do
 * @returns {HTMLElement}
 */
export function renderRow(row, view) {
  return RENDER[row.kind](row, view);
}

const RENDER = {
  day: (row) => h("div", { class: "day" }, h("span", {}, row.caption)),
  service: (row) => h("div", { class: "service", dataset: { id: row.messages[0].message_id } }, h("span", {}, serviceText(row.messages[0]))),
  message: messageRow,
};

function messageRow(row, view) {
  const [message] = row.messages;
  const author = view.store.author(message);
  const named = view.isGroup && !row.own;
  const classes = ["row", row.own ? "out" : "in", row.first && "first", row.last && "last", named && "with-avatar"];
  const element = h("article", {
    class: classes.filter(Boolean).join(" "),
    dataset: { id: message.message_id },
    "aria-label": `${row.own ? "我" : author.name}，${clockTime(message.date * 1000)}`,
    onContextmenu: (event) => openMenu(event, message, view),
    onPointerdown: (event) => longPress(event, () => openMenu(event, message, view)),
    onDblclick: (event) => event.target.closest("button, a, code") || view.reply(message),
  });
  return add(element,
    named && row.last && avatar(author, "small"),
    h("div", { class: "stack" }, bubble(row, author, named, view), inlineKeyboard(message, view), reactions(message, view)));
}

/** Phones which send no contextmenu event (iOS) open the menu by a finger that stays where it is. */
function longPress(event, act) {
  if (event.pointerType !== "touch") return;
  const timer = setTimeout(act, LONG_PRESS_MS);
  for (const end of ["pointerup", "pointercancel", "pointermove"]) {
    event.currentTarget.addEventListener(end, () => clearTimeout(timer), { once: true });
  }
}

function openMenu(event, message, view) {
  event.preventDefault();
  view.openMenu(message, { x: event.clientX, y: event.clientY });
}

function bubble(row, author, named, view) {
  const [message] = row.messages;
  const captioned = row.messages.find((each) => each.caption !== undefined) ?? message;
  const words = captioned.text ?? captioned.caption;
  const bare = !words && ["sticker", "dice"].includes(mediaKind(message));
  const classes = ["bubble", isVisual(message) && "visual", words === undefined && "wordless", bare && "bare"];
  return h("div", { class: classes.filter(Boolean).join(" ") },
    named && row.first && senderLine(author, message, view),
    forwardLine(message),
    quote(message, view),
    row.messages.length > 1 ? album(row.messages, view) : mediaOf(message, view),
    words !== undefined && textBlock(words, captioned, view),
    meta(captioned, row.own),
    moreButton(message, view));
}

function senderLine(author, message, view) {
  const title = message.author_signature ?? view.titleOf(author.id);
  return h("div", { class: `sender hue-${hueOf(author.id)}` }, h("span", { class: "sender-name" }, author.name),
    author.label && h("span", { class: "sender-label" }, author.label), title && h("span", { class: "sender-title" }, title));
}

function forwardLine(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const from = origin.sender_user_name ?? nameOf(origin.sender_user ?? origin.sender_chat ?? origin.chat ?? {});
  return h("div", { class: "forwarded" }, `转发自 ${from}`);
}

function quote(message, view) {
  const original = message.reply_to_message;
  if (!original) return null;
  const author = view.store.author(original);
  return h("button", { type: "button", class: `quote hue-${hueOf(author.id)}`, onClick: () => view.scrollTo(original.message_id) },
    h("b", {}, author.name), h("span", {}, preview(original)));
}

function textBlock(words, message, view) {
  const big = BIG_EMOJI.test(words) && !mediaKind(message);
  const text = richText(words, message.entities ?? message.caption_entities, view.textActions);
  return h("div", { class: big ? "text big" : "text", dir: "auto" }, text);
}

function meta(message, own) {
  return h("span", { class: "meta" },
    message.edit_date && h("span", { class: "edited" }, "已编辑"),
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, clockTime(message.date * 1000)),
    own && icon("checks"));
}

/** The keyboard's way to the menu that a right click or a long press opens. */
function moreButton(message, view) {
  const open = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    view.openMenu(message, { x: box.left, y: box.bottom });
  };
  return h("button", { type: "button", class: "more", dataset: { focus: "more" }, "aria-label": "这条消息的更多操作", onClick: open }, icon("down"));
}

function reactions(message, view) {
  const given = Object.entries(message.reactions ?? {}).flatMap(([actor, emoji]) => emoji.map((each) => ({ emoji: each, actor: Number(actor) })));
  if (!given.length) return null;
  const chip = (emoji) => {
    const actors = given.filter((reaction) => reaction.emoji === emoji).map((reaction) => reaction.actor);
    const mine = actors.includes(view.personId);
    const toggle = () => view.react(message, mine ? null : emoji);
    return h("button", { type: "button", class: mine ? "reaction mine" : "reaction", onClick: toggle }, emoji, h("small", {}, String(actors.length)));
  };
  return h("div", { class: "reactions" }, [...new Set(given.map((reaction) => reaction.emoji))].map(chip));
}
