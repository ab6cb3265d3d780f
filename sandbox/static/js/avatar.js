/** @file Round avatars: initials on one of seven colours, the same for a person wherever they appear. */
import { h } from "./dom.js";
import { nameOf } from "./format.js";

const HUES = 7;

/** @param {number} id @returns {number} 0–6, which of the colours in tokens.css belongs to this person or chat */
export const hueOf = (id) => Math.abs(id) % HUES;

function initials(name) {
  const letters = Array.from(name.trim());
  const latin = name.match(/\b[a-z]/gi);
  if (/^[a-z]/i.test(name) && latin) return latin.slice(0, 2).join("").toUpperCase();
  return letters[0] ?? "?";
}

/**
 * @param {{id: number, title?: string, first_name?: string, last_name?: string}} who
 * @param {string} [size] a class: "small" | "large"
 */
export function avatar(who, size = "") {
  return h("span", { class: `avatar hue-${hueOf(who.id)} ${size}`, "aria-hidden": "true" }, initials(nameOf(who)));
}
