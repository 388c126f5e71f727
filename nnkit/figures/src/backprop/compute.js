/** Every number of the backpropagation figure: nnkit's Linear, Activation and mean squared error (tested). */

import { ACTIVATIONS } from "../core/activations.js";
import { addVectors, mapMatrix, matmul, sumRows, transpose } from "../core/linear.js";
import { remember } from "../core/remember.js";

/** @typedef {number[][]} Matrix */
/**
 * @typedef {{weights: Matrix[], biases: number[][], x: Matrix, target: Matrix, activation: string, batch: number,
 *   at: number}} State weights (out, in) as in PyTorch; batch: how many rows of x and target take part; at: the step
 */

const linear = (x, weight, bias) => matmul(x, transpose(weight)).map((row) => addVectors(row, bias));
const times = (a, b) => mapMatrix(a, (value, i, j) => value * b[i][j]);

/**
 * @param {State} state
 * @returns {Record<string, Matrix>} the tensors by name: x, z1, a1, z2, yhat, y, J (1, 1) forward; dyhat, dz2, dW2,
 *   db2, da1, dz1, dW1, db1, dx, each the derivative of J in the shape of what it is by; g1, g2: g′ of z1, z2. Biases
 *   and their derivatives are one row (1, out).
 */
export const compute = ({ weights, biases, x, target, activation, batch }) =>
  tensorsOf(weights, biases, x, target, activation, batch);

/** From step to step the numbers stay, and so do their arrays. */
const tensorsOf = remember((weights, biases, all, target, activation, batch) => {
  const { g, derivative } = ACTIVATIONS[activation];
  const [W1, W2] = weights;
  const [x, y] = [all.slice(0, batch), target.slice(0, batch)];
  const z1 = linear(x, W1, biases[0]);
  const a1 = mapMatrix(z1, (z) => g(z));
  const z2 = linear(a1, W2, biases[1]);
  const yhat = mapMatrix(z2, (z) => g(z));
  const errors = mapMatrix(yhat, (value, i, j) => value - y[i][j]);
  const count = batch * y[0].length;
  const J = [[errors.flat().reduce((sum, error) => sum + error * error, 0) / count]];
  const dyhat = mapMatrix(errors, (error) => (2 * error) / count);
  const [g1, g2] = [z1, z2].map((z) => mapMatrix(z, (value) => derivative(value)));
  const dz2 = times(dyhat, g2);
  const da1 = matmul(dz2, W2);
  const dz1 = times(da1, g1);
  return {
    x, y, W1, W2, b1: [biases[0]], b2: [biases[1]], z1, a1, z2, yhat, J, dyhat, g1, g2, dz2,
    dW2: matmul(transpose(dz2), a1), db2: [sumRows(dz2)], da1, dz1,
    dW1: matmul(transpose(dz1), x), db1: [sumRows(dz1)], dx: matmul(dz1, W1),
  };
});
