/** The key to lines and curves: a sample of each stroke beside its name. */

import { escape, group, line, text } from "./svg.js";

/** @param {{name: string, role: string}[]} entries @param {number} x @param {number} y of the first row */
export const key = (entries, x, y) =>
  group(
    { class: "nn-key" },
    entries.map(({ name, role }, i) =>
      group({}, line(x, y + 22 * i, x + 30, y + 22 * i, { class: `nn-line nn-role-${role}` }), text(x + 38, y + 22 * i + 4.5, escape(name), { class: "nn-caption" })),
    ),
  );
