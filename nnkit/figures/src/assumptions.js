/** Modelling assumptions against data: three models side by side, on points that fit one and betray another. */

import { choice, toggle } from "./core/controls.js";
import { format } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { node, text } from "./core/svg.js";
import { compute } from "./assumptions/compute.js";
import { drawPanels } from "./assumptions/panels.js";

export { compute };

export const defaults = { ...COMMON, sets: [], chosen: 0, shared: true, shown: "train", limit: 4 };

const fill = (state) => ({ ...defaults, ...state });

/** @param {object} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const { sets, chosen } = fill(state);
  if (!sets[chosen]) return "Three models side by side, without data.";
  const shares = compute(fill(state)).models.map(({ name, test }) =>
    `${name} ${test == null ? "cannot be fitted" : `${format(100 * test, 0)} percent`}`);
  return `Three models of the data “${sets[chosen].name}”, right on test points: ${shares.join(", ")}.`;
}

/** @param {object} state @returns {string} why one of them loses here */
export function remark(state) {
  const { sets, chosen, shared } = fill(state);
  return sets[chosen]?.why[shared ? 0 : 1] ?? "";
}

/**
 * @param {object} state see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout
 * @returns {string} SVG
 */
export function draw(state, { narrow = false, still = false } = {}) {
  const full = fill(state);
  const [width, height] = narrow ? [388, 1100] : [788, 350];
  return node(
    "svg",
    { class: "nn-svg", viewBox: `0 0 ${width} ${height}`, role: still ? "img" : "group", "aria-label": describe(full) },
    full.sets[full.chosen]
      ? drawPanels(full, compute(full), narrow)
      : text(width / 2, 60, "There are no data.", { class: "nn-caption nn-middle" }),
  );
}

export function controls({ sets }) {
  if (!sets.length) return [];
  return [
    choice({ name: "chosen", label: "data", options: sets.map(({ name }, i) => [i, name]) }),
    toggle({ name: "shared", label: "Gaussians: one covariance for both" }),
    choice({ name: "shown", label: "points shown", options: [["train", "training points"], ["test", "test points"]] }),
  ];
}

export default part({ defaults, draw, describe, remark, controls });
