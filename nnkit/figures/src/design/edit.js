/** What the reader does to a network: pure functions, state -> changes. */

import { clamp, snap } from "../core/numbers.js";
import { valueAt } from "../approximation/network.js";
import { TARGETS } from "../approximation/targets.js";
import { chosen, compute, highest, MOST, SLOPES } from "./compute.js";

const fine = (value) => snap(value, 0.01);

/** The selected unit changed. @param {any} state @param {(number | null)[]} unit null: as it is */
export function edit(state, unit) {
  const { units, target, kind } = state;
  const selected = chosen(state);
  const [place, slope, height] = unit.map((value, i) => value ?? units[selected][i]);
  const { interval: [left, right] } = TARGETS[target];
  const [steepest, top] = [SLOPES[kind].limit, highest(target)];
  const limited = [clamp(place, left, right), clamp(slope, -steepest, steepest), clamp(height, -top, top)];
  return { units: units.with(selected, limited) };
}

/** A new unit, selected; null if there are too many. @param {any} state @param {number} place @param {number} height */
export function add({ units, target, kind }, place, height) {
  if (units.length >= MOST) return null;
  const top = highest(target);
  const unit = [fine(place), SLOPES[kind].start, clamp(fine(height), -top, top)];
  return { units: [...units, unit], selected: units.length };
}

/** A new unit where the error is largest, as high as it is large. @param {any} state */
export function addWhereWorst(state) {
  const { at, missing } = compute(state);
  return add(state, at, Math.abs(missing) < 0.05 ? 0.1 : missing);
}

/** A new unit that lifts the network to where it was clicked. @param {any} state @param {[number, number]} place */
export const addBelow = (state, [x, y]) => add(state, x, y - valueAt(state, x));

/** @param {any} state */
export function remove(state) {
  const [units, selected] = [state.units, chosen(state)];
  if (units.length === 1) return null;
  return { units: units.toSpliced(selected, 1), selected: Math.max(0, selected - 1) };
}

/** @param {any} state */
export const turn = (state) => edit(state, [null, -state.units[chosen(state)][1], null]);

/** Other units at the same places; each slope keeps its sign. @param {any} state @param {string} kind */
export function changeKind({ units }, kind) {
  const { start } = SLOPES[kind];
  return { kind, units: units.map(([place, slope, height]) => [place, slope < 0 ? -start : start, height]) };
}

/** The units at the same fractions of another target's interval. @param {any} state @param {string} target */
export function changeTarget({ units, target: before }, target) {
  const [from, to] = [TARGETS[before].interval, TARGETS[target].interval];
  const moved = (place) => fine(to[0] + ((place - from[0]) / (from[1] - from[0])) * (to[1] - to[0]));
  const scale = highest(target) / highest(before);
  return { target, units: units.map(([place, slope, height]) => [moved(place), slope, fine(height * scale)]) };
}
