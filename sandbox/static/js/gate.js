/** @file What stands in the composer's place when one cannot write: the START bar, a blocked bot, a group one has left. */
import { h } from "./dom.js";
import { memberIn } from "./store.js";

/**
 * @param {object} column
 * @param {Array<object>} history
 * @returns {"start"|"blocked"|"outside"|null}
 */
export function gateOf({ chat, person, pendingStart }, history) {
  if (chat.type !== "private") return memberIn(chat, person.id) ? null : "outside";
  if (pendingStart !== null) return "start";
  if (person.blocked) return "blocked";
  return history.length === 0 ? "start" : null;
}

/**
 * @param {"start"|"blocked"|"outside"} gate
 * @param {object} column
 * @param {Array<object>} history
 * @returns {HTMLElement}
 */
export function gateBar(gate, column, history) {
  return BARS[gate](column, history);
}

const BARS = { start: startBar, blocked: blockedBar, outside: () => h("p", { class: "gate" }, "你已经不在这个群里") };

function startBar(column, history) {
  const payload = h("input", { type: "text", class: "field", "aria-label": "链接参数", placeholder: "链接参数（可不填）", maxlength: "64", value: column.pendingStart || null });
  const press = async (event) => {
    event.preventDefault();
    if (await column.acts.start(payload.value.trim())) column.endStart();
  };
  return h("form", { class: "gate start", onSubmit: press }, payload,
    h("button", { type: "submit", class: "button main start-button" }, "START 开始"),
    history.length > 0 && h("button", { type: "button", class: "button", onClick: () => column.endStart() }, "取消"));
}

function blockedBar(column) {
  return h("div", { class: "gate" }, h("span", {}, "你停用了这个机器人"),
    h("button", { type: "button", class: "button main", onClick: () => column.acts.block(false) }, "重新启用"));
}
