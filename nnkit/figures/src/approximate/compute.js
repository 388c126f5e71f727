/** Every number of the approximate figure: four networks with as many hidden units, and how near each comes. */

import { bound, CONSTRUCTIONS, enough } from "../approximation/constructions.js";
import { errors } from "../approximation/network.js";
import { TARGETS } from "../approximation/targets.js";

export const KINDS = ["linear", "step", "sigmoid", "relu"];

/** The numbers of units for which the errors are drawn against them. */
export const COUNTS = [1, 2, 3, 5, 8, 13, 20, 30, 50, 75, 100];

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
    const network = CONSTRUCTIONS[kind](target, units);
    const proven = kind === "linear" ? null : bound(kind, target, units);
    const needed = kind === "linear" ? null : enough(kind, target, epsilon);
    return { network, units, ...errors(network, target), bound: proven, enough: needed };
  };
  return Object.fromEntries(KINDS.map((kind) => [kind, numbers(kind)]));
}

const known = new Map();

/** The largest error for each of COUNTS, per kind; each target's is computed once. @param {string} name */
export function errorsByUnits(name) {
  if (!known.has(name)) known.set(name, Object.fromEntries(KINDS.map((kind) => [kind, largestErrors(kind, name)])));
  return known.get(name);
}

const largestErrors = (kind, name) =>
  COUNTS.map((n) => errors(CONSTRUCTIONS[kind](TARGETS[name], n), TARGETS[name]).largest);
