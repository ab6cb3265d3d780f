/** @file The live stream of /control/events: applies each event to the store and notices what was missed. */

const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 5000;

const setChat = (chatIn) => (store, event) => store.setChat(chatIn(event, store));

/** What each kind of event changes. Kinds not named here only move the sequence number. */
const APPLY = {
  message: applyMessage,
  edit: (store, event) => store.upsert(event.chat, event.data),
  delete: (store, event) => store.remove(event.chat, event.data.message_id),
  action: (store, event) => store.setAction(event.chat, event.data.action),
  clock: (store, event) => store.setClock(event.data),
  pin: setChat((event, store) => ({ ...store.chats.get(event.chat), pinned: event.data.message_id })),
  unpin: (store) => store.refreshState(),
  chat: setChat((event) => event.data),
  member: setChat((event) => event.data.chat),
  reaction: (store, event) => store.setReaction(event.chat, event.data),
  people: (store, event) => store.setPerson(event.data),
  reset: (store) => store.reset().catch(() => {}),
};

function applyMessage(store, event) {
  store.actions.delete(event.chat);
  store.upsert(event.chat, event.data);
}

/** The one connection of the page. `online` tells whether it is up; `onStatus` is called when that changes. */
export class Stream {
  /**
   * @param {import("./store.js").Store} store
   * @param {{onStatus: (online: boolean) => void, onEvent: (event: object) => void}} hooks
   */
  constructor(store, { onStatus, onEvent }) {
    Object.assign(this, { store, onStatus, onEvent, seq: null, retry: FIRST_RETRY_MS, source: null });
  }

  /** Connect, and stay connected: the browser's own retry would ask again without the sequence number. */
  open() {
    const after = this.seq === null ? "" : `?after=${this.seq}`;
    this.source = new EventSource(`/control/events${after}`);
    for (const type of ["hello", "message"]) this.source.addEventListener(type, (message) => this.receive(message));
    this.source.onopen = () => this.opened();
    this.source.onerror = () => this.lost();
  }

  opened() {
    this.retry = FIRST_RETRY_MS;
    this.onStatus(true);
  }

  lost() {
    this.source.close();
    this.onStatus(false);
    setTimeout(() => this.open(), this.retry);
    this.retry = Math.min(this.retry * 2, LAST_RETRY_MS);
  }

  receive(message) {
    const event = JSON.parse(message.data);
    if (message.type === "hello") return this.hello(event.seq);
    if (event.seq <= this.seq) return undefined;
    if (this.seq !== null && event.seq > this.seq + 1) this.reload();
    this.seq = event.seq;
    APPLY[event.type]?.(this.store, event);
    this.onEvent(event);
    return undefined;
  }

  /**
   * The first word after connecting. When it is not the first time, the sandbox may have been started afresh and its
   * numbers mean other events: the world is fetched again, and a smaller number than ours is taken over.
   */
  hello(seq) {
    if (this.seq !== null) this.reload();
    if (this.seq === null || seq < this.seq) this.seq = seq;
  }

  reload() {
    this.store.load().catch(() => {});
  }
}
