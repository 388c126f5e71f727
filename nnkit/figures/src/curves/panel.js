/** A panel of curves: axes, a border, what is cut off at the border, and what may reach beyond it. */

import { axes, border } from "../core/frame.js";
import { group, line, node, path, rect } from "../core/svg.js";

/**
 * @param {import("../core/frame.js").Frame} f
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

/**
 * A curve through (x, y); null is a gap.
 * @param {import("../core/frame.js").Frame} f
 * @param {number[]} x @param {(number | null)[]} y @param {object} attributes
 */
export const curve = (f, x, y, attributes) =>
  node("path", { ...attributes, d: path(y.map((value, i) => (value == null ? null : [f.x(x[i]), f.y(value)]))) });

/** An upright line through a whole panel. @param {import("../core/frame.js").Frame} f @param {number} x */
export const upright = (f, x) => line(f.x(x), f.top, f.x(x), f.top + f.height, { class: "nn-cursor" });
