/** Two half-planes and a unit that joins them: nnkit.half_plane and nnkit.logic_gate, number for number (tested). */

import { sigmoid } from "../core/activations.js";
import { dot } from "../core/numbers.js";

/** The corners of the unit square, as nnkit.logic orders them. */
export const CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]];

/** name -> the labels of the corners, as in nnkit.LOGIC */
export const TARGETS = {
  and: [0, 0, 0, 1],
  or: [0, 1, 1, 1],
  xor: [0, 1, 1, 0],
  nand: [1, 1, 1, 0],
  nor: [1, 0, 0, 0],
};

/** name -> weight and bias of the output unit, as in nnkit.logic_gate */
export const OUTPUTS = { and: { weight: [1, 1], bias: -1.5 }, or: { weight: [1, 1], bias: -0.5 } };

/** The hidden units (weight, bias), the output unit, and g. */
export function network({ weight, anchor, output, soft, steepness }) {
  const hidden = weight.map((own, k) => ({ weight: own, bias: -dot(own, anchor[k]) + 0 }));
  const g = soft ? (z) => sigmoid(steepness * z) : (z) => (z >= 0 ? 1 : 0);
  return { hidden, output: OUTPUTS[output], g };
}

/** @returns {{z: number[], h: number[], zOut: number, yhat: number}} of one place */
export function forward({ hidden, output, g }, x) {
  const z = hidden.map((unit) => dot(unit.weight, x) + unit.bias);
  const h = z.map(g);
  const zOut = dot(output.weight, h) + output.bias;
  return { z, h, zOut, yhat: g(zOut) };
}

/**
 * @param {any} state see the part's defaults
 * @returns {{hidden: {weight: number[], bias: number}[], output: {weight: number[], bias: number},
 *   rows: {x: number[], z: number[], h: number[], zOut: number, yhat: number, y: 0 | 1, right: boolean}[],
 *   right: number}} the units, the truth table, and how many of its rows are right: ŷ ≥ ½ where y = 1
 */
export function compute(state) {
  const net = network(state);
  const rows = CORNERS.map((x, i) => {
    const found = forward(net, x);
    const y = TARGETS[state.target][i];
    return { x, ...found, y, right: found.yhat >= 0.5 === (y === 1) };
  });
  const { hidden, output } = net;
  return { hidden, output, rows, right: rows.filter(({ right }) => right).length };
}
