/** Every number of the approximate figure: four networks with as many hidden units, and how near each comes. */

import { bound, CONSTRUCTIONS, enough } from "../approximation/constructions.js";
import { errors } from "../approximation/network.js";
import { remember } from "../core/remember.js";
import { CONTINUOUS, TARGETS } from "../approximation/targets.js";

export const KINDS = ["linear", "step", "sigmoid", "relu"];

/** The numbers of units for which the errors are drawn against them. */
export const COUNTS = [1, 2, 3, 5, 8, 13, 20, 30, 50, 75, 100];

/** A network with its errors; any number of linear units is one. */
const built = remember((kind, name, units) => {
  const network = CONSTRUCTIONS[kind](TARGETS[name], units);
  return { network, ...errors(network, TARGETS[name]) };
}, 60);

/**
 * @param {{target: string, units: number, epsilon: number}} state
 * @returns {Record<string, {network: import("../approximation/network.js").Network, units: number, largest: number,
 *   mean: number, at: number, bound: number | null, enough: number | null}>} per kind of unit: the network, its
 *   measured errors, and what is proven: the bound on its error, and with how many units the bound is below epsilon
 *   (null for linear units: never, or at once)
 */
export function compute({ target: name, units, epsilon }) {
  const target = TARGETS[name];
  const numbers = (kind) => {
    const proven = kind === "linear" ? null : bound(kind, target, units);
    const needed = kind === "linear" ? null : enough(kind, target, epsilon);
    return { ...built(kind, name, kind === "linear" ? 1 : units), units, bound: proven, enough: needed };
  };
  return Object.fromEntries(KINDS.map((kind) => [kind, numbers(kind)]));
}

/** The largest error for each of COUNTS, per kind. */
export const errorsByUnits = remember((/** @type {string} */ name) =>
  Object.fromEntries(KINDS.map((kind) => [kind, COUNTS.map((n) => largestError(kind, name, n))])), CONTINUOUS.length);

function largestError(kind, name, n) {
  if (kind === "linear") return built(kind, name, 1).largest;
  return errors(CONSTRUCTIONS[kind](TARGETS[name], n), TARGETS[name]).largest;
}
