/** @file The paper clip: files picked, pasted or waiting to be sent, and the things that are not files (place, contact). */
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { below, menu } from "./overlay.js";
import { shareContact, shareLocation } from "./share.js";

const PICKERS = [
  { kind: "photo", icon: "photo", text: "照片", accept: "image/*" },
  { kind: "document", icon: "file", text: "文件", accept: "" },
  { kind: "voice", icon: "voice", text: "语音文件", accept: "audio/*" },
];

/** Files waiting in a composer. */
export class Attachments {
  /** @param {import("./composer.js").Composer} composer */
  constructor(composer) {
    this.composer = composer;
    this.files = [];
    this.strip = h("div", { class: "attachments" });
    this.inputs = new Map(PICKERS.map((picker) => [picker.kind, this.input(picker)]));
    this.button = h("button", { type: "button", class: "icon-button attach", "aria-label": "添加附件", title: "添加附件", "aria-haspopup": "menu", onClick: () => this.openMenu() }, icon("attach"));
    this.element = h("div", {}, this.strip, [...this.inputs.values()]);
  }

  input({ kind, accept }) {
    const input = h("input", { type: "file", accept, multiple: kind === "photo", hidden: true, tabindex: "-1", dataset: { kind } });
    input.addEventListener("change", () => {
      this.add([...input.files], kind);
      input.value = "";
    });
    return input;
  }

  openMenu() {
    const { column } = this.composer;
    const pickers = PICKERS.map((picker) => ({ icon: picker.icon, text: picker.text, act: () => this.inputs.get(picker.kind).click() }));
    menu(column.element, below(this.button), [
      ...pickers,
      { icon: "location", text: "位置", act: () => shareLocation(column) },
      { icon: "contact", text: "我的名片", act: () => shareContact(column) },
    ]);
  }

  /** @param {ClipboardEvent} event pictures in it wait to be sent; text is left to the browser */
  paste(event) {
    const images = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
    if (!images.length) return;
    event.preventDefault();
    this.add(images, "photo");
  }

  add(files, kind) {
    this.files.push(...files.map((file) => ({ file, kind, url: kind === "photo" ? URL.createObjectURL(file) : null })));
    this.draw();
    this.composer.box.focus();
  }

  /** Hand the waiting files over. @returns {Array<{file: File, kind: string}>} */
  take() {
    const files = this.files;
    this.clear();
    return files;
  }

  clear() {
    for (const { url } of this.files) if (url) URL.revokeObjectURL(url);
    this.files = [];
    this.draw();
  }

  draw() {
    fill(this.strip, this.files.map((waiting) => this.card(waiting)));
    this.composer.ready();
  }

  card(waiting) {
    const drop = () => {
      this.files = this.files.filter((other) => other !== waiting);
      this.draw();
    };
    return h("div", { class: "attachment" },
      waiting.url ? h("img", { src: waiting.url, alt: waiting.file.name }) : h("span", { class: "attachment-name" }, icon("file"), waiting.file.name),
      h("button", { type: "button", class: "attachment-drop", "aria-label": `去掉 ${waiting.file.name}`, onClick: drop }, icon("close")));
  }
}
