/** Words and numbers beside the curves. */

import { group, line, text } from "../core/svg.js";

/** A large number with its name below. @param {number} x @param {string} value @param {string} title markup */
export const readout = (x, value, title, kind = "") =>
  group(
    { class: `nn-readout ${kind}` },
    text(x, 0, value, { class: "nn-big" }),
    text(x, 20, title, { class: "nn-caption" }),
  );

/** A stroke and what it stands for. @param {number} y @param {string} kind classes @param {string} title markup */
export const sample = (y, kind, title) =>
  line(0, y - 5, 30, y - 5, { class: `nn-line ${kind}` }) + text(38, y, title, { class: "nn-caption" });
