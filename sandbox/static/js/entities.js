/** @file Message text with its entities, as text nodes inside plain elements; offsets count UTF-16 units, as JavaScript does. */
import { h } from "./dom.js";
import { safeUrl } from "./links.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

/**
 * @typedef {object} TextActions
 * @property {(command: string) => void} command a bot command was clicked
 * @property {(url: URL) => void} link a link was followed
 * @property {(text: string) => void} copy code was clicked
 */

/**
 * @param {string} text
 * @param {Array<{type: string, offset: number, length: number, url?: string, language?: string}>} [entities]
 * @param {TextActions} actions
 * @returns {DocumentFragment}
 */
export function richText(text, entities = [], actions) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  write(fragment, { text, actions, from: 0, to: text.length }, ordered);
  return fragment;
}

/** Write text[from, to) and the entities in it; an inner entity that reaches beyond its outer one is cut at its end. */
function write(parent, span, entities) {
  let at = span.from;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, span.to);
    if (start >= end) {
      rest = others;
      continue;
    }
    parent.append(span.text.slice(at, start));
    const inner = others.filter((other) => other.offset < end);
    parent.append(element(entity, { ...span, from: start, to: end }, inner));
    // A block breaks the line by itself; the line break written after it would show as an empty line.
    at = BLOCKS.has(entity.type) && span.text[end] === "\n" ? end + 1 : end;
    rest = others.filter((other) => other.offset + other.length > end);
  }
  parent.append(span.text.slice(at, span.to));
}

function element(entity, span, inner) {
  const shown = span.text.slice(span.from, span.to);
  const made = (MAKERS[entity.type] ?? plain)({ entity, shown, actions: span.actions });
  write(made, span, inner);
  return made;
}

const tag = (name, props) => () => h(name, props);
const plain = tag("span");

function linkTo(address, actions) {
  const url = safeUrl(address);
  if (!url) return h("span");
  const follow = (event) => {
    event.preventDefault();
    actions.link(url);
  };
  return h("a", { href: url.href, title: url.href, rel: "noopener noreferrer", target: "_blank", onClick: follow });
}

function spoiler() {
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter") return;
    event.currentTarget.classList.add("shown");
    event.currentTarget.setAttribute("aria-label", "");
  };
  return h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "隐藏的文字，点击显示", onClick: reveal, onKeydown: reveal });
}

function pre({ entity }) {
  return h("pre", { "data-language": entity.language || null });
}

const textButton = (className, act) => h("button", { type: "button", class: `text-button ${className}`, onClick: act });

/** How each kind of entity looks. Kinds not named here are shown as plain text. */
const MAKERS = {
  bold: tag("b"),
  italic: tag("i"),
  underline: tag("u"),
  strikethrough: tag("s"),
  blockquote: tag("blockquote"),
  expandable_blockquote: tag("blockquote"),
  hashtag: tag("span", { class: "tag" }),
  cashtag: tag("span", { class: "tag" }),
  mention: tag("span", { class: "mention" }),
  text_mention: tag("span", { class: "mention" }),
  spoiler,
  pre,
  code: ({ shown, actions }) => {
    const copy = () => actions.copy(shown);
    return h("code", { title: "点击复制", onClick: copy });
  },
  url: ({ shown, actions }) => linkTo(shown, actions),
  text_link: ({ entity, actions }) => linkTo(entity.url, actions),
  email: ({ shown, actions }) => linkTo(`mailto:${shown}`, actions),
  phone_number: ({ shown, actions }) => linkTo(`tel:${shown.replace(/[^\d+]/g, "")}`, actions),
  bot_command: ({ shown, actions }) => textButton("command", () => actions.command(shown)),
};
