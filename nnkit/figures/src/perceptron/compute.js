/** The perceptron rule, point after point, as nnkit.perceptron_update does it (tested). */

import { dot } from "../core/numbers.js";
import { areSeparable } from "../core/polygon.js";

/** More looks than anyone waits for: then it has not converged. */
export const MOST = 1000;

/** ŷ of a line (w1, w2, b) at a point. @param {number[]} line @param {number[]} point */
const predict = ([w1, w2, b], [x1, x2]) => (w1 * x1 + w2 * x2 + b >= 0 ? 1 : 0);

/** How many points a line (w1, w2, b) has on the wrong side. */
const countMistakes = (line, points) =>
  points.reduce((sum, point) => sum + (predict(line, point) === point[2] ? 0 : 1), 0);

/** w + η (y − ŷ) x and b + η (y − ŷ). @param {number[]} line @param {number[]} point */
export function update([w1, w2, b], [x1, x2, y], rate, yhat) {
  const change = rate * (y - yhat);
  return [w1 + change * x1, w2 + change * x2, b + change];
}

/** After so many looks: the line, the one before the last look, the mistakes before the first update and after each. */
function replay({ points, weight, bias, rate, looks }) {
  let line = [...weight, bias];
  let before = line;
  const counts = [countMistakes(line, points)];
  for (let n = 0; n < looks; n += 1) {
    const point = points[n % points.length];
    const yhat = predict(line, point);
    before = line;
    if (yhat === point[2]) continue;
    line = update(line, point, rate, yhat);
    counts.push(countMistakes(line, points));
  }
  return { line, before, counts };
}

/** The last run: a drawing asks for the same one several times. @type {any} */
let last = { state: {} };
const INPUTS = ["points", "weight", "bias", "rate", "looks"];

function replayed(state) {
  if (INPUTS.some((name) => last.state[name] !== state[name])) last = { state, run: replay(state) };
  return last.run;
}

/**
 * @param {any} state see the part's defaults
 * @returns {{point: number, before: number[], z: number | null, yhat: 0 | 1 | null, after: number[], updates: number,
 *   counts: number[], mistakes: number, separable: boolean}} the last point that was looked at (−1: none), the line
 *   (w1, w2, b) before and after, z and ŷ of that point before, the updates so far, how many points were misclassified
 *   before the first of them and after each, how many now, and if any line has them all right
 */
export function compute(state) {
  const { points } = state;
  const looks = points.length ? Math.min(state.looks, MOST) : 0;
  const { line, before, counts } = replayed({ ...state, looks });
  const point = looks ? (looks - 1) % points.length : -1;
  const seen = point >= 0 ? points[point] : null;
  return {
    point,
    before,
    z: seen && dot(before, seen) + before[2],
    yhat: seen && predict(before, seen),
    after: line,
    updates: counts.length - 1,
    counts,
    mistakes: counts.at(-1),
    separable: areSeparable(withLabel(points, 1), withLabel(points, 0)),
  };
}

const withLabel = (points, label) => points.filter((at) => at[2] === label);

/** The number of looks after the next one that finds a mistake; the same number where there is none to find. */
export function nextMistake(state) {
  const { points } = state;
  const { after } = compute(state);
  const ahead = points.findIndex((_, k) => {
    const point = points[(state.looks + k) % points.length];
    return predict(after, point) !== point[2];
  });
  return Math.min(MOST, state.looks + ahead + 1);
}

/** The number of looks at which no mistake is left, or MOST. */
export function theEnd(state) {
  const { points, rate } = state;
  let { looks } = state;
  let { after, mistakes } = compute(state);
  while (mistakes && looks < MOST) {
    const point = points[looks % points.length];
    const yhat = predict(after, point);
    looks += 1;
    if (yhat === point[2]) continue;
    after = update(after, point, rate, yhat);
    mistakes = countMistakes(after, points);
  }
  return looks;
}
