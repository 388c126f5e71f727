/** Every number of the staircase figure: one sigmoid, two of them as a bump, a row of bumps or steps. */

import { errors, linspace, valueAt } from "../approximation/network.js";
import { remember } from "../core/remember.js";
import { TARGETS } from "../approximation/targets.js";

/** @typedef {import("../approximation/network.js").Network} Network */

/** The edges of the cells, one more than heights. @param {string} name of the target @param {number} cells */
export const edgesOf = (name, cells) => linspace(...TARGETS[name].interval, cells + 1);

/** The target's values in the middles of the cells. @param {string} name @param {number} cells @returns {number[]} */
export function fitted(name, cells) {
  const edges = edgesOf(name, cells);
  return edges.slice(1).map((edge, i) => TARGETS[name].f((edges[i] + edge) / 2));
}

/** One sigmoid. @returns {Network} */
const single = ({ steepness, place }) => ({ kind: "sigmoid", units: [[place, steepness, 1]], bias: 0 });

/** Up at the left edge and down at the right one. */
const pair = (left, right, steepness, height) => [[left, steepness, height], [right, steepness, -height]];

/** @returns {Network} */
const bump = ({ steepness, ends: [left, right], height }) =>
  ({ kind: "sigmoid", units: pair(left, right, steepness, height), bias: 0 });

/** A pair of sigmoids for every cell, or one for every edge between two. @returns {Network} */
function staircase({ steepness, target, parts, heights }) {
  const edges = edgesOf(target, heights.length);
  if (parts === "bumps") {
    const units = heights.flatMap((height, i) => pair(edges[i], edges[i + 1], steepness, height));
    return { kind: "sigmoid", units, bias: 0 };
  }
  const units = heights.slice(1).map((height, i) => [edges[i + 1], steepness, height - heights[i]]);
  return { kind: "sigmoid", units, bias: heights[0] };
}

/**
 * @param {any} state
 * @returns {{step: Network, bump: Network, staircase: Network, biases: number[], middle: number, largest: number,
 *   mean: number, at: number}} `biases` of the hidden units of step and bump; `middle`: the bump's value there; the
 *   staircase's largest error and where it is, and its mean error
 */
export const compute = ({ steepness, place, ends, height, target, parts, heights }) =>
  found({ steepness, place, ends, height, target, parts, heights });

const found = remember((state) => {
  const networks = { step: single(state), bump: bump(state), staircase: staircase(state) };
  const biases = [...networks.step.units, ...networks.bump.units].map(([place, slope]) => -(slope * place));
  const middle = valueAt(networks.bump, (state.ends[0] + state.ends[1]) / 2);
  return { ...networks, biases, middle, ...errors(networks.staircase, TARGETS[state.target]) };
});
