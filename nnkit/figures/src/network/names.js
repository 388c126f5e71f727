/**
 * The lecture's names, by which equation and drawing light each other too: x1, w2-1-2, z3-1, all counted from 1. (Names
 * in KaTeX's equations must not hold a comma.)
 */

import { changeAt, valueAt } from "../core/paths.js";

export const weightName = (l, i, j) => `w${l}-${i}-${j}`;

/** Unit j of layer l; the inputs are x_j = z_{1,j}. */
export const unitName = (l, j) => (l === 1 ? `x${j}` : `z${l}-${j}`);

/**
 * @param {string} name
 * @returns {{kind: string, l: number, i: number, j: number}} kind "x", "w" or "z"; i is 0 but for a weight
 */
export function parse(name) {
  const indices = name.slice(1).split("-").map(Number);
  if (name[0] === "x") return { kind: "x", l: 1, i: 0, j: indices[0] };
  if (name[0] === "z") return { kind: "z", l: indices[0], i: 0, j: indices[1] };
  return { kind: "w", l: indices[0], i: indices[1], j: indices[2] };
}

/** "w2-1-2" -> "w2,1,2", for words. @param {string} name */
export const said = (name) => name.replaceAll("-", ",");

/** Where an input or a weight stands in the state, such as "weights.1.0.1". @param {string} name */
export function pathOf(name) {
  const { kind, l, i, j } = parse(name);
  return kind === "x" ? `x.${j - 1}` : `weights.${l - 1}.${i - 1}.${j - 1}`;
}

/** The number of an input or a weight. @param {any} state @param {string} name @returns {number} */
export const valueOf = (state, name) => valueAt(state, pathOf(name));

/** The change that puts a number there. @param {any} state @param {string} name @param {number} value */
export const put = (state, name, value) => changeAt(state, pathOf(name), value);

/** The unit that a weight leads to. @param {string} name */
export function headOf(name) {
  const { l, j } = parse(name);
  return unitName(l + 1, j);
}

function unitExists({ weights }, name) {
  const { kind, l, j } = parse(name);
  return kind === "z" && j >= 1 && j <= (weights[l - 2]?.[0].length ?? 0);
}

/**
 * The state with names that its network has: what is chosen may have come from a network of other sizes.
 * @template {{chosen: string, unit: string, weights: number[][][]}} S
 * @param {S} state @returns {S}
 */
export const settled = (state) => ({
  ...state,
  chosen: /^[xw]/.test(state.chosen) && valueOf(state, state.chosen) != null ? state.chosen : weightName(1, 1, 1),
  unit: unitExists(state, state.unit) ? state.unit : unitName(2, 1),
});
