/** Is a state one that the playground can show? What comes from an address is not trusted. */

import { ACTIVATIONS } from "../core/activations.js";
import { DATASETS } from "./data.js";
import { PRESETS } from "./presets.js";
import { countParameters } from "../core/net.js";
import { MOST_LAYERS, MOST_UNITS, openUnit, sizesOf } from "./settings.js";

const RANGES = {
  count: [1, 2000], classes: [2, 4], noise: [0, 10], share: [0, 0.95], limit: [1e-6, 1e9], lr: [1e-12, 1e12],
  momentum: [0, 0.999], weight_decay: [0, 1e6], batch: [0, 1e6], speed: [0.01, 200], step: [0, 1e9], label: [0, 3],
  seed: [0, 2 ** 31], weights_seed: [0, 2 ** 31], selected: [-1, 1e6],
};
const WHOLE = ["count", "classes", "batch", "step", "label", "seed", "weights_seed", "selected"];
const NAMES = {
  preset: ["", ...Object.keys(PRESETS)],
  dataset: [...Object.keys(DATASETS), "own"],
  activation: Object.keys(ACTIVATIONS),
  output: ["sigmoid", "softmax", "step"],
  start: ["random", "zero"],
  optimizer: ["sgd", "rmsprop", "adam"],
  tool: ["add", "erase"],
};

const [MOST_POINTS, MOST_LOSSES] = [2000, 1000];

const isCount = (value, least, most) => Number.isInteger(value) && value >= least && value <= most;
const isLosses = ([step, train, test, ...more]) =>
  !more.length && [step, train, test ?? 0].every(Number.isFinite);
const isPoint = (classes) => (row) =>
  [3, 4].includes(row.length) && row.every(Number.isFinite) && isCount(row[2], 0, classes - 1);

/** @param {import("./types.js").State} state @returns {boolean} */
export const isSane = (state) =>
  Object.entries(RANGES).every(([name, [least, most]]) => state[name] >= least && state[name] <= most)
  && WHOLE.every((name) => Number.isInteger(state[name]))
  && Object.entries(NAMES).every(([name, known]) => known.includes(state[name]))
  && state.hidden.length <= MOST_LAYERS && state.hidden.every((units) => isCount(units, 1, MOST_UNITS))
  && state.points.length <= MOST_POINTS && state.points.every(isPoint(state.classes)) && state.label < state.classes
  && [0, countParameters(sizesOf(state))].includes(state.parameters.length) && state.parameters.every(Number.isFinite)
  && state.losses.length <= MOST_LOSSES && state.losses.every(isLosses) && state.cursor.length === 2 && state.cursor.every(Number.isFinite)
  && state.plot.length === 3 && state.plot.every((place) => isCount(place, 0, MOST_UNITS))
  && (state.unit.length === 0 || openUnit(state) !== null);
