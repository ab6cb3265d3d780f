/** @file How the page looks to this viewer: theme and letter size, kept in the browser. */

const KEY = "sandbox.look";
const THEMES = { auto: "跟随系统", light: "浅色", dark: "深色" };

/** Theme and letter size. */
export class Prefs {
  /** @param {Storage} storage */
  constructor(storage) {
    this.storage = storage;
    this.look = { theme: "auto", large: false, ...JSON.parse(storage.getItem(KEY) ?? "{}") };
    this.system = matchMedia("(prefers-color-scheme: dark)");
    this.system.addEventListener("change", () => this.apply());
    this.apply();
  }

  set(change) {
    Object.assign(this.look, change);
    this.storage.setItem(KEY, JSON.stringify(this.look));
    this.apply();
  }

  apply() {
    const theme = this.look.theme === "auto" ? (this.system.matches ? "dark" : "light") : this.look.theme;
    Object.assign(document.documentElement.dataset, { theme, text: this.look.large ? "large" : "normal" });
  }

  /** @returns {Array<object>} entries for the settings menu */
  items() {
    const themes = Object.entries(THEMES).map(([theme, text]) => ({ text, checked: this.look.theme === theme, act: () => this.set({ theme }) }));
    return [{ text: "大字", checked: this.look.large, act: () => this.set({ large: !this.look.large }) }, ...themes];
  }
}
