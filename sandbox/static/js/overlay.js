/** @file Things that lie over a column or the page: toasts, dialogs, menus. Each closes with Esc and gives the focus back. */
import { add, h } from "./dom.js";
import { icon } from "./icons.js";

const TOAST_MS = 3500;

/**
 * A short notice which passes by itself.
 * @param {Element} host the column or the page
 * @param {string} text
 */
export function toast(host, text) {
  host.querySelector(":scope > .toast")?.remove();
  const note = h("div", { class: "toast", role: "status" }, text);
  host.append(note);
  setTimeout(() => note.remove(), TOAST_MS);
}

/**
 * A dialog. Resolves with the value of the pressed button, or null when closed otherwise.
 * @param {Element} host
 * @param {{title: string, body?: Array<Node|string>, buttons: Array<{text: string, value: () => *, main?: boolean}>, alert?: boolean}} content
 * @returns {Promise<*>}
 */
export function dialog(host, { title, body = [], buttons, alert = false }) {
  return new Promise((resolve) => {
    const back = document.activeElement;
    const finish = (value) => {
      veil.remove();
      back?.focus?.();
      resolve(value);
    };
    const foot = buttons.map((button) =>
      h("button", { type: "button", class: button.main ? "button main" : "button", onClick: () => finish(button.value()) }, button.text));
    const box = h("form", { class: "dialog", role: alert ? "alertdialog" : "dialog", "aria-modal": "true", "aria-label": title },
      h("h2", {}, title), h("div", { class: "dialog-body" }, ...body), h("div", { class: "dialog-foot" }, foot));
    const veil = veilAround(box, () => finish(null));
    box.addEventListener("submit", (event) => {
      event.preventDefault();
      finish(buttons.find((button) => button.main).value());
    });
    host.append(veil);
    (box.querySelector("input, select, textarea") ?? foot.at(-1)).focus();
  });
}

function veilAround(box, close) {
  const veil = h("div", { class: "veil" }, box);
  veil.addEventListener("keydown", (event) => keepInside(event, box, close));
  veil.addEventListener("pointerdown", (event) => event.target === veil && close());
  return veil;
}

function keepInside(event, box, close) {
  if (event.key === "Escape") {
    event.stopPropagation();
    close();
  }
  if (event.key !== "Tab") return;
  const stops = [...box.querySelectorAll("button, input, select, textarea, a[href]")].filter((stop) => !stop.disabled);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0]).focus();
}

/**
 * A menu beside the thing that opened it.
 * @param {Element} host positioned element it lies in
 * @param {{x: number, y: number}} at viewport coordinates
 * @param {Array<{icon?: string, lead?: Node, text: string, note?: Node, act: () => void, checked?: boolean}>} items
 * @param {Element} [head] something above the items
 */
export function menu(host, at, items, head) {
  host.querySelector(":scope > .menu-layer")?.remove();
  const back = document.activeElement;
  const close = () => {
    layer.remove();
    if (back?.isConnected) back.focus();
  };
  const entry = (item) => h("button", menuItemProps(item, close), item.icon && icon(item.icon), item.lead, h("span", { class: "menu-text" }, item.text), item.note);
  const box = add(h("div", { class: "menu", role: "menu" }), head, items.map(entry));
  const layer = h("div", { class: "menu-layer" }, box);
  layer.addEventListener("pointerdown", (event) => event.target === layer && close());
  layer.addEventListener("click", (event) => event.target.closest("[data-close]") && close());
  layer.addEventListener("keydown", (event) => menuKeys(event, box, close));
  host.append(layer);
  place(box, host.getBoundingClientRect(), at);
  box.querySelector("button").focus();
}

function menuItemProps(item, close) {
  const toggle = item.checked !== undefined;
  const act = () => {
    close();
    item.act();
  };
  return { type: "button", class: "menu-item", role: toggle ? "menuitemcheckbox" : "menuitem", "aria-checked": toggle ? String(item.checked) : null, onClick: act };
}

function menuKeys(event, box, close) {
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const stops = [...box.querySelectorAll("button")];
  stops.at((stops.indexOf(document.activeElement) + step) % stops.length).focus();
}

function place(box, area, at) {
  const left = Math.min(Math.max(at.x - area.left, 8), area.width - box.offsetWidth - 8);
  const top = Math.min(Math.max(at.y - area.top, 8), area.height - box.offsetHeight - 8);
  box.style.setProperty("left", `${Math.max(left, 8)}px`);
  box.style.setProperty("top", `${Math.max(top, 8)}px`);
}

/**
 * Where a menu opened by this element belongs.
 * @param {Element} element
 */
export function below(element) {
  const box = element.getBoundingClientRect();
  return { x: box.left, y: box.bottom + 4 };
}
