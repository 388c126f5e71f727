/** Every number of the Gaussian figure: nnkit.gaussian's densities, posterior and boundary (tested). */

import { sigmoid } from "../core/activations.js";
import { eigenSymmetric, inverse, matvec } from "../core/linear.js";
import { dot } from "../core/numbers.js";

/**
 * The covariance with standard deviation `spread[0]` in the direction `angle` (degrees) and `spread[1]` across it.
 * @param {[number, number]} spread
 * @param {number} angle
 * @returns {[[number, number], [number, number]]}
 */
export function covariance([along, across], angle) {
  const [c, s] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const [v, u] = [along ** 2, across ** 2];
  const mixed = (v - u) * c * s;
  return [[v * c * c + u * s * s, mixed], [mixed, v * s * s + u * c * c]];
}

/** Each class's normal density, as what its logarithm is made of. With `shared`, class 0's covariance is both's. */
function classes({ mean0, mean1, spread0, spread1, angle0, angle1, shared, prior }) {
  const first = covariance(spread0, angle0);
  const covariances = [first, shared ? first : covariance(spread1, angle1)];
  const areas = [spread0, shared ? spread0 : spread1].map(([along, across]) => along * across);
  return [mean0, mean1].map((mean, k) => {
    const precision = /** @type {number[][]} */ (inverse(covariances[k])); // its determinant is spread², never 0
    const slope = matvec(precision, mean);
    const logPrior = Math.log(k ? prior : 1 - prior);
    const constant = logPrior - Math.log(areas[k]) - dot(mean, slope) / 2;
    return { mean, covariance: covariances[k], precision, slope, constant, logPrior, area: areas[k] };
  });
}

/** log p(x | k) of one class. */
function logDensity({ mean, precision, area }, x) {
  const away = [x[0] - mean[0], x[1] - mean[1]];
  return -Math.log(2 * Math.PI * area) - dot(away, matvec(precision, away)) / 2;
}

/** z as a function of the place: the quadric x·A x + b·x + c, or with A = 0 the line. */
export const logOdds = ({ A: [[a11, a12], [, a22]], b, c }) => (x1, x2) =>
  a11 * x1 * x1 + 2 * a12 * x1 * x2 + a22 * x2 * x2 + b[0] * x1 + b[1] * x2 + c;

/**
 * @param {any} state see the part's defaults
 * @returns {{covariances: number[][][], boundary: {A: number[][], b: number[], c: number}, conic: string,
 *   inside: number | null, logDensities: number[], joint: number[], z: number, posterior: number}} of both classes
 *   where there are two; z = log p(1 | x) − log p(0 | x) at the probe x is x·A x + b·x + c there, and 0 on the
 *   boundary, whose kind is `conic` (see CONICS); inside: the class within an ellipse, or the one that wins everywhere
 */
export function compute(state) {
  const [zero, one] = classes(state);
  const A = [0, 1].map((i) =>
    [0, 1].map((j) => (state.shared ? 0 : (zero.precision[i][j] - one.precision[i][j]) / 2)));
  const boundary = {
    A,
    b: [one.slope[0] - zero.slope[0], one.slope[1] - zero.slope[1]],
    c: one.constant - zero.constant,
  };
  const logDensities = [zero, one].map((own) => logDensity(own, state.probe));
  const z = logDensities[1] + one.logPrior - logDensities[0] - zero.logPrior;
  return {
    covariances: [zero.covariance, one.covariance],
    boundary,
    ...classify(boundary),
    logDensities,
    joint: [Math.exp(logDensities[0] + zero.logPrior), Math.exp(logDensities[1] + one.logPrior)],
    z,
    posterior: sigmoid(z),
  };
}

/** The kinds of boundary, as readers know them. */
export const CONICS = {
  line: "a straight line",
  circle: "a circle",
  ellipse: "an ellipse",
  parabola: "a parabola",
  hyperbola: "a hyperbola",
  crossing: "two crossing lines",
  parallel: "two parallel lines",
  none: "no boundary",
};

const NOTHING = 1e-9; // what rounding leaves of a zero

/** The curve x·A x + b·x + c = 0, and the class inside of it; A (2, 2) symmetric. */
export function classify({ A, b, c }) {
  const { values, vectors } = eigenSymmetric(A);
  // The larger curvature first, for the other may be none.
  const [big, small] = Math.abs(values[0]) >= Math.abs(values[1]) ? [0, 1] : [1, 0];
  const [l1, l2] = [values[big], values[small]];
  const side = (value) => ({ conic: "none", inside: value > 0 ? 1 : 0 });
  if (Math.abs(l1) < NOTHING) return Math.hypot(...b) < NOTHING ? side(c) : { conic: "line", inside: null };
  const [b1, b2] = [dot(b, vectors[big]), dot(b, vectors[small])];
  const rest = c - b1 ** 2 / (4 * l1);
  if (Math.abs(l2) < NOTHING * Math.abs(l1)) return parabolic(l1, b2, rest) ?? side(l1);
  return central(l1, l2, rest - b2 ** 2 / (4 * l2)) ?? side(l1);
}

/** l1 u² + b2 v + rest = 0 */
function parabolic(l1, b2, rest) {
  if (Math.abs(b2) > NOTHING) return { conic: "parabola", inside: null };
  return l1 * rest < 0 ? { conic: "parallel", inside: null } : null;
}

/** l1 u² + l2 v² + rest = 0 */
function central(l1, l2, rest) {
  if (l1 * l2 < 0) return { conic: Math.abs(rest) < NOTHING ? "crossing" : "hyperbola", inside: null };
  if (l1 * rest >= 0) return null;
  return { conic: Math.abs(l1 - l2) < NOTHING * Math.abs(l1) ? "circle" : "ellipse", inside: rest > 0 ? 1 : 0 };
}
