/** Every number of the descent figure: nnkit.descend on a surface, and where many starts end (tested). */

import { OPTIMIZERS, newMemory } from "./optimizers.js";
import { SURFACES, minima } from "./surfaces.js";

/**
 * @typedef {{surface: string, optimizer: string, lr: number, momentum: number, start: number[], steps: number,
 *   many: boolean}} State
 */

/** The plane is [−LIMIT, LIMIT] squared. */
export const LIMIT = 3;
/** Starts side by side, and steps from each. */
const [SIDE, LONG] = [25, 250];
/** A start has come to rest where the gradient and the step are this small. */
const REST = 5e-3;
/** Who is that near a minimum at the end has found it. */
const NEAR = 0.15;

const finite = (...values) => values.every(Number.isFinite);

function walk({ surface, optimizer, lr, momentum, start, steps }) {
  const { f, slopes: [da, db] } = SURFACES[surface];
  const { direction } = OPTIMIZERS[optimizer];
  const memory = newMemory();
  /** @type {any[][]} */
  const [points, values, gradients, directions] = [[], [], [], []];
  let [a, b] = start;
  for (let t = 0; t <= steps; t += 1) {
    const [value, ga, gb] = [f(a, b), da(a, b), db(a, b)];
    if (!finite(value, ga, gb)) return { points, values, gradients, directions, diverged: t };
    points.push([a, b]);
    values.push(value);
    gradients.push([ga, gb]);
    if (t === steps) break;
    const d = [direction(memory, 0, ga, momentum, t + 1), direction(memory, 1, gb, momentum, t + 1)];
    directions.push(d);
    [a, b] = [a - lr * d[0], b - lr * d[1]];
  }
  return { points, values, gradients, directions, diverged: null };
}

/** The number of the minimum at a place; −1 for none, −2 where the numbers have left the plane for good. */
function endAt(found, a, b) {
  if (!finite(a, b) || Math.abs(a) > 1e3 || Math.abs(b) > 1e3) return -2;
  return found.findIndex(({ place }) => Math.hypot(a - place[0], b - place[1]) < NEAR);
}

/** Where a descent of LONG steps ends. `memory` is the optimiser's, used again for every start. */
function endOf({ surface, optimizer, lr, momentum }, found, memory, a, b) {
  const da = SURFACES[surface].slopes[0];
  const db = SURFACES[surface].slopes[1];
  const { direction } = OPTIMIZERS[optimizer];
  memory[0].fill(0);
  memory[1].fill(0);
  for (let t = 1; t <= LONG; t += 1) {
    const ga = da(a, b);
    const gb = db(a, b);
    const stepA = lr * direction(memory, 0, ga, momentum, t);
    const stepB = lr * direction(memory, 1, gb, momentum, t);
    a -= stepA;
    b -= stepB;
    if (!(Math.abs(a) < 1e6 && Math.abs(b) < 1e6)) return -2;
    if (Math.abs(ga) + Math.abs(gb) < REST && Math.abs(stepA) + Math.abs(stepB) < REST * lr) break;
  }
  return endAt(found, a, b);
}

/** The middle of each square of the grid of starts. */
export const startAt = (i) => -LIMIT + ((i + 0.5) * 2 * LIMIT) / SIDE;

/** @type {{key: string, ends: number[]}} */
let last = { key: "", ends: [] };

/** Row by row from the lowest second weight: they do not depend on the start, so a drag computes them once. */
function basins(state) {
  const key = [state.surface, state.optimizer, state.lr, state.momentum].join();
  if (key === last.key) return last.ends;
  const found = minima(state.surface);
  const memory = newMemory();
  const ends = Array.from({ length: SIDE * SIDE }, (_, k) =>
    endOf(state, found, memory, startAt(k % SIDE), startAt(Math.floor(k / SIDE))));
  last = { key, ends };
  return ends;
}

/**
 * @param {State} state
 * @returns {{points: number[][], values: number[], gradients: number[][], directions: number[][],
 *   diverged: number | null, minima: {place: number[], value: number}[], end: number,
 *   basins: number[], counts: number[], side: number}}
 *   the path up to `steps`, shorter where the numbers ended at step `diverged`; the `end` is the number of the minimum
 *   that the last point is near to, −1 for none; `basins` only with `many`: that of each start of the grid, −2 for one
 *   that diverged; `counts` of each minimum, then of the ends −1 and −2
 */
export function compute(state) {
  const found = minima(state.surface);
  const path = walk(state);
  const [a, b] = path.points.at(-1) ?? [NaN, NaN];
  const ends = state.many ? basins(state) : [];
  const counts = [...found.keys(), -1, -2].map((end) => ends.filter((other) => other === end).length);
  const end = path.diverged == null ? endAt(found, a, b) : -2;
  return { ...path, minima: found, end, basins: ends, counts, side: SIDE };
}
