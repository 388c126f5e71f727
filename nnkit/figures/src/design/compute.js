/** Every number of the design figure: the reader's network, its errors, its stars, and what no network can beat. */

import { bestLine } from "../approximation/constructions.js";
import { errors, linspace, valueAt } from "../approximation/network.js";
import { remember } from "../core/remember.js";
import { TARGETS } from "../approximation/targets.js";

/** A star for a largest error below each. */
export const STARS = [0.1, 0.03, 0.01];
export const MOST = 24;

/** kind -> slopes that a unit may have, the one at the start, and at which z its tangent reaches its height */
export const SLOPES = {
  step: { limit: 1, start: 1, reach: 1 },
  sigmoid: { limit: 40, start: 4, reach: 2 },
  relu: { limit: 4, start: 1, reach: 1 },
  linear: { limit: 4, start: 1, reach: 1 },
};

/** Index of the selected unit: the last where Python or an address names one that is not. @param {any} state */
export const chosen = ({ units, selected }) => Math.min(selected, units.length - 1);

/** Heights go from minus this to this. @param {string} name of the target */
export const highest = remember((/** @type {string} */ name) => {
  const { f, interval } = TARGETS[name];
  const values = linspace(interval[0], interval[1], 101).map(f);
  return Math.ceil(2 * (Math.max(...values) - Math.min(...values)) - 1e-3);
}, 6);

/**
 * The least largest error that units of this kind can have, however many, if it is above 0.
 * @param {string} name of the target @param {string} kind
 */
const floorOf = remember((/** @type {string} */ name, /** @type {string} */ kind) => {
  const target = TARGETS[name];
  if (kind === "linear") return errors(bestLine(target), target).largest;
  if (kind === "step") return 0;
  return Math.max(0, ...target.jumps.map((x) => Math.abs(target.f(x) - target.f(x - 1e-9)) / 2));
}, 24);

/**
 * @param {any} state
 * @returns {{largest: number, mean: number, at: number, stars: number, missing: number, units: number, floor: number,
 *   biases: number[]}} the measured errors and where the largest is, the stars, f − network at that place, and each
 *   hidden unit's bias
 */
export const compute = ({ target, kind, units, bias }) => found(target, { kind, units, bias });

const found = remember((/** @type {string} */ name, /** @type {any} */ network) => {
  const target = TARGETS[name];
  const { largest, mean, at } = errors(network, target);
  return {
    largest,
    mean,
    at,
    stars: STARS.filter((epsilon) => largest < epsilon).length,
    missing: target.f(at) - valueAt(network, at),
    units: network.units.length,
    floor: floorOf(name, network.kind),
    biases: network.units.map(([place, slope]) => -(slope * place)),
  };
});
