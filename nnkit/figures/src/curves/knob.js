/** What a grip looks like on a curve: a dot with two arrowheads, the ways in which it moves. */

import { circle, node } from "../core/svg.js";

const ARROWS = "M-12 -4.5L-17 0L-12 4.5M12 -4.5L17 0L12 4.5";

/** @param {string} [name] its data-nn name @param {{upright?: boolean}} [options] moves up and down? */
export const knob = (name, { upright = false } = {}) =>
  circle(0, 0, 7.5, { class: "nn-curve-knob", "data-nn": name })
  + node("path", { class: "nn-ways", d: ARROWS, transform: upright ? "rotate(90)" : null });
