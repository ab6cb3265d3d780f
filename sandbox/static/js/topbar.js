/** @file The bar over all columns: the name, the clock, adding people side by side, settings. */
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { below, menu } from "./overlay.js";

/**
 * @param {object} app
 * @returns {{element: HTMLElement, draw: () => void, online: (up: boolean) => void}}
 */
export function topbar(app) {
  const status = h("span", { class: "offline", role: "status" });
  const beside = h("button", { type: "button", class: "button beside", "aria-haspopup": "menu", onClick: () => app.chooseBeside(below(beside)) }, icon("plus"), "并排");
  const settings = h("button", { type: "button", class: "icon-button", "aria-label": "设置", title: "设置", "aria-haspopup": "menu", onClick: () => openSettings(app, settings) }, icon("gear"));
  const element = h("header", { class: "topbar" },
    h("h1", { class: "brand" }, h("img", { src: "/static/icon.svg", alt: "", width: "28", height: "28" }), h("span", {}, "有事来聊"), h("small", {}, "沙盒")),
    app.clock.element, status, h("span", { class: "tools" }, beside, settings));
  const online = (up) => {
    status.textContent = up ? "" : "连接断了，正在重连…";
  };
  const draw = () => {
    beside.disabled = app.full;
  };
  return { element, draw, online };
}

function openSettings(app, button) {
  menu(document.body, below(button), [...app.prefs.items(), { icon: "wrench", text: "训练：故障与限速", act: () => app.faults.toggle(true) }]);
}
