/** @file What the page knows of the sandbox's world: people, chats, messages, time. No elements here. */
import { api } from "./api.js";
import { batched } from "./dom.js";
import { nameOf } from "./format.js";

const ACTION_MS = 5000;
const PRESENT = new Set(["creator", "administrator", "member", "restricted"]);

/** The page's copy of the world. Views subscribe and draw themselves again after each burst of changes. */
export class Store {
  constructor() {
    this.bot = {};
    this.people = new Map();
    this.chats = new Map();
    this.messages = new Map();
    this.actions = new Map();
    this.limits = false;
    this.clock = { skew: 0, next: null };
    this.listeners = new Set();
    this.changed = batched(() => this.listeners.forEach((listener) => listener()));
    this.refreshState = batched(() => this.loadState().catch(() => {}), 60);
  }

  /** @param {() => void} listener @returns {() => void} stop listening */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Fetch everything: at the start, and whenever events may have been missed. */
  async load() {
    const held = [...this.messages.keys()];
    await Promise.all([this.loadState(), this.loadClock()]);
    for (const id of held) if (!this.chats.has(id)) this.messages.delete(id);
    // A chat may be gone before its turn comes; the others are shown all the same.
    await Promise.all([...this.chats.values()].map((chat) => this.loadMessages(chat).catch(() => {})));
  }

  /** The world was emptied: forget it, and fetch what is there now. */
  async reset() {
    for (const part of [this.people, this.chats, this.messages, this.actions]) part.clear();
    this.changed();
    await this.load();
  }

  async loadState() {
    const people = new Map(this.people);
    const chats = new Map(this.chats);
    const state = await api.state();
    this.bot = state.bot;
    this.people = merged(people, this.people, state.people, "id");
    this.chats = merged(chats, this.chats, state.chats, "id");
    this.limits = state.limits;
    this.changed();
  }

  async loadClock() {
    this.setClock(await api.clock());
  }

  /** @param {{now: string, next?: string|null}} answer of /control/clock */
  setClock(answer) {
    this.clock.skew = Date.parse(answer.now) - Date.now();
    if (answer.next !== undefined) this.clock.next = answer.next ? Date.parse(answer.next) : null;
    this.changed();
  }

  /** @returns {number} the sandbox's present moment in milliseconds */
  now() {
    return Date.now() + this.clock.skew;
  }

  async loadMessages(chat) {
    const reader = chat.type === "private" ? chat.id : present(chat)[0]?.person;
    if (reader === undefined) return;
    const before = new Map(this.messages.get(chat.id));
    const fetched = await api.messages(chat.id, reader);
    this.messages.set(chat.id, merged(before, this.messages.get(chat.id) ?? new Map(), fetched, "message_id"));
    this.changed();
  }

  /** Put a message in its place, replacing an earlier state of it. */
  upsert(chatId, message) {
    if (!this.messages.has(chatId)) this.messages.set(chatId, new Map());
    const messages = this.messages.get(chatId);
    const { reactions } = messages.get(message.message_id) ?? {};
    messages.set(message.message_id, { reactions, ...message });
    this.changed();
  }

  /** Take a message away. */
  remove(chatId, messageId) {
    this.messages.get(chatId)?.delete(messageId);
    this.changed();
  }

  /** Take over a person as the server shows them now. */
  setPerson(person) {
    this.people.set(person.id, person);
    this.changed();
  }

  /** Take over a chat as the server shows it now. A private chat's id is its person's. */
  setChat(chat) {
    this.chats.set(chat.id, chat);
    this.changed();
  }

  /** Note who reacts to a message with what; a new message object makes its row be drawn again. */
  setReaction(chatId, { message_id: id, user, new_reaction: emoji }) {
    const message = this.messages.get(chatId)?.get(id);
    if (!message) return;
    const reactions = { ...message.reactions, [user.id]: emoji.map((each) => each.emoji) };
    this.upsert(chatId, { ...message, reactions });
  }

  /** Remember that the bot is 「正在输入」; it passes by itself. */
  setAction(chatId, action) {
    this.actions.set(chatId, { action, until: Date.now() + ACTION_MS });
    setTimeout(() => this.changed(), ACTION_MS + 50);
    this.changed();
  }

  /** @returns {string|null} the chat action still showing */
  actionIn(chatId) {
    const action = this.actions.get(chatId);
    return action && action.until > Date.now() ? action.action : null;
  }

  /** @returns {Array} messages of a chat, oldest first */
  history(chatId) {
    const list = [...(this.messages.get(chatId)?.values() ?? [])];
    return list.sort((a, b) => a.message_id - b.message_id);
  }

  /**
   * A chat by id. A person's private chat with the bot exists for the page before its first message does.
   * @param {number} id
   */
  chat(id) {
    const chat = this.chats.get(id);
    if (chat && chat.type !== "private") return chat;
    if (!chat && !this.people.has(id)) return null;
    return { ...chat, id, type: "private", title: nameOf(this.bot), members: [], pinned: chat?.pinned ?? null };
  }

  /** Groups that are in use; one that became a supergroup lives on under its new id. */
  groups() {
    return [...this.chats.values()].filter((chat) => chat.type !== "private" && !chat.migrated_to);
  }

  /** @returns {Array} the chats a person sees, latest message first, the bot's own before any message */
  chatsOf(personId) {
    const groups = this.groups().filter((chat) => memberIn(chat, personId));
    const stamped = [this.chat(personId), ...groups].map((chat) => ({ chat, last: this.history(chat.id).at(-1) }));
    return stamped.sort((a, b) => (b.last?.date ?? 0) - (a.last?.date ?? 0)).map(({ chat }) => chat);
  }

  /** Who wrote a message, as {id, name, bot, label}. */
  author(message) {
    const who = message.sender_chat ?? message.from ?? message.chat;
    const person = this.people.get(who.id);
    return { ...who, name: nameOf(who), label: person?.label ?? (who.is_bot ? "机器人" : ""), bot: Boolean(who.is_bot) };
  }

  /** Whether a person wrote a message (also as the group, when they are an anonymous administrator). */
  isOwn(message, personId) {
    if (message.sender_chat) return false;
    return message.from?.id === personId;
  }
}

/** The server's answer as a map, but what an event set or took away while we asked is newer and stays so. */
function merged(before, now, answer, key) {
  const result = new Map(answer.map((item) => [item[key], item]));
  for (const [id, item] of now) if (before.get(id) !== item) result.set(id, item);
  for (const id of before.keys()) if (!now.has(id)) result.delete(id);
  return result;
}

/** @returns {Array} those members who are in the chat now */
export const present = (chat) => chat.members.filter((member) => PRESENT.has(member.status));

/** @returns {object|undefined} a person's row in a chat, when they are in it */
export const memberIn = (chat, personId) => present(chat).find((member) => member.person === personId);
