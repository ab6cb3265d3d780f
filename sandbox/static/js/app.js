/** @file The page as a whole: its columns, what they share, and the address that remembers them. */
import { avatar } from "./avatar.js";
import { ClockBar } from "./clock.js";
import { Column } from "./column.js";
import { batched, h } from "./dom.js";
import { Faults } from "./faults.js";
import { nameOf } from "./format.js";
import { menu, toast } from "./overlay.js";
import { readRoute, writeRoute } from "./route.js";
import { topbar } from "./topbar.js";

const MOST_COLUMNS = 3;
const WIDE_PX = 1200;

/** The page. */
export class App {
  /** @param {{store: object, marks: object, prefs: object}} parts */
  constructor({ store, marks, prefs }) {
    Object.assign(this, { store, marks, prefs, drafts: new Map(), columns: [], active: null });
    this.clock = new ClockBar(store, (text) => this.say(text));
    this.faults = new Faults(this);
    this.bar = topbar(this);
    this.nobody = h("p", { class: "boot" }, "沙盒里还没有人");
    this.stage = h("main", { class: "stage" }, this.nobody);
    this.root = h("div", { class: "app" }, this.bar.element, this.stage, this.faults.element);
    this.moved = batched(() => this.settle());
    store.subscribe(() => this.draw());
    window.addEventListener("hashchange", () => this.followRoute());
    document.addEventListener("visibilitychange", () => this.draw());
  }

  get full() {
    return this.columns.length >= MOST_COLUMNS;
  }

  /** Open what the address asks for; a start link needs its person's column. */
  followRoute() {
    const { columns, start } = readRoute(location.hash);
    const known = columns.filter((place) => this.store.people.has(place.person)).slice(0, MOST_COLUMNS);
    if (known.length) this.replaceColumns(known);
    else if (!this.columns.length) this.replaceColumns(start ? [{ person: start.person, chat: null }] : this.firstPlaces());
    if (start && this.store.people.has(start.person)) this.columnOf(start.person).showStart(start.payload);
  }

  /** Nobody asked for anyone: on a wide screen the first of three different kinds of people, each in their chat with the bot. */
  firstPlaces() {
    const wide = window.innerWidth >= WIDE_PX;
    const kinds = new Map();
    for (const person of this.store.people.values()) if (!kinds.has(person.label)) kinds.set(person.label, person.id);
    return [...kinds.values()].slice(0, wide ? MOST_COLUMNS : 1).map((person) => ({ person, chat: wide ? person : null }));
  }

  columnOf(person) {
    const open = this.columns.find((column) => column.personId === person);
    if (!open) (this.active ?? this.columns[0]).showPerson(person);
    return open ?? this.active ?? this.columns[0];
  }

  replaceColumns(places) {
    const same = writeRoute(places) === writeRoute(this.places());
    if (same && this.columns.length) return;
    this.columns.forEach((column) => column.element.remove());
    this.columns = [];
    places.forEach((place) => this.addColumn(place));
    this.activate(this.columns[0]);
  }

  addColumn(place) {
    if (!this.store.people.has(place.person)) return;
    const column = new Column(this, place);
    this.columns.push(column);
    this.stage.append(column.element);
    this.activate(column);
    this.moved();
  }

  close(column) {
    this.columns = this.columns.filter((other) => other !== column);
    column.element.remove();
    this.activate(this.columns[0]);
    this.moved();
  }

  activate(column) {
    if (this.active === column) return;
    this.active = column ?? null;
    for (const each of this.columns) each.element.classList.toggle("active", each === column);
    this.moved();
  }

  places() {
    return this.columns.map((column) => ({ person: column.personId, chat: column.chatId }));
  }

  /** After a move between chats or people: remember it in the address, and draw. */
  settle() {
    if (this.columns.length) history.replaceState(null, "", writeRoute(this.places()));
    this.stage.dataset.columns = this.columns.length;
    this.draw();
  }

  draw() {
    if (!this.root.isConnected) return;
    this.clock.draw();
    this.bar.draw();
    this.columns.filter((column) => !column.person).forEach((column) => this.close(column));
    this.columns.forEach((column) => column.draw());
    this.nobody.hidden = this.store.people.size > 0;
    if (!this.columns.length && this.store.people.size) this.followRoute();
  }

  /** @returns {number} unread messages of a person in all their chats */
  unreadOf(person) {
    return this.store.chatsOf(person).reduce((sum, chat) => sum + this.marks.count(person, chat.id, this.store.history(chat.id)), 0);
  }

  /** A person as an entry of a menu. */
  personItem(person, act, checked) {
    const unread = this.unreadOf(person.id);
    const note = h("span", { class: "menu-note" }, person.label, unread > 0 && h("span", { class: "badge" }, String(unread)));
    return { lead: avatar(person, "tiny"), text: nameOf(person), note, act, checked };
  }

  /** Let the viewer choose whom to put beside the others. */
  chooseBeside(at) {
    const open = new Set(this.columns.map((column) => column.personId));
    const others = [...this.store.people.values()].filter((person) => !open.has(person.id));
    if (!others.length) return this.say("没有别的人了");
    return menu(document.body, at, others.map((person) => this.personItem(person, () => this.addColumn({ person: person.id, chat: person.id }))));
  }

  /** Say something that concerns the whole page. @param {string} text */
  say(text) {
    toast(document.body, text);
  }
}
