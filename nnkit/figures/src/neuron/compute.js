/** Every number of the neuron figure: the formulas of nnkit.activations, nnkit.losses and nnkit.neuron (tested). */

import { dot, mean } from "../core/numbers.js";
import { boundary, distances } from "../core/plane.js";

const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

// Losses of one point. Cross-entropy with logits, max(z, 0) − y z + log(1 + e^−|z|), never takes log 0.
const crossEntropy = (z, y) => Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
const perceptron = (z, y) => Math.max(0, -(2 * y - 1) * z);
const squaredError = (g) => (z, y) => (g(z) - y) ** 2;

const step = (z) => (z >= 0 ? 1 : 0);
const relu = (z) => Math.max(0, z);
const linear = (z) => z;

const squared = "mean squared error";

/**
 * name -> g, its title, its symbol (none: ŷ is z itself), whether ŷ stays between 0 and 1, and the loss that goes
 * with it, given z and y of one point
 */
export const ACTIVATIONS = {
  sigmoid: { g: sigmoid, title: "sigmoid", symbol: "σ", bounded: true, loss: crossEntropy, lossTitle: "cross-entropy" },
  step: { g: step, title: "step", symbol: "step", bounded: true, loss: perceptron, lossTitle: "perceptron loss" },
  relu: { g: relu, title: "ReLU", symbol: "ReLU", loss: squaredError(relu), lossTitle: squared },
  linear: { g: linear, title: "linear", loss: squaredError(linear), lossTitle: squared },
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
    yhat: z.map(g),
    predicted,
    wrong,
    mistakes: wrong.filter(Boolean).length,
    losses,
    loss: points.length ? mean(losses) : null,
    distances: distances(weight, bias, points),
    boundary: boundary(weight, bias),
  };
}
