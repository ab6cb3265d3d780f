/** @file The menu of one message: reactions, reply, edit, copy, delete. */
import { h } from "./dom.js";
import { menu } from "./overlay.js";

const EMOJI = ["👍", "❤️", "🙏", "👏", "🎉", "😢"];

/**
 * @param {object} column
 * @param {object} message
 * @param {{x: number, y: number}} at
 */
export function openMessageMenu(column, message, at) {
  const { acts, composer, person, store } = column;
  const own = store.isOwn(message, person.id);
  const words = message.text ?? message.caption;
  const items = [
    { icon: "reply", text: "回复", act: () => composer.reply(message) },
    own && words !== undefined && { icon: "edit", text: "编辑", act: () => composer.edit(message) },
    words !== undefined && { icon: "copy", text: "复制文字", act: () => column.copy(words) },
    own && { icon: "trash", text: "删除", act: () => acts.remove(message) },
  ];
  const react = (emoji) =>
    h("button", { type: "button", role: "menuitem", "data-close": "", "aria-label": `回应 ${emoji}`, onClick: () => acts.react(message, emoji) }, emoji);
  menu(column.element, at, items.filter(Boolean), h("div", { class: "menu-emoji" }, EMOJI.map(react)));
}
