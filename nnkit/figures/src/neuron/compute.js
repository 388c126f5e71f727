/** Every number of the neuron figure: the formulas of nnkit.activations, nnkit.losses and nnkit.neuron (tested). */

import { ACTIVATIONS as KNOWN } from "../core/activations.js";
import { dot, mean } from "../core/numbers.js";
import { boundary, distances } from "../core/plane.js";

const { g: softplus } = KNOWN.softplus;

// Losses of one point; softplus never takes log 0.
const crossEntropy = (z, y) => softplus(y ? -z : z);
const perceptron = (z, y) => Math.max(0, -(2 * y - 1) * z);
const squaredError = (g) => (z, y) => (g(z) - y) ** 2;

const squared = "mean squared error";

/** name -> an activation, and the loss that goes with it, given z and y of one point */
export const ACTIVATIONS = {
  sigmoid: { ...KNOWN.sigmoid, loss: crossEntropy, lossTitle: "cross-entropy" },
  step: { ...KNOWN.step, loss: perceptron, lossTitle: "perceptron loss" },
  relu: { ...KNOWN.relu, loss: squaredError(KNOWN.relu.g), lossTitle: squared },
  linear: { ...KNOWN.linear, loss: squaredError(KNOWN.linear.g), lossTitle: squared },
};

/**
 * @param {{weight: number[], bias: number, activation: string, points: number[][]}} state
 * @returns {{z: number[], yhat: number[], predicted: number[], wrong: boolean[], mistakes: number,
 *   losses: number[], loss: number | null, distances: (number | null)[], boundary: object | null}}
 *   one entry a point; `loss` is their mean (null without points); a point is predicted 1 where z ≥ 0
 */
export function compute({ weight, bias, activation, points }) {
  const { g, loss } = ACTIVATIONS[activation];
  const z = points.map((point) => dot(weight, point) + bias);
  const predicted = z.map((value) => (value >= 0 ? 1 : 0));
  const wrong = points.map(([, , label], i) => predicted[i] !== label);
  const losses = points.map(([, , label], i) => loss(z[i], label));
  return {
    z,
    yhat: z.map((value) => g(value)),
    predicted,
    wrong,
    mistakes: wrong.filter(Boolean).length,
    losses,
    loss: points.length ? mean(losses) : null,
    distances: distances(weight, bias, points),
    boundary: boundary(weight, bias),
  };
}
