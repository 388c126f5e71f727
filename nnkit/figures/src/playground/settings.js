/** What the reader sets: the state at the start, the choices, the controls in their groups. */

import { ACTIVATIONS } from "../core/activations.js";
import { choice, number, slider, toggle } from "../core/controls.js";
import { roundUp } from "../core/frame.js";
import { format, tidy } from "../core/numbers.js";
import { COMMON } from "../core/part.js";
import { DATASETS, pointsOf, split } from "./data.js";

export const MOST_LAYERS = 4;
export const MOST_UNITS = 16;

export const defaults = {
  ...COMMON,
  preset: "",
  dataset: "circles",
  count: 200,
  classes: 2,
  noise: 0.1,
  share: 0.3,
  seed: 1,
  weights_seed: 1,
  points: [],
  limit: 1.5,
  hidden: [6, 2],
  activation: "tanh",
  output: "sigmoid",
  start: "random",
  optimizer: "sgd",
  lr: 0.1,
  momentum: 0.9,
  weight_decay: 0,
  batch: 32,
  speed: 1,
  running: false,
  step: 0,
  parameters: [],
  losses: [],
  train_loss: null,
  test_loss: null,
  accuracy: null,
  label: 1,
  tool: "add",
  cursor: [0, 0],
  selected: -1,
  paste: false,
  unit: [],
  plot: [MOST_LAYERS, 0, 1],
  show_test: true,
  sharp: false,
};

/** Outputs that fit a number of classes: one unit tells two classes apart. */
export const outputOf = ({ output, classes }) => (classes > 2 ? "softmax" : output);

/** Units of each layer, inputs and outputs included. */
export const sizesOf = (state) => [2, ...state.hidden, outputOf(state) === "softmax" ? state.classes : 1];

/** What a network begins with: where it changes, the training begins anew. */
export const beginningOf = (state) =>
  JSON.stringify([sizesOf(state), outputOf(state), state.start, state.weights_seed]);

/** What a change of the settings brings along: a network that begins anew has neither weights nor steps. */
export function settle(state, changes) {
  const anew = !("parameters" in changes) && beginningOf({ ...state, ...changes }) !== beginningOf(state);
  return anew ? { ...changes, parameters: [], step: 0, losses: [] } : changes;
}

const range = (...values) => values.map((value) => [value, String(value)]);
const RATES = range(0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30);
const DECAYS = range(0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1);
const OUTPUTS = [["sigmoid", "sigmoid"], ["softmax", "softmax"], ["step", "step"]];
const STARTS = [["random", "random"], ["zero", "all zero"]];
const OPTIMIZERS = [["sgd", "SGD"], ["rmsprop", "RMSprop"], ["adam", "Adam"]];
export const SPEEDS = [[0.04, "slow"], [1, "1"], [10, "10"], [50, "50"]];

/** A list that has the present value too, where that came from elsewhere. */
const with_ = (options, value) =>
  options.some(([known]) => known === value)
    ? options
    : [...options, [value, tidy(value)]].sort((a, b) => a[0] - b[0]);

/** The recipe's points anew: what was drawn by hand is gone, the network stays. */
const fresh = (changes) => ({ points: [], selected: -1, ...changes });

const percent = (share) => `${Math.round(100 * share)} %`;

export function dataControls(state) {
  const group = "Points";
  const titles = Object.entries(DATASETS).map(([name, { title }]) => [name, title]);
  return [
    choice({ group, name: "dataset", label: "data set", options: [...titles, ["own", "own points"]],
      change: setDataset }),
    choice({ group, name: "classes", label: "classes", options: range(2, 3, 4), change: setClasses }),
    ...(state.dataset === "own" ? [] : recipeControls(group)),
    slider({ group, name: "share", label: "kept for the test", min: 0, max: 0.9, step: 0.1, show: percent,
      change: setShare }),
  ];
}

/** Another data set is another task: the training begins anew. What is drawn by hand goes on from where it is. */
function setDataset(now, dataset) {
  if (dataset === "own") return fresh({ dataset, preset: "", points: pointsOf(now) });
  const share = now.dataset === "own" && !now.share ? { share: defaults.share } : {};
  return fresh({ dataset, preset: "", ...share, limit: defaults.limit, parameters: [], step: 0, losses: [] });
}

const recipeChange = (name) => (_, value) => fresh({ [name]: value });

/** Of own points there is no recipe. */
const recipeControls = (group) => [
  slider({ group, name: "noise", label: "noise", min: 0, max: 0.5, step: 0.01, change: recipeChange("noise") }),
  slider({ group, name: "count", label: "points", min: 10, max: 500, step: 10, show: String,
    change: recipeChange("count") }),
  number({ group, name: "seed", label: "seed of the points", min: 0, max: 9999, step: 1,
    change: recipeChange("seed") }),
];

function setShare(now, share) {
  return now.dataset === "own" ? { share, points: split(now.points, share) } : fresh({ share });
}

/** Own points of a class that is no more are taken out. */
function setClasses(now, classes) {
  const changes = { classes, label: Math.min(now.label, classes - 1), unit: [] };
  const own = now.dataset === "own" && { points: now.points.filter(([, , label]) => label < classes), selected: -1 };
  return own ? { ...changes, ...own } : fresh(changes);
}

const setLayers = (now, count) =>
  ({ hidden: Array.from({ length: count }, (_, l) => now.hidden[l] ?? Math.max(4, now.hidden.at(-1) ?? 0)), unit: [] });

export function networkControls(state) {
  const group = "Layers";
  const activations = Object.entries(ACTIVATIONS).map(([name, { title }]) => [name, title]);
  return [
    choice({ group, name: "layers", label: "hidden layers", options: range(0, 1, 2, 3, 4),
      value: (now) => now.hidden.length, change: setLayers }),
    ...state.hidden.map((_, l) =>
      slider({ group, name: `hidden.${l}`, label: `units of layer ${l + 1}`, min: 1, max: MOST_UNITS, step: 1,
        show: String, change: (now, units) => ({ hidden: now.hidden.with(l, units), unit: [] }) })),
    choice({ group, name: "activation", label: "activation", options: activations }),
    choice({ group, name: "output", label: "output", options: state.classes > 2 ? OUTPUTS.slice(1, 2) : OUTPUTS,
      value: outputOf }),
    choice({ group, name: "start", label: "weights at the start", options: STARTS }),
  ];
}

export function trainingControls(state) {
  const group = "Training";
  return [
    choice({ group, name: "lr", label: "learning rate", mark: "η", options: with_(RATES, state.lr) }),
    choice({ group, name: "optimizer", label: "optimiser", options: OPTIMIZERS }),
    ...(state.optimizer === "adam" ? [] : [
      slider({ group, name: "momentum", label: "momentum", min: 0, max: 0.99, step: 0.01 })]),
    choice({ group, name: "weight_decay", label: "weight decay", options: with_(DECAYS, state.weight_decay) }),
    slider({ group, name: "batch", label: "batch size", min: 0, max: 200, step: 1,
      show: (size) => (size ? String(size) : "all") }),
    number({ group, name: "weights_seed", label: "seed of the weights", min: 0, max: 9999, step: 1 }),
  ];
}

export const viewControls = () => [
  toggle({ group: "View", name: "show_test", label: "show the test points" }),
  toggle({ group: "View", name: "sharp", label: "show only the decision" }),
];

/** The unit whose weights are open, if the network has it. @returns {[number, number] | null} */
export function openUnit(state) {
  const [layer, j] = state.unit;
  return layer >= 1 && j >= 0 && j < sizesOf(state)[layer] ? [layer, j] : null;
}

/** How far a weight's slider goes: a trained weight may lie beyond the usual reach, and is not to jump when touched. */
const reachOf = (weight) => Math.max(5, roundUp(Math.abs(weight ?? 0)));

/** The sliders of one unit's bias and weights: [layer, unit] is chosen in the network's picture. */
export function unitControls(state) {
  const open = openUnit(state);
  if (!open) return [];
  const [layer, j] = open;
  const sizes = sizesOf(state);
  const at = placeOf(sizes, layer, j);
  const from = (i) => (layer === 1 ? `x${i + 1}` : `unit ${i + 1}`);
  const edit = (place, label) => {
    const reach = reachOf(state.parameters[place]);
    return slider({ group: titleOf(sizes, layer, j), name: `parameters.${place}`, label, min: -reach, max: reach,
      step: reach / 100, show: (value) => format(value, 2) });
  };
  const weights = Array.from({ length: sizes[layer - 1] }, (_, i) => edit(at.weight + i, `weight from ${from(i)}`));
  return [...weights, edit(at.bias, "bias")];
}

/** Where a unit's weights and its bias stand among the parameters. */
export function placeOf(sizes, layer, j) {
  let start = 0;
  for (let l = 1; l < layer; l++) start += sizes[l] * (sizes[l - 1] + 1);
  return { weight: start + j * sizes[layer - 1], bias: start + sizes[layer] * sizes[layer - 1] + j };
}

/** A unit by its name: "x1", "unit 2 of layer 1", "output". */
export function titleOf(sizes, layer, j) {
  if (layer === 0) return `x${j + 1}`;
  if (layer < sizes.length - 1) return `Unit ${j + 1} of layer ${layer}`;
  return sizes[layer] === 1 ? "The output" : `The output for class ${j}`;
}
