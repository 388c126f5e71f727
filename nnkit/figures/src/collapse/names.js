/**
 * Names of the entries that are moved, "W1-2-1" (row 2, column 1 of W₁), "b1-2" and "x1", and of those of the product,
 * "P2-1-2" and "p2-1" for two layers multiplied, "P3-…" for three. All count from 1.
 */

import { changeAt, valueAt } from "../core/paths.js";

/** @param {string} name @returns {{kind: string, indices: number[]}} */
export const parse = (name) => ({ kind: name[0], indices: name.slice(1).split("-").map(Number) });

/** @param {string} name @returns {string} where an entry that is moved stands in the state */
export function pathOf(name) {
  const { kind, indices } = parse(name);
  return [{ W: "weights", b: "biases", x: "x" }[kind], ...indices.map((index) => index - 1)].join(".");
}

/** @param {any} state @param {string} name @returns {number} */
export const valueOf = (state, name) => valueAt(state, pathOf(name));

/** @param {any} state @param {string} name @param {number} value */
export const put = (state, name, value) => changeAt(state, pathOf(name), value);

/** In words, for those who hear it. @param {string} name */
export function said(name) {
  const { kind, indices: [first, row, column] } = parse(name);
  if (kind === "x") return `input x${first}`;
  const place = column ? `row ${row}, column ${column}` : `row ${row}`;
  return `${place} of ${{ W: "W", b: "b", P: "the product to layer ", p: "its bias to layer " }[kind]}${first}`;
}

export const isProduct = (name) => /^[Pp]/.test(name);

/** The product's chosen entry, which keeps its row and column in a product of more or fewer layers. */
function cellAt({ weights, cell }, depth) {
  const { kind, indices: [, i, j] } = parse(cell);
  const [rows, columns] = [weights[depth - 1].length, weights[0][0].length];
  const inside = i >= 1 && i <= rows && (kind === "p" || (kind === "P" && j >= 1 && j <= columns));
  return inside ? [`${kind}${depth}`, i, ...(kind === "P" ? [j] : [])].join("-") : `P${depth}-1-1`;
}

/**
 * The state with names that it has, and a depth too.
 * @template {{weights: number[][][], chosen: string, cell: string, depth: number}} S
 * @param {S} state @returns {S}
 */
export function settled(state) {
  const depth = Math.min(Math.max(2, Math.round(state.depth)), state.weights.length);
  const chosen = /^[Wbx]/.test(state.chosen) && typeof valueOf(state, state.chosen) === "number";
  return { ...state, depth, chosen: chosen ? state.chosen : "W1-1-1", cell: cellAt(state, depth) };
}
