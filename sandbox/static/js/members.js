/** @file The panel with a group's members, and the bot's own standing in it. */
import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { nameOf } from "./format.js";
import { icon } from "./icons.js";
import { present } from "./store.js";

const RANK = { creator: "群主", administrator: "管理员", member: "", restricted: "受限" };

/** @param {{status: string, anonymous?: boolean}} member @returns {string} what stands beside the name */
export function rankOf(member) {
  return [RANK[member.status], member.anonymous && "匿名"].filter(Boolean).join(" · ");
}

/** The panel of one column. Hidden until asked for. */
export class Members {
  /** @param {object} column */
  constructor(column) {
    this.column = column;
    this.element = h("aside", { class: "members", "aria-label": "群成员", hidden: true });
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
  }

  /** @param {boolean} [open] */
  toggle(open = this.element.hidden) {
    this.element.hidden = !open;
    this.draw();
    if (open) this.element.querySelector("button").focus();
  }

  draw() {
    const { chat, store } = this.column;
    if (this.element.hidden || !chat) return;
    const people = present(chat);
    const bots = chat.bots ?? [];
    fill(this.element,
      h("header", { class: "members-head" },
        h("h2", {}, `群成员 ${people.length + bots.length}`),
        h("button", { type: "button", class: "icon-button", "aria-label": "关闭成员列表", onClick: () => this.toggle(false) }, icon("close"))),
      h("div", { class: "members-card" }, avatar(chat, "large"), h("b", {}, chat.title), h("small", {}, chat.label)),
      h("ul", {}, people.map((member) => this.person(member)), bots.map((member) => this.bot(store.bot, member))));
  }

  person(member) {
    const person = this.column.store.people.get(member.person);
    if (!person) return null;
    const look = () => this.column.showPerson(person.id);
    return h("li", {}, h("button", { type: "button", class: "member", title: "换成这个人的视角", onClick: look },
      ...words(person, nameOf(person), person.label, rankOf(member))));
  }

  bot(bot, member) {
    return h("li", { class: "member" }, ...words(bot, nameOf(bot), "机器人", rankOf(member)));
  }
}

function words(who, name, caption, rank) {
  return [avatar(who, "small"),
    h("span", { class: "member-words" }, h("b", {}, name), h("small", {}, caption)),
    rank && h("span", { class: "rank" }, rank)];
}
