/** Every number of the overfitting figure: data from a seed, fits of all sizes, their errors (tested against numpy). */

import { mean } from "../core/numbers.js";
import { random } from "../core/random.js";
import { nestedFits } from "./fit.js";
import { LIMIT, MODELS } from "./models.js";

const TEST = 200; // points
const STEPS = 160;

export const PLACES = Array.from({ length: STEPS + 1 }, (_, i) => (LIMIT * (2 * i - STEPS)) / STEPS);
export const truth = Math.sin;

/** The first n points of an endless sample, so that more data leave those that were there. */
function sample(seed, n, noise) {
  const { uniform, normal } = random(seed);
  return Array.from({ length: n }, () => {
    const x = uniform(-LIMIT, LIMIT);
    return [x, truth(x) + noise * normal()];
  });
}

const value = (terms, weights) => weights.reduce((sum, weight, j) => sum + weight * terms[j], 0);

/** Mean squared error. */
const error = (rows, points, weights) => mean(points.map(([, y], i) => (value(rows[i], weights) - y) ** 2));

/** Data and fits of all sizes. */
function study({ model, n, noise, decay, seed }) {
  const points = sample(2 * seed, n, noise);
  const test = sample(2 * seed + 1, TEST, noise);
  const [seen, fresh] = [points, test].map((listed) => rowsOf(model, listed.map(([x]) => x)));
  const fits = nestedFits(seen, points.map(([, y]) => y), decay);
  const errors = fits.map((weights) => ({ train: error(seen, points, weights), test: error(fresh, test, weights) }));
  return { points, test, fits, errors };
}

const rowsOf = (model, xs) => xs.map((x) => MODELS[model].terms(x / LIMIT));

/** The latest study: choosing another capacity, and asking for the same numbers again, needs no new one. */
/** @type {{key: string, study: ReturnType<typeof study> | null}} */
const latest = { key: "", study: null };

function studyOf({ model, n, noise, decay, seed }) {
  const key = JSON.stringify([model, n, noise, decay, seed]);
  if (key === latest.key && latest.study) return latest.study;
  latest.key = key;
  latest.study = study({ model, n, noise, decay, seed });
  return latest.study;
}

/**
 * @typedef {{model: string, capacity: number, n: number, noise: number, decay: number, seed: number}} State
 * @typedef {ReturnType<typeof compute>} Numbers
 */

/**
 * @param {State} state
 * @returns {{points: number[][], test: number[][], errors: {train: number, test: number}[], best: number,
 *   train: number, unseen: number, fit: number[]}} rows (x, y) of the training and the test sample; the errors of every
 *   capacity from 0 on, and the capacity with the least test error; both errors of the chosen one, and its curve over
 *   PLACES
 */
export function compute(state) {
  const { points, test, fits, errors } = studyOf(state);
  const { capacity, model } = state;
  const best = errors.reduce((least, { test: found }, k) => (found < errors[least].test ? k : least), 0);
  const fit = rowsOf(model, PLACES).map((row) => value(row, fits[capacity]));
  return { points, test, errors, best, train: errors[capacity].train, unseen: errors[capacity].test, fit };
}
