/** The key to lines and curves: a sample of each stroke beside its name. */

import { circle, escape, group, line, rect, text } from "./svg.js";

/**
 * @param {{name: string, role: string, kind?: string, dash?: number}[]} entries kind: "line" if it is left out, "dot",
 *   "band" (one fill) or "shades" (from low to high)
 * @param {number} x @param {number} y of the first row
 */
export const key = (entries, x, y) =>
  group({ class: "nn-key" }, entries.map((entry, i) => row(entry, x, y + 24 * i)));

/** @type {Record<string, (x: number, y: number, entry: any) => string>} */
const SAMPLES = {
  line: (x, y, { role, dash }) => line(x, y, x + 30, y, { class: stroke(role, dash) }),
  dot: (x, y, { role }) => circle(x + 15, y, 5, { class: `nn-bead nn-role-${role}` }),
  band: (x, y) => rect(x, y - 7, 30, 14, { class: "nn-between" }),
  shades: (x, y) =>
    [1, 4, 5, 8].map((band, i) => rect(x + 7.5 * i, y - 7, 7.5, 14, { class: `nn-band-${band}` })).join(""),
};

/** The classes of a line or curve. */
export const stroke = (role, dash = 0) => `nn-line nn-role-${role}${dash ? ` nn-dash-${dash}` : ""}`;

const row = (entry, x, y) =>
  SAMPLES[entry.kind ?? "line"](x, y, entry) + text(x + 38, y + 4.5, escape(entry.name), { class: "nn-caption" });
