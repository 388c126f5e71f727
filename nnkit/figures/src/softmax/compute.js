/** Every number of the softmax figure: nnkit.softmax and nnkit.softmax_jacobian at (z + c) / T (tested). */

import { softmax, softmaxJacobian } from "../core/activations.js";

/**
 * @typedef {{logits: number[], temperature: number, shift: number, selected: number}} State
 * @typedef {ReturnType<typeof compute>} Numbers
 */

/**
 * @param {Omit<State, "selected">} state
 * @returns {{logits: number[], scaled: number[], exponentials: number[], total: number, probabilities: number[],
 *   jacobian: number[][], rowSums: number[], largest: number}} the shifted logits z + c; (z + c) / T;
 *   e to the power of these, and their sum; a = softmax((z + c) / T); da_i/dz_j as rows i, and the sum of each row;
 *   the index of the largest a
 */
export function compute({ logits, temperature, shift }) {
  const moved = logits.map((z) => z + shift);
  const scaled = moved.map((z) => z / temperature);
  const exponentials = scaled.map(Math.exp);
  const probabilities = softmax(scaled);
  const jacobian = softmaxJacobian(scaled).map((row) => row.map((value) => value / temperature));
  return {
    logits: moved,
    scaled,
    exponentials,
    total: sum(exponentials),
    probabilities,
    jacobian,
    rowSums: jacobian.map(sum),
    largest: probabilities.indexOf(Math.max(...probabilities)),
  };
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
