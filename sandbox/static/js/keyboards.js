/** @file Inline keyboards under bubbles, and the reply keyboard above the composer. Rows stay exactly as the bot gave them. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * @param {object} message with `reply_markup.inline_keyboard`
 * @param {{press: (message: object, row: number, col: number, element: HTMLElement) => void}} view
 * @returns {HTMLElement|null}
 */
export function inlineKeyboard(message, view) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const cell = (row) => (button, col) =>
    h("button", {
      type: "button",
      class: "inline-button",
      dataset: { focus: `${row}-${col}` },
      onClick: (event) => view.press(message, row, col, event.currentTarget),
    }, h("span", {}, button.text), button.url && icon("link"), button.copy_text && icon("copy"));
  return h("div", { class: "inline-keyboard" }, rows.map((buttons, row) => h("div", { class: "keyboard-row" }, buttons.map(cell(row)))));
}

/**
 * @param {{keyboard: Array<Array<object|string>>}} markup
 * @param {(button: {text: string, request_contact?: boolean, request_location?: boolean}) => void} onPress
 * @returns {HTMLElement}
 */
export function replyKeyboard(markup, onPress) {
  const cell = (given) => {
    const button = typeof given === "string" ? { text: given } : given;
    const mark = (button.request_contact && icon("contact")) || (button.request_location && icon("location"));
    return h("button", { type: "button", class: "reply-button", onClick: () => onPress(button) }, mark, h("span", {}, button.text));
  };
  return h("div", { class: "reply-keyboard", role: "group", "aria-label": "快捷回复" },
    markup.keyboard.map((row) => h("div", { class: "keyboard-row" }, row.map(cell))));
}
