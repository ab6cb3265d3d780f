/** @file The bot's commands: the 「/」 button and the list that opens while a command is typed. */
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";

/** One composer's list of commands. */
export class CommandMenu {
  /** @param {import("./composer.js").Composer} composer */
  constructor(composer) {
    this.composer = composer;
    this.commands = [];
    this.chosen = 0;
    this.button = h("button", { type: "button", class: "icon-button", "aria-label": "机器人命令", title: "机器人命令", onClick: () => this.toggle() }, icon("slash"));
    this.element = h("ul", { class: "commands", role: "listbox", "aria-label": "机器人命令", hidden: true });
  }

  /** Ask which commands the bot offers in this chat. */
  async load() {
    this.hide();
    this.commands = await api.commands(this.composer.column.chat.id).catch(() => []);
    this.button.hidden = this.commands.length === 0;
  }

  toggle() {
    if (!this.element.hidden) return this.hide();
    this.show(this.commands);
    return this.composer.box.focus();
  }

  hide() {
    this.element.hidden = true;
  }

  /** Follow what is typed. @param {string} text */
  filter(text) {
    const typed = /^\/(\w*)$/.exec(text)?.[1];
    if (typed === undefined) return this.hide();
    return this.show(this.commands.filter(({ command }) => command.startsWith(typed.toLowerCase())));
  }

  show(commands) {
    this.shown = commands;
    this.chosen = 0;
    this.element.hidden = commands.length === 0;
    fill(this.element, commands.map(({ command, description }) =>
      h("li", { role: "option", onClick: () => this.send(command) }, h("b", {}, `/${command}`), h("span", {}, description))));
    this.mark();
  }

  mark() {
    [...this.element.children].forEach((item, index) => {
      item.setAttribute("aria-selected", String(index === this.chosen));
      if (index === this.chosen) item.scrollIntoView({ block: "nearest" });
    });
  }

  send(command) {
    this.hide();
    this.composer.setText("");
    this.composer.column.acts.send({ text: `/${command}` });
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the list took the key */
  key(event) {
    if (this.element.hidden) return false;
    const act = { ArrowDown: () => this.move(1), ArrowUp: () => this.move(-1), Enter: () => this.send(this.shown[this.chosen].command), Escape: () => this.hide() }[event.key];
    if (!act || event.shiftKey) return false;
    event.preventDefault();
    event.stopPropagation();
    act();
    return true;
  }

  move(step) {
    this.chosen = (this.chosen + step + this.shown.length) % this.shown.length;
    this.mark();
  }
}
