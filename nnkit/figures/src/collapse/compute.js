/** Every number of the collapse figure: nnkit's layers one after the other, and the one layer they equal (tested). */

import { ACTIVATIONS } from "../core/activations.js";
import { addVectors, matmul, matvec } from "../core/linear.js";

/** @typedef {number[][]} Matrix */
/**
 * @typedef {{weights: Matrix[], biases: number[][], x: number[], activation: string, activations: string[],
 *   depth: number, chosen: string, cell: string}} State weights (out, in) as in PyTorch; the first `depth` layers take
 *   part; activation: between the layers, none after the last
 */

export const LIMIT = 3; // the curves' x₁ runs from −3 to 3
const POINTS = 121;

/** z = W x + b of each layer, and a = g(z), which goes into the next. */
function through(weights, biases, g, x) {
  /** @type {number[][]} */ const z = [];
  /** @type {number[][]} */ const a = [];
  weights.forEach((weight, k) => {
    z.push(addVectors(matvec(weight, k ? a[k - 1] : x), biases[k]));
    if (k < weights.length - 1) a.push(z[k].map((value) => g(value)));
  });
  return { z, a, yhat: z[weights.length - 1] };
}

/** The products from the first layer on: W₂W₁ with W₂b₁ + b₂, then W₃W₂W₁ with W₃(W₂b₁ + b₂) + b₃. */
function productsOf(weights, biases) {
  const all = [{ weight: weights[0], bias: biases[0] }];
  for (let k = 1; k < weights.length; k++) {
    const before = all[k - 1];
    const bias = addVectors(matvec(weights[k], before.bias), biases[k]);
    all.push({ weight: matmul(weights[k], before.weight), bias });
  }
  return all.slice(1);
}

/**
 * @param {State} state
 * @returns {{products: {weight: Matrix, bias: number[]}[], z: Matrix, a: Matrix, yhat: number[], one: number[],
 *   difference: number, curve: {x: number[], layers: number[], one: number[]}}} one: the single layer's output for the
 *   same x; difference: the largest between the two; curve: the first output along x₁, the other inputs as they are
 */
export function compute({ weights: all, biases: given, x, activation, depth }) {
  const [weights, biases] = [all.slice(0, depth), given.slice(0, depth)];
  const { g } = ACTIVATIONS[activation];
  const products = productsOf(weights, biases);
  const { weight, bias } = products[products.length - 1];
  const single = (input) => addVectors(matvec(weight, input), bias);
  const { z, a, yhat } = through(weights, biases, g, x);
  const one = single(x);
  const places = Array.from({ length: POINTS }, (_, i) => LIMIT * ((2 * i) / (POINTS - 1) - 1));
  return {
    products, z, a, yhat, one,
    difference: Math.max(...yhat.map((value, k) => Math.abs(value - one[k]))),
    curve: {
      x: places,
      layers: places.map((x1) => through(weights, biases, g, x.with(0, x1)).yhat[0]),
      one: places.map((x1) => single(x.with(0, x1))[0]),
    },
  };
}
