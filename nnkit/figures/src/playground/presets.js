/** The lecture's cases: settings, what to see in them, and a goal with a score. */

/**
 * @typedef {object} Preset
 * @property {string} title
 * @property {string} tell what the case shows and what to try
 * @property {object} state
 * @property {{measure: "accuracy" | "train" | "test", least?: number, most?: number, after?: number}} goal `accuracy` in the test, or
 *   where no points are kept for it, in the training; `after` so many steps, where it is passed on the way
 */

/** @type {{measure: "accuracy", least: number}} */
const GOAL = { measure: "accuracy", least: 0.95 };
const start = { share: 0.3, classes: 2, count: 200, noise: 0.1, seed: 1, weights_seed: 1, activation: "tanh",
  output: "sigmoid", start: "random", optimizer: "sgd", lr: 0.1, momentum: 0.9, weight_decay: 0, batch: 32, speed: 1, limit: 1.5 };

/** @type {Record<string, Preset>} */
export const PRESETS = {
  logistic: {
    title: "Logistic regression: a single neuron",
    tell: "No hidden layer: one sigmoid unit, so the boundary is a straight line. That is enough for two blobs. "
      + "Then choose circles: no line is enough for them.",
    state: { dataset: "blobs", noise: 0.35, hidden: [], momentum: 0 },
    goal: { measure: "accuracy", least: 0.95 },
  },
  perceptron: {
    title: "The perceptron: a step and one point at a time",
    tell: "One step unit, batches of one, learning rate 1: the perceptron's rule. Only a misclassified point moves "
      + "the line; it comes to rest where none is left. Add noise: it never rests again.",
    state: {
      dataset: "blobs", noise: 0.2, hidden: [], output: "step", lr: 1, momentum: 0, batch: 1, share: 0, count: 60,
    },
    goal: { measure: "accuracy", least: 1 },
  },
  xor: {
    title: "XOR needs a hidden layer",
    tell: "Without a hidden layer no line separates these classes: the score stays near one half. Give the network one "
      + "hidden layer, then find the fewest units that do.",
    state: { dataset: "xor", noise: 0.05, hidden: [] },
    goal: GOAL,
  },
  linear: {
    title: "A deep linear network stays linear",
    tell: "Three hidden layers with the activation linear: together they are one matrix, and the boundary is a line, "
      + "however long you train. Change the activation, and see it bend.",
    state: { dataset: "circles", hidden: [6, 6, 6], activation: "linear", lr: 0.03 },
    goal: GOAL,
  },
  moons: {
    title: "Two moons",
    tell: "A small network is enough. Watch the warped grid: the hidden layer bends the plane until one straight line "
      + "can separate the classes.",
    state: { dataset: "moons", hidden: [6, 2], noise: 0.12 },
    goal: { measure: "accuracy", least: 0.95 },
  },
  spirals: {
    title: "Two spirals",
    tell: "The hard one: the boundary must wind. It needs more units, two hidden layers and patience. Which "
      + "optimiser gets there first?",
    state: { dataset: "spirals", hidden: [12, 8], noise: 0.02, count: 300, lr: 0.03, optimizer: "sgd", speed: 10 },
    goal: GOAL,
  },
  overfit: {
    title: "Too many units on a few noisy points",
    tell: "More than ten parameters a point: the training loss falls towards 0 while the test loss rises. Bring the "
      + "test loss down: fewer units, weight decay, or more points.",
    state: { dataset: "moons", hidden: [16, 16], noise: 0.35, count: 40, share: 0.5, lr: 0.1, batch: 0, speed: 1 },
    goal: { measure: "test", most: 0.6, after: 300 },
  },
  rate: {
    title: "A learning rate that is too large",
    tell: "Each step overshoots, and the next one overshoots the other way, further. Find a learning rate that goes "
      + "down, and the largest one that still does.",
    state: { dataset: "moons", hidden: [8, 8], activation: "leaky_relu", lr: 10, batch: 0, momentum: 0.9 },
    goal: { measure: "accuracy", least: 0.95 },
  },
  zero: {
    title: "All weights start at zero",
    tell: "All units of a layer get the same gradient, so they stay equal for ever: six units are worth one. Let the "
      + "weights start at random.",
    state: { dataset: "circles", hidden: [6], start: "zero" },
    goal: GOAL,
  },
};

const DEFAULT_GOAL = GOAL;

/** The whole state of a preset; the network begins anew. */
export const applyPreset = (name) => ({
  ...start, ...PRESETS[name].state, preset: name, points: [], parameters: [], step: 0, losses: [], running: false,
  selected: -1, unit: [], label: 1, plot: [4, 0, 1],
});

const MEASURES = { accuracy: "right", train: "training loss", test: "test loss" };

/**
 * How far the goal is.
 * @param {import("./types.js").State} state
 * @param {{train: number | null, test: number | null}} measured
 * @param {number | null} accuracy
 * @param {number} step
 * @returns {{text: string, now: number | null, reached: boolean, measure: string}}
 */
export function scoreOf({ preset }, measured, accuracy, step) {
  const goal = PRESETS[preset]?.goal ?? DEFAULT_GOAL;
  const now = goal.measure === "accuracy" ? accuracy : measured[goal.measure];
  const late = step >= (goal.after ?? 0);
  const reached = late && now != null && (goal.least == null || now >= goal.least) && (goal.most == null || now <= goal.most);
  const which = measured.test == null ? "" : " in the test";
  const text = goal.measure === "accuracy"
    ? `${Math.round(100 * (goal.least ?? 0))} % right${which}`
    : `${MEASURES[goal.measure]} of at most ${goal.most}${goal.after ? ` from step ${goal.after} on` : ""}`;
  return { text, now, reached, measure: goal.measure };
}
