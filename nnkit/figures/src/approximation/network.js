/** A network with one input, one hidden layer and one output: bias + Σ height · g(slope (x − place)). */

import { ACTIVATIONS } from "../core/activations.js";

/** @typedef {import("./targets.js").Target} Target */

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

/** Outputs at the places xs. @param {Network} network @param {number[]} xs @returns {number[]} */
export function values({ kind, units, bias }, xs) {
  const { g } = ACTIVATIONS[kind];
  const sums = xs.map(() => bias);
  for (const [place, slope, height] of units) {
    const offset = -(slope * place);
    for (let i = 0; i < xs.length; i++) sums[i] += height * g(slope * xs[i] + offset);
  }
  return sums;
}

/** @param {Network} network @param {number} x */
export const valueAt = (network, x) => values(network, [x])[0];

/** The places where errors are measured, with f's values there; once for each target. */
const measured = new Map();

/** @param {Target} target @returns {{xs: number[], ys: number[]}} */
export function measure(target) {
  if (!measured.has(target)) {
    const xs = linspace(target.interval[0], target.interval[1], PLACES);
    measured.set(target, { xs, ys: xs.map(target.f) });
  }
  return measured.get(target);
}

/**
 * How far the network is from f, measured at PLACES places of the interval.
 * @param {Network} network @param {Target} target
 * @returns {{largest: number, mean: number, at: number}} `at`: the first place of the largest
 */
export function errors(network, target) {
  const { xs, ys } = measure(target);
  let [largest, sum, at] = [-1, 0, xs[0]];
  values(network, xs).forEach((value, i) => {
    const error = Math.abs(value - ys[i]);
    sum += error;
    if (error > largest) [largest, at] = [error, xs[i]];
  });
  return { largest, mean: sum / PLACES, at };
}

const SOFT = [-6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6]; // the z at which a sigmoid's bend is drawn

/**
 * The places that a drawing needs: where the network is not smooth, and enough between.
 * @param {Network} network @param {[number, number]} interval @param {number} count @returns {number[]} ascending
 */
function drawn({ kind, units }, [left, right], count) {
  const crowded = units.length > 30; // then even places show the bends as well
  const bends = (kind === "sigmoid" && !crowded ? SOFT : [0]).flatMap((z) =>
    units.map(([place, slope]) => place + (slope === 0 ? 0 : z / slope)));
  const even = kind === "sigmoid" ? linspace(left, right, crowded ? 4 * count : count) : [left, right];
  const inside = [...even, ...bends].filter((x) => x >= left && x <= right);
  return [...new Set(inside)].sort((a, b) => a - b);
}

/**
 * @param {Network} network @param {[number, number]} interval
 * @param {number} [count] of even places between the bends, where it is smooth
 * @returns {[number, number][]} the corners of its graph
 */
export function graph(network, interval, count = 61) {
  const xs = drawn(network, interval, count);
  if (network.kind !== "step") {
    const ys = values(network, xs);
    return xs.map((x, i) => [x, ys[i]]);
  }
  const ends = xs.slice(1);
  const levels = values(network, ends.map((x, i) => (xs[i] + x) / 2)); // between two jumps, where no rounding decides
  return ends.flatMap((x, i) => [[xs[i], levels[i]], [x, levels[i]]]);
}

/**
 * A function's graph, with its jumps upright.
 * @param {Target} target @returns {[number, number][]}
 */
export function targetGraph({ f, interval, jumps, kinks }) {
  const before = jumps.map((x) => x - 1e-9);
  const xs = [...linspace(...interval, 65), ...jumps, ...kinks, ...before].sort((a, b) => a - b);
  return xs.map((x) => [x, f(x)]);
}
