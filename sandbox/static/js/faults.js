/** @file The drawer for staff training: limits, injected faults, people who block the bot. Tucked away on purpose. */
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { nameOf } from "./format.js";
import { icon } from "./icons.js";

const KINDS = {
  429: "429 发得太快",
  500: "500 服务器出错",
  502: "502 网关出错",
  timeout: "超时没有回答",
  reset: "连接被断开",
  403: "403 被用户停用",
};
const METHODS = {
  "*": "所有方法",
  sendMessage: "发消息",
  editMessageText: "改消息",
  answerCallbackQuery: "回应按钮",
  getUpdates: "取更新",
};

/** The drawer. */
export class Faults {
  /** @param {object} app */
  constructor(app) {
    this.app = app;
    this.element = h("aside", { class: "drawer", "aria-label": "训练：故障与限速", hidden: true });
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
  }

  /** @param {boolean} [open] */
  toggle(open = this.element.hidden) {
    this.element.hidden = !open;
    if (!open) return;
    this.draw();
    this.element.querySelector("button").focus();
  }

  draw() {
    fill(this.element,
      h("header", { class: "drawer-head" }, h("h2", {}, "训练：故障与限速"),
        h("button", { type: "button", class: "icon-button", "aria-label": "关闭", onClick: () => this.toggle(false) }, icon("close"))),
      h("p", { class: "hint" }, "看看机器人在网络不好、发得太快、被停用时怎样应对。只影响这个沙盒。"),
      this.limits(), this.form(), this.blocks());
  }

  limits() {
    const set = (on) => this.run(api.limits(on), on ? "限速已打开" : "限速已关闭");
    return section("限速", check("按 Telegram 的限速回答 429", this.app.store.limits, set));
  }

  form() {
    const method = select("哪些调用", METHODS);
    const kind = select("怎样出错", KINDS);
    const count = h("input", { type: "number", class: "field", min: "1", max: "99", value: "1" });
    const after = h("input", { type: "checkbox" });
    const inject = (event) => {
      event.preventDefault();
      const fault = { method: method.input.value, kind: kind.input.value, count: count.valueAsNumber || 1, after_effect: after.checked };
      this.run(api.fault(fault), `接下来 ${fault.count} 次：${KINDS[fault.kind]}`);
    };
    return h("form", { class: "drawer-section", onSubmit: inject }, h("h3", {}, "注入故障"), method.row, kind.row,
      h("label", { class: "labelled" }, h("span", {}, "次数"), count),
      h("label", { class: "check" }, after, h("span", {}, "先生效再出错（结果不明）")),
      h("div", { class: "drawer-foot" }, h("button", { type: "submit", class: "button main" }, "注入"),
        h("button", { type: "button", class: "button", onClick: () => this.run(api.clearFaults(), "故障已全部清除") }, "全部清除")));
  }

  blocks() {
    const people = new Set(this.app.columns.map((column) => column.person));
    const box = (person) => check(nameOf(person), person.blocked, (on) => this.run(api.block(person.id, on), on ? "已停用机器人" : "已重新启用"));
    return section("停用机器人", [...people].map(box));
  }

  async run(call, done) {
    try {
      await call;
      this.app.store.refreshState();
      this.app.say(done);
    } catch (error) {
      this.app.say(`没有成功：${error.message}`);
    }
  }
}

const section = (title, ...children) => h("section", { class: "drawer-section" }, h("h3", {}, title), ...children);

function check(text, checked, act) {
  const input = h("input", { type: "checkbox", checked, onChange: () => act(input.checked) });
  return h("label", { class: "check" }, input, h("span", {}, text));
}

function select(label, options) {
  const input = h("select", { class: "field" }, Object.entries(options).map(([value, text]) => h("option", { value }, text)));
  return { input, row: h("label", { class: "labelled" }, h("span", {}, label), input) };
}
