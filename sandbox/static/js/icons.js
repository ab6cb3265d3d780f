/** @file The page's own line icons (24 × 24), so that nothing is fetched from elsewhere. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  back: "M15 5l-7 7 7 7",
  send: "M4 12l16-8-6 16-3-7z M11 13l9-9",
  attach: "M20 11l-8 8a5 5 0 0 1-7-7l8.500-8.500a3.300 3.300 0 0 1 4.700 4.700L9.800 16.600a1.700 1.700 0 0 1-2.400-2.400L15 6.700",
  slash: "M8 4h8a4 4 0 0 1 4 4v8a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4z M14 8l-4 8",
  keyboard: "M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1z M7 10h.1 M11 10h.1 M15 10h.1 M17.500 10h.1 M8 14.500h8",
  more: "M12 5.500h.1 M12 12h.1 M12 18.500h.1",
  close: "M6 6l12 12 M18 6L6 18",
  checks: "M2.500 12.500l4 4 8.500-9 M11.500 15.500l1 1 9-9",
  down: "M6 9l6 6 6-6",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3z M12 15v5",
  users: "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z M2.500 20c0-4 3-6 6.500-6s6.500 2 6.500 6 M16 4.300a3.500 3.500 0 0 1 0 6.400 M18 14.500c2.200.8 3.500 2.700 3.500 5.500",
  reply: "M10 6l-6 6 6 6 M4 12h9c4 0 7 2 7 7",
  edit: "M4 20l1-4L16 5l3 3L8 19z M14 7l3 3",
  copy: "M9 9h10v11H9z M15 9V4H5v11h4",
  trash: "M5 7h14 M10 7V4h4v3 M7 7l1 13h8l1-13",
  photo: "M4 5h16v14H4z M4 16l5-5 4 4 3-3 4 4 M15.500 9h.1",
  file: "M6 3h8l5 5v13H6z M14 3v5h5",
  location: "M12 21s-7-6.500-7-11.500a7 7 0 0 1 14 0C19 14.500 12 21 12 21z M12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4.500 20c0-4 3.500-6 7.500-6s7.500 2 7.500 6",
  voice: "M12 14a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3z M6 11a6 6 0 0 0 12 0 M12 17v4",
  play: "M8 5.500v13l10.500-6.500z",
  pause: "M8.500 6v12 M15.500 6v12",
  gear: "M4 7h9 M17 7h3 M4 17h3 M11 17h9 M15 5v4 M9 15v4",
  plus: "M12 5v14 M5 12h14",
  wrench: "M14.500 6.500a4 4 0 0 1 5-1.500l-3 3 .5 2 2 .5 3-3a4 4 0 0 1-5.500 5L8 21l-3.500-3.500 8-8a4 4 0 0 1 2-3z",
  link: "M8 16L17 7 M10 7h7v7",
  chain: "M10 14a4 4 0 0 0 6 0l3.500-3.500a4.200 4.200 0 0 0-6-6L12 6 M14 10a4 4 0 0 0-6 0l-3.500 3.500a4.200 4.200 0 0 0 6 6L12 18",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7v5l3.500 2",
};

/**
 * An icon as an SVG element, hidden from screen readers (the button around it carries the name).
 * @param {keyof typeof PATHS} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
