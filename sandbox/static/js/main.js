/** @file Starts the page: fetches the world, opens the live stream, shows the columns. */
import { App } from "./app.js";
import { batched } from "./dom.js";
import { Stream } from "./events.js";
import { Prefs } from "./prefs.js";
import { Store } from "./store.js";
import { ReadMarks } from "./unread.js";

const CLOCK_REFRESH_MS = 700;
const CLOCK_LOOK_MS = 20_000;
const RETRY_MS = 1500;

const store = new Store();
const host = document.getElementById("app");
const app = new App({ store, marks: new ReadMarks(localStorage), prefs: new Prefs(localStorage) });

// A deadline may appear or pass with any event, and none announces it.
const refreshClock = batched(() => store.loadClock().catch(() => {}), CLOCK_REFRESH_MS);

async function begin() {
  try {
    await store.load();
  } catch {
    host.firstElementChild.textContent = "连不上沙盒，正在再试…";
    setTimeout(begin, RETRY_MS);
    return;
  }
  host.replaceChildren(app.root);
  app.draw();
  setInterval(refreshClock, CLOCK_LOOK_MS);
}

// The stream opens first, so that nothing which happens while the world is fetched goes unseen.
new Stream(store, { onStatus: (up) => app.bar.online(up), onEvent: refreshClock }).open();
begin();
