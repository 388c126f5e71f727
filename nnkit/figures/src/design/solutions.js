/** One network for every target and kind of unit, to compare with: constructed, or, of sigmoids, found by training. */

import { bestLine, brokenLine } from "../approximation/constructions.js";
import { linspace, PLACES } from "../approximation/network.js";
import { remember } from "../core/remember.js";
import { TARGETS } from "../approximation/targets.js";
import { MOST } from "./compute.js";

/** @typedef {import("../approximation/network.js").Network} Network */
/** @typedef {import("../approximation/targets.js").Target} Target */

/** Trained for the least largest error, then rounded: [units, bias of the output]. */
const SIGMOIDS = {
  steps: [[[1, 40, 1], [2, 40, 2], [3, 40, -1]], 0],
  bump: [[[-0.65, 2.8, 1.4], [0.65, 2.8, -1.4]], -0.01],
  sine: [[[-2.904, -1.356, 3.278], [0, 1.174, 4], [2.905, -1.354, 3.283]], -5.282],
  tent: [
    [[-1.198, 16.07, -0.169], [-0.57, -3.832, -1.297], [-0.103, -20.065, -0.346], [0.152, -5.9, 1.017],
      [0.773, 10.462, -0.451]],
    0.6,
  ],
  ramp: [
    [[-0.023, 10.94, -0.484], [0.024, 10.391, 0.553], [0.661, 3.843, 0.518], [1.485, 4.942, 0.366],
      [1.974, 13.406, 0.389], [2.015, 13.997, -0.334]],
    -0.005,
  ],
  zigzag: [
    [[0.691, -2.342, -2.223], [0.927, 26.884, 0.358], [1.09, 8.679, -1.334], [1.622, -5.68, 1.787],
      [1.955, 26.378, -0.618], [2.031, 16.731, 0.875], [2.425, 7.257, 1.454], [2.896, 9.5, 1.227],
      [3.069, 32.569, -0.281], [3.356, 2.225, -2.171]],
    0.088,
  ],
};

const ACCURACIES = [0.0097, 0.029, 0.097, 0.15, 0.3]; // a little below the stars', for what lies between the places

/** The fewest steps for an accuracy: each stair goes on for as long as half of f's change on it is below it. */
function fewestSteps({ f, interval, jumps }, epsilon) {
  const stairs = [];
  const half = (interval[1] - interval[0]) / (PLACES - 1) / 2; // a stair ends between two places, or at a jump
  for (const x of linspace(interval[0], interval[1], PLACES)) {
    const [y, stair] = [f(x), stairs.at(-1)];
    const [low, high] = stair ? [Math.min(stair.low, y), Math.max(stair.high, y)] : [y, y];
    if (stair && (high - low) / 2 < epsilon) Object.assign(stair, { low, high });
    else stairs.push({ x, low: y, high: y });
  }
  const levels = stairs.map(({ low, high }) => (low + high) / 2);
  const edge = (x) => jumps.find((jump) => Math.abs(jump - x) < half) ?? x - half;
  const units = stairs.slice(1).map(({ x }, i) => [edge(x), 1, levels[i + 1] - levels[i]]);
  return { kind: "step", units, bias: levels[0] };
}

/** @param {Target} target */
const steps = (target) =>
  ACCURACIES.map((epsilon) => fewestSteps(target, epsilon)).find(({ units }) => units.length <= MOST);

const SMOOTH_UNITS = 22;

/**
 * A broken line through equally distant points of a smooth f, each moved by half of an arc's height, so that the line
 * errs as much above as below.
 * @param {Target} target
 */
function balanced({ f, interval }) {
  const xs = linspace(interval[0], interval[1], SMOOTH_UNITS + 1);
  const bend = (i) => (xs[i + 1] == null || i === 0 ? 0 : f(xs[i - 1]) - 2 * f(xs[i]) + f(xs[i + 1]));
  return brokenLine(xs.map((x, i) => [x, f(x) - bend(i) / 16]));
}

const RISE = 0.02; // half the width in which a broken line climbs a jump

/** @param {Target} target */
function relus(target) {
  const { f, interval: [left, right], kinks, jumps } = target;
  const corners = [...kinks, ...jumps.flatMap((x) => [x - RISE, x + RISE])];
  return corners.length ? brokenLine([left, ...corners, right].map((x) => [x, f(x)])) : balanced(target);
}

const MADE = {
  linear: bestLine,
  step: steps,
  relu: relus,
};

/** @param {string} name of the target @param {string} kind @returns {Network} */
export const solution = remember((/** @type {string} */ name, /** @type {string} */ kind) => {
  if (kind !== "sigmoid") return MADE[kind](TARGETS[name]);
  const [units, bias] = SIGMOIDS[name];
  return { kind, units, bias };
}, 24);
