/** Two models fitted to labelled points in the page: nnkit's GaussianClassifier, and a logistic neuron (tested). */

import { sigmoid } from "../core/activations.js";
import { determinant, inverse, matvec, solve } from "../core/linear.js";
import { dot } from "../core/numbers.js";

const SINGULAR = 1e-10; // of the determinant of the correlations

/** @param {number[][]} points @returns {number[]} */
const meanOf = (points) => [0, 1].map((i) => points.reduce((sum, point) => sum + point[i], 0) / points.length);

/** The sum of the outer products of x − mean. @param {number[][]} points @param {number[]} mean */
function scatter(points, [m1, m2]) {
  let [a, b, c] = [0, 0, 0];
  for (const [x1, x2] of points) {
    a += (x1 - m1) ** 2;
    b += (x1 - m1) * (x2 - m2);
    c += (x2 - m2) ** 2;
  }
  return [[a, b], [b, c]];
}

const scale = (matrix, factor) => matrix.map((row) => row.map((value) => value * factor));
const add = (a, b) => a.map((row, i) => row.map((value, j) => value + b[i][j]));
const isSingular = (matrix) => !(determinant(matrix) > SINGULAR * matrix[0][0] * matrix[1][1]);

/**
 * Maximum likelihood: means, shares and covariances in closed form, and from them the log-odds x·A x + b·x + c.
 * @param {number[][]} points rows (x1, x2, label) @param {boolean} shared one covariance for both?
 * @returns {{A: number[][], b: number[], c: number} | null} null: a class is missing, or a covariance is singular
 */
export function fitGaussian(points, shared) {
  const groups = [0, 1].map((label) => points.filter((point) => point[2] === label));
  if (groups.some((group) => group.length === 0)) return null;
  const means = groups.map(meanOf);
  const scatters = groups.map((group, k) => scatter(group, means[k]));
  const pooled = scale(add(scatters[0], scatters[1]), 1 / points.length);
  const covariances = groups.map((group, k) => (shared ? pooled : scale(scatters[k], 1 / group.length)));
  if (covariances.some(isSingular)) return null;
  const precisions = covariances.map((covariance) => /** @type {number[][]} */ (inverse(covariance)));
  const slopes = precisions.map((precision, k) => matvec(precision, means[k]));
  const constants = groups.map((group, k) =>
    Math.log(group.length / points.length) - Math.log(determinant(covariances[k])) / 2 - dot(means[k], slopes[k]) / 2);
  return {
    A: shared ? [[0, 0], [0, 0]] : scale(add(precisions[0], scale(precisions[1], -1)), 0.5),
    b: [slopes[1][0] - slopes[0][0], slopes[1][1] - slopes[0][1]],
    c: constants[1] - constants[0],
  };
}

/** So little weight decay that it is seen only where a line separates the labels, and keeps the weights finite. */
export const DECAY = 1e-3;

/**
 * Newton's method on the mean cross entropy + DECAY ‖w‖² / 2, which has one minimum.
 * @param {number[][]} points rows (x1, x2, label)
 * @returns {{weight: number[], bias: number}}
 */
export function fitLogistic(points) {
  let line = [0, 0, 0];
  for (let i = 0; i < 100; i += 1) {
    const { gradient, hessian } = curvature(line, points);
    const step = solve(hessian, gradient);
    if (!step) break;
    line = line.map((value, k) => value - damping(step) * step[k]);
    if (Math.hypot(...gradient) < 1e-13) break;
  }
  return { weight: line.slice(0, 2), bias: line[2] };
}

/** A step longer than 2 is cut to 2: far from the minimum, Newton's method overshoots. */
const damping = (step) => Math.min(1, 2 / Math.hypot(...step));

function curvature(line, points) {
  const gradient = [DECAY * line[0], DECAY * line[1], 0];
  const hessian = [[DECAY, 0, 0], [0, DECAY, 0], [0, 0, 0]];
  for (const [x1, x2, y] of points) {
    const x = [x1, x2, 1];
    const yhat = sigmoid(line[0] * x1 + line[1] * x2 + line[2]);
    for (let i = 0; i < 3; i += 1) {
      gradient[i] += ((yhat - y) * x[i]) / points.length;
      for (let j = 0; j < 3; j += 1) hessian[i][j] += (yhat * (1 - yhat) * x[i] * x[j]) / points.length;
    }
  }
  return { gradient, hessian };
}
