/** The key to lines and curves: a sample of each stroke beside its name. */

import { escape, group, line, text } from "./svg.js";

/** @param {{name: string, role: string}[]} entries @param {number} x @param {number} y of the first row */
export const key = (entries, x, y) =>
  group({ class: "nn-key" }, entries.map((entry, i) => row(entry, x, y + 24 * i)));

const row = ({ name, role }, x, y) =>
  line(x, y, x + 30, y, { class: `nn-line nn-role-${role}` })
  + text(x + 38, y + 4.5, escape(name), { class: "nn-caption" });
