/** @file Building elements. Text only ever becomes text nodes: nothing in this page writes markup from data. */

/**
 * Make an element.
 * @param {string} tag
 * @param {Object<string, *>} [props] attributes; `class`, `dataset` and `style` (objects), `onX` listeners; null and false are left out
 * @param {...(Node|string|null|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  return add(element, ...children);
}

function setProp(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2).toLowerCase(), value);
  else if (name === "dataset") Object.assign(element.dataset, value);
  else if (name === "style") for (const [key, css] of Object.entries(value)) element.style.setProperty(key, css);
  else element.setAttribute(name, value === true ? "" : value);
}

/**
 * Append children, flattening arrays and leaving out nothings.
 * @template {Node} T
 * @param {T} parent
 * @param {...(Node|string|null|Array)} children
 * @returns {T}
 */
export function add(parent, ...children) {
  parent.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return parent;
}

/**
 * Replace everything inside an element.
 * @param {Element} parent
 * @param {...(Node|string|null|Array)} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren();
  add(parent, ...children);
}

/**
 * A new callback which runs `work` once after the current burst of calls.
 * Timers, not animation frames: a page in the background must still keep its unread counts.
 * @param {() => void} work
 * @param {number} [wait] milliseconds
 * @returns {() => void}
 */
export function batched(work, wait = 0) {
  let timer = null;
  return () => {
    if (timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      work();
    }, wait);
  };
}
