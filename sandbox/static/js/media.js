/** @file Everything in a bubble that is not text: photos and albums, files, voice, places, people, polls. */
import { fileUrl } from "./api.js";
import { avatar } from "./avatar.js";
import { add, h } from "./dom.js";
import { duration, fileSize, nameOf } from "./format.js";
import { icon } from "./icons.js";
import { mediaKind } from "./preview.js";

const NARROWEST = 0.62;
const WIDEST = 1.9;
const BARS = 30;

/**
 * The media of one message.
 * @param {object} message
 * @param {{openPhoto: (url: string) => void, vote: (message: object, option: number) => void}} view
 * @returns {HTMLElement|null}
 */
export function mediaOf(message, view) {
  const kind = mediaKind(message);
  return kind ? MEDIA[kind](message[kind], view, message) : null;
}

/**
 * Photos and videos sent together, as a grid.
 * @param {Array<object>} messages
 * @param {{openPhoto: (url: string) => void}} view
 */
export function album(messages, view) {
  return h("div", { class: `album of-${Math.min(messages.length, 10)}` }, messages.map((message) => mediaOf(message, view)));
}

/** Media that fill the bubble up to its edge. */
export const isVisual = (message) => ["photo", "video", "animation", "location", "venue"].includes(mediaKind(message));

function ratio({ width, height }) {
  return width && height ? Math.min(Math.max(width / height, NARROWEST), WIDEST) : 4 / 3;
}

function photo(sizes, view) {
  const best = sizes.at(-1);
  const url = fileUrl(best.file_id);
  const image = h("img", { src: url, alt: "照片", draggable: "false" });
  image.addEventListener("error", () => image.replaceWith(h("span", { class: "no-image" }, icon("photo"), "照片")));
  const style = { "aspect-ratio": String(ratio(best)) };
  return h("button", { type: "button", class: "photo", style, "aria-label": "看大图", onClick: () => view.openPhoto(url) }, image);
}

function video(file) {
  const style = { "aspect-ratio": String(ratio(file)) };
  return h("video", { class: "video", src: fileUrl(file.file_id), controls: true, preload: "none", style });
}

function documentCard(file) {
  const name = file.file_name ?? "文件";
  const extension = name.includes(".") ? name.split(".").at(-1).slice(0, 4) : "";
  return h("a", { class: "document", href: fileUrl(file.file_id), download: name, "aria-label": `下载 ${name}` },
    h("span", { class: "document-badge", "aria-hidden": "true" }, extension || icon("file")),
    h("span", { class: "document-words" }, h("span", { class: "document-name" }, name), h("small", {}, fileSize(file.file_size))));
}

/** Bar heights from the file's id: the same voice always looks the same, and nothing has to be decoded. */
function waveform(seed) {
  let state = Array.from(seed).reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
  return Array.from({ length: BARS }, () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return h("i", { style: { height: `${18 + (state >>> 24) / 3.2}%` } });
  });
}

function sound(file) {
  const audio = h("audio", { src: fileUrl(file.file_id), preload: "none" });
  const bars = waveform(file.file_unique_id ?? file.file_id);
  const button = h("button", { type: "button", class: "play", "aria-label": "播放" }, icon("play"));
  const toggle = () => (audio.paused ? audio.play().catch(() => {}) : audio.pause());
  const show = () => button.replaceChildren(icon(audio.paused ? "play" : "pause"));
  button.addEventListener("click", toggle);
  for (const event of ["play", "pause", "ended"]) audio.addEventListener(event, show);
  audio.addEventListener("timeupdate", () => {
    const part = audio.currentTime / (audio.duration || file.duration || 1);
    bars.forEach((bar, index) => bar.classList.toggle("heard", index / BARS < part));
  });
  return h("div", { class: "sound" }, button, h("span", { class: "wave", "aria-hidden": "true" }, bars),
    h("small", {}, duration(file.duration)), audio);
}

function place({ latitude, longitude }, title) {
  const words = title ?? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return h("div", { class: "place", role: "img", "aria-label": `位置 ${words}` },
    h("span", { class: "map" }, icon("location")), h("span", { class: "place-words" }, words));
}

function contact(person) {
  const known = { ...person, id: person.user_id ?? 0 };
  return h("div", { class: "contact" }, avatar(known),
    h("span", {}, h("b", {}, nameOf(person)), h("a", { href: `tel:${person.phone_number}` }, person.phone_number)));
}

function poll({ question, options, total_voter_count: total = 0, is_closed: closed, is_anonymous: anonymous }, view, message) {
  const line = (option, index) => {
    const share = total ? Math.round((option.voter_count / total) * 100) : 0;
    return h("li", {}, h("button", { type: "button", disabled: closed, onClick: () => view.vote(message, index) },
      h("b", {}, `${share}%`), h("span", {}, option.text), h("i", { style: { width: `${share}%` } })));
  };
  const state = [closed ? "已结束" : anonymous ? "匿名投票" : "公开投票", `${total} 票`].join(" · ");
  return h("div", { class: "poll" }, h("b", { class: "poll-question" }, question), h("small", {}, state), add(h("ul"), options.map(line)));
}

/** How each kind of media is drawn. */
const MEDIA = {
  photo,
  video,
  animation: video,
  video_note: video,
  voice: sound,
  audio: sound,
  document: documentCard,
  sticker: (sticker) => h("span", { class: "sticker" }, sticker.emoji ?? "🙂"),
  venue: (venue) => place(venue.location, venue.title),
  location: (location) => place(location),
  contact,
  poll,
  dice: (dice) => h("span", { class: "sticker" }, dice.emoji, h("small", {}, String(dice.value))),
};
