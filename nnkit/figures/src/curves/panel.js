/** A panel of curves: axes, a border, what is cut off at the border, and what may reach beyond it. */

import { axes, border } from "../core/frame.js";
import { group, line, node, path, rect } from "../core/svg.js";

/**
 * @param {object} f core/frame.js frame
 * @param {{id: string, xlabel?: string, ylabel?: string}} options `id` must differ between the panels of a page
 * @param {...(string | string[])} content cut off at the border
 * @returns {string} markup
 */
export const panel = (f, { id, xlabel = "", ylabel = "" }, ...content) =>
  node("clipPath", { id }, rect(f.left, f.top, f.width, f.height))
  + rect(f.left, f.top, f.width, f.height, { class: "nn-paper" })
  + axes(f, { xlabel, ylabel })
  + border(f)
  + group({ "clip-path": `url(#${id})` }, ...content);

/** A curve through (x, y); null is a gap. @param {object} f @param {number[]} x @param {(number | null)[]} y */
export const curve = (f, x, y, attributes) =>
  node("path", { ...attributes, d: path(x.map((place, i) => (y[i] == null ? null : [f.x(place), f.y(y[i])]))) });

/** An upright line through a whole panel. */
export const upright = (f, x) => line(f.x(x), f.top, f.x(x), f.top + f.height, { class: "nn-cursor" });
