/** Every number of the playground, from its state alone. */

import { createRoom, forward, outputsOf } from "../core/net.js";
import { pointsOf } from "./data.js";
import { scoreOf } from "./presets.js";
import { accuracyOf, createSession, sessionOf } from "./session.js";
import { defaults } from "./settings.js";
import { plotOf } from "./warped.js";

/** Two-dimensional lists of a batch's values. */
const rowsOf = (values, n, units) =>
  Array.from({ length: n }, (_, row) => [...values.subarray(row * units, (row + 1) * units)]);

/**
 * @param {Record<string, any>} given a state
 * @returns {{step: number, parameters: number[], train: number | null, test: number | null, trainRight: number,
 *   testRight: number, accuracy: number | null, outputs: number[][],
 *   plot: number[][], score: object}} for each point what the output
 *   says, and the values of the two hidden units of the warped grid
 */
export function compute(given) {
  const state = { ...defaults, ...given };
  const { net, measured, step } = sessionOf(state);
  const points = pointsOf(state);
  const room = createRoom(net, Math.max(1, points.length));
  forward(net, room, Float64Array.from(points.flatMap(([x1, x2]) => [x1, x2])), points.length);
  const { layer, i, j } = plotOf(state, net);
  const hidden = rowsOf(room.a[layer], points.length, net.sizes[layer]);
  const accuracy = accuracyOf(measured);
  return {
    step, ...measured, accuracy,
    parameters: [...net.parameters],
    outputs: rowsOf(outputsOf(net, room, points.length), points.length, net.sizes.at(-1)),
    plot: hidden.map((row) => [row[i], row[j]]),
    score: scoreOf(state, measured, accuracy, step),
  };
}

/**
 * A training apart from any page, for tests and measurements.
 * @param {Record<string, any>} given a state, and `batches`, if wanted: lists of the training points' numbers, one
 *   list a step
 * @returns {{session: import("./types.js").Session, run: (steps: number) => number}}
 */
export function trainer(given) {
  const session = createSession({ ...defaults, ...given });
  return { session, run: session.run };
}

/**
 * Trains for `steps` steps.
 * @param {Record<string, any>} given a state with `steps`
 * @returns {{parameters: number[], step: number, trouble: object | null}}
 */
export function train({ steps, ...given }) {
  const { session, run } = trainer(given);
  run(steps);
  return { parameters: [...session.net.parameters], step: session.step, trouble: session.trouble };
}
