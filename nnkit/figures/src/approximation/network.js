/** A network with one input, one hidden layer and one output: bias + Σ height · g(slope (x − place)). */

import { ACTIVATIONS } from "../core/activations.js";

/**
 * @typedef {object} Network
 * @property {string} kind of its hidden units, a name of nnkit's activations
 * @property {number[][]} units rows (place, slope, height): the unit's weight is slope, its bias −slope · place, and
 *   height is the output's weight
 * @property {number} bias of the output
 */

/** At how many places an error is measured. */
export const PLACES = 1001;

/** numpy.linspace, to the last bit. @param {number} left @param {number} right @param {number} count */
export function linspace(left, right, count, endpoint = true) {
  const width = (right - left) / (endpoint ? count - 1 : count);
  return Array.from({ length: count }, (_, i) => (endpoint && i === count - 1 ? right : i * width + left));
}

/** The output of one hidden unit, height and all. @param {string} kind @param {number[]} unit @param {number} x */
export const contribution = (kind, [place, slope, height], x) =>
  height * ACTIVATIONS[kind].g(slope * x + -(slope * place));

/** @param {Network} network @param {number} x @returns {number} */
export function valueAt({ kind, units, bias }, x) {
  let sum = bias;
  for (const unit of units) sum += contribution(kind, unit, x);
  return sum;
}

/**
 * How far the network is from f, measured at PLACES places of the interval.
 * @param {Network} network @param {import("./targets.js").Target} target
 * @returns {{largest: number, mean: number, at: number}} `at`: the first place of the largest
 */
export function errors(network, { f, interval }) {
  let [largest, sum, at] = [-1, 0, interval[0]];
  for (const x of linspace(...interval, PLACES)) {
    const error = Math.abs(valueAt(network, x) - f(x));
    sum += error;
    if (error > largest) [largest, at] = [error, x];
  }
  return { largest, mean: sum / PLACES, at };
}

const SOFT = [-6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6]; // the z at which a sigmoid's bend is drawn

/**
 * The places that a drawing needs: where the network is not smooth, and enough between.
 * @param {Network} network @param {[number, number]} interval @returns {number[]} ascending
 */
function drawn({ kind, units }, [left, right]) {
  const bends = (kind === "sigmoid" && units.length <= 30 ? SOFT : [0]).flatMap((z) =>
    units.map(([place, slope]) => place + (slope === 0 ? 0 : z / slope)));
  const even = kind === "sigmoid" ? linspace(left, right, 201) : [left, right];
  const inside = [...even, ...bends].filter((x) => x >= left && x <= right);
  return [...new Set(inside)].sort((a, b) => a - b);
}

/** @param {Network} network @param {[number, number]} interval @returns {[number, number][]} corners of its graph */
export function graph(network, interval) {
  const xs = drawn(network, interval);
  if (network.kind !== "step") return xs.map((x) => [x, valueAt(network, x)]);
  return xs.slice(1).flatMap((x, i) => {
    const level = valueAt(network, (xs[i] + x) / 2); // between two jumps, where no rounding decides
    return [[xs[i], level], [x, level]];
  });
}

/**
 * A function's graph, with its jumps upright.
 * @param {import("./targets.js").Target} target @returns {[number, number][]}
 */
export function targetGraph({ f, interval, jumps, kinks }) {
  const before = jumps.map((x) => x - 1e-9);
  const xs = [...linspace(...interval, 161), ...jumps, ...kinks, ...before].sort((a, b) => a - b);
  return xs.map((x) => [x, f(x)]);
}
