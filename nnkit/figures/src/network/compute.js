/** Every number of the network figure: nnkit.IndexedNetwork forward, nnkit.layers backward (tested). */

import { ACTIVATIONS } from "../core/activations.js";
import { mapMatrix, matvec, transpose } from "../core/linear.js";

/**
 * @typedef {{weights: number[][][], x: number[], activation: string, activations: string[], target: number[],
 *   loss: string, view: string, chosen: string, unit: string, written: string}} State weights[l − 1][i − 1][j − 1] is
 *   w_{l,i,j}; chosen: a weight or an input by its name; unit: the one that is written out
 */

/** Loss of one output, given ŷ, its sum s and the target y; and the derivatives by ŷ and by s. */
export const LOSSES = {
  sse: {
    title: "squared error",
    of: (yhat, s, y) => (yhat - y) ** 2,
    byOutput: (yhat, s, y) => 2 * (yhat - y),
  },
  cross_entropy: {
    title: "cross entropy",
    // Of ŷ = σ(s), for y = 0 or 1: max(s, 0) − y s + log(1 + e^−|s|) never takes log 0.
    of: (yhat, s, y) => Math.max(s, 0) - y * s + Math.log1p(Math.exp(-Math.abs(s))),
    byOutput: (yhat, s, y) => (y === 1 ? -(1 + Math.exp(-s)) : 1 + Math.exp(s)), // −1/ŷ and 1/(1 − ŷ)
    bySum: (yhat, s, y) => yhat - y, // the two factors' product, without their extremes
  },
};

/** The names of the activations of layers 2, 3, …: cross entropy asks for a sigmoid output. */
export const activationsOf = ({ weights, activation, loss }) =>
  weights.map((_, k) => (loss === "cross_entropy" && k === weights.length - 1 ? "sigmoid" : activation));

/** n₁, n₂, … @param {number[][][]} weights */
export const sizesOf = (weights) => [weights[0].length, ...weights.map((w) => w[0].length)];

function forward(weights, names, x) {
  /** @type {number[][]} */ const s = [];
  const z = [x];
  weights.forEach((w, k) => {
    s.push(matvec(transpose(w), z[k]));
    z.push(s[k].map((sum) => ACTIVATIONS[names[k]].g(sum)));
  });
  return { s, z };
}

/** From last to first: dJ/dz -> dJ/ds = dJ/dz g′(s) -> dJ/dw = z dJ/ds, and dJ/dz of the layer before. */
function backward({ weights, loss, target }, names, { s, z }) {
  /** @type {number[][]} */ const dz = [];
  /** @type {number[][]} */ const ds = [];
  /** @type {number[][][]} */ const dw = [];
  const last = weights.length;
  dz[last] = z[last].map((yhat, k) => LOSSES[loss].byOutput(yhat, s[last - 1][k], target[k]));
  for (let k = last - 1; k >= 0; k--) {
    const { bySum } = k === last - 1 ? LOSSES[loss] : {};
    ds[k] = bySum
      ? z[last].map((yhat, j) => bySum(yhat, s[k][j], target[j]))
      : dz[k + 1].map((d, j) => d * ACTIVATIONS[names[k]].derivative(s[k][j]));
    dw[k] = mapMatrix(weights[k], (_, i, j) => z[k][i] * ds[k][j]);
    dz[k] = matvec(weights[k], ds[k]);
  }
  return { dz, ds, dw };
}

/**
 * @param {State} state
 * @returns {{sizes: number[], s: number[][], z: number[][], yhat: number[], loss: number, dz: number[][],
 *   ds: number[][], dw: number[][][], slopes: number[][], count: number}} z[l − 1][j − 1] is z_{l,j} and dz its
 *   derivative dJ/dz; s, ds and slopes = g′(s) begin at layer 2; dw is laid out as weights; count: of weights
 */
export function compute(state) {
  const { weights, x, target, loss } = state;
  const names = activationsOf(state);
  const { s, z } = forward(weights, names, x);
  const yhat = z[weights.length];
  return {
    sizes: sizesOf(weights),
    s,
    z,
    yhat,
    loss: yhat.reduce((sum, value, k) => sum + LOSSES[loss].of(value, s[weights.length - 1][k], target[k]), 0),
    ...backward(state, names, { s, z }),
    slopes: s.map((sums, k) => sums.map((sum) => ACTIVATIONS[names[k]].derivative(sum))),
    count: weights.flat(2).length,
  };
}
