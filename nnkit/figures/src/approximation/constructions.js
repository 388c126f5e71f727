/** nnkit.approximate's constructions for a continuous f, with a given number of hidden units n, and the best line. */

import { linspace, measure } from "./network.js";

const SHARPNESS = 50; // a sigmoid's steepness x the width of a cell
const ROOM = 1 + 1e-9; // for the sigmoids' tails, and for rounding

/** @typedef {import("./network.js").Network} Network @typedef {import("./targets.js").Target} Target */

/** n steps: n + 1 equal cells, f(middle) on each. @param {Target} target @param {number} n @returns {Network} */
const stepStaircase = (target, n) => staircase("step", target, n);

/** n steep sigmoids in place of the steps. @param {Target} target @param {number} n @returns {Network} */
const sigmoidStaircase = (target, n) => staircase("sigmoid", target, n);

/** @param {string} kind @param {Target} target @param {number} n @returns {Network} */
function staircase(kind, { f, interval }, n) {
  const starts = linspace(...interval, n + 1, false);
  const width = (interval[1] - interval[0]) / (n + 1);
  const levels = starts.map((start) => f(start + width / 2));
  const slope = kind === "step" ? 1 : SHARPNESS / width;
  const units = starts.slice(1).map((edge, i) => [edge, slope, levels[i + 1] - levels[i]]);
  return { kind, units, bias: levels[0] };
}

/** The broken line through n + 1 equally distant points of f. @param {Target} target @param {number} n */
function reluInterpolant({ f, interval }, n) {
  return brokenLine(linspace(...interval, n + 1).map((x) => [x, f(x)]));
}

/** One ReLU less than points, ascending. @param {number[][]} points @returns {Network} */
export function brokenLine(points) {
  const slopes = points.slice(1).map(([x, y], i) => (y - points[i][1]) / (x - points[i][0]));
  const units = slopes.map((slope, i) => [points[i][0], 1, slope - (slopes[i - 1] ?? 0)]);
  return { kind: "relu", units, bias: points[0][1] };
}

/**
 * The straight line with the least largest error at the places where errors are measured, as one linear unit: any
 * number of them is a straight line too. Its slope is that of a side of the points' convex hull.
 * @param {Target} target @returns {Network}
 */
export function bestLine(target) {
  const { xs, ys } = measure(target);
  const points = xs.map((x, i) => [x, ys[i]]);
  const flipped = xs.map((x, i) => [x, -ys[i]]);
  const slopes = [...lowerHull(points), ...lowerHull(flipped).map((slope) => -slope)].sort((a, b) => a - b);
  const { slope, low, high } = narrowest(points, slopes);
  return { kind: "linear", units: [[xs[0], slope, 1]], bias: (low + high) / 2 + slope * xs[0] };
}

/** The narrowest band around the points; its width is a convex function of its slope, so halving finds it. */
function narrowest(points, slopes) {
  let [from, to] = [0, slopes.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (width(points, slopes[middle]) <= width(points, slopes[middle + 1])) to = middle;
    else from = middle + 1;
  }
  return band(points, slopes[from]);
}

/** The slopes of the lower convex hull's sides; points ascend. */
function lowerHull(points) {
  const hull = [];
  for (const point of points) {
    while (hull.length > 1 && slopeOf(hull.at(-2), hull.at(-1)) >= slopeOf(hull.at(-1), point)) hull.pop();
    hull.push(point);
  }
  return hull.slice(1).map((point, i) => slopeOf(hull[i], point));
}

const slopeOf = ([x0, y0], [x1, y1]) => (y1 - y0) / (x1 - x0);

function band(points, slope) {
  const rests = points.map(([x, y]) => y - slope * x);
  return { slope, low: Math.min(...rests), high: Math.max(...rests) };
}

function width(points, slope) {
  const { low, high } = band(points, slope);
  return high - low;
}

/** nnkit's proof: no error above this with n units. @param {string} kind @param {Target} target @param {number} n */
export function bound(kind, { interval, lipschitz }, n) {
  const cell = (interval[1] - interval[0]) / (kind === "relu" ? n : n + 1);
  return ((kind === "sigmoid" ? ROOM : 1) * lipschitz * cell) / 2;
}

/** With so many units the proof promises errors below eps. @param {string} kind @param {Target} target */
export function enough(kind, { interval, lipschitz }, eps) {
  const cells = Math.floor(((interval[1] - interval[0]) * (lipschitz / eps) / 2) * ROOM) + 1;
  return kind === "relu" ? cells : Math.max(cells - 1, 1);
}

/** kind -> (target, n) -> Network */
export const CONSTRUCTIONS = {
  linear: bestLine,
  step: stepStaircase,
  sigmoid: sigmoidStaircase,
  relu: reluInterpolant,
};
