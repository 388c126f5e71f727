/** What the figure says: in one sentence for those who hear it, and under it what is special now. */

import { createRoom, forward } from "../core/net.js";
import { format, tidy } from "../core/numbers.js";
import { DATASETS } from "./data.js";
import { PRESETS } from "./presets.js";
import { accuracyOf } from "./session.js";
import { outputOf } from "./settings.js";

const percent = (share) => `${(100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`;
export { percent };

const sizesText = ({ sizes }) =>
  sizes.length > 2 ? `hidden layers of ${sizes.slice(1, -1).join(", ")} units` : "no hidden layer";

/** @param {import("./types.js").View} view */
export function describeView({ session: { net, measured, step } }) {
  const right = accuracyOf(measured);
  const test = measured.test == null ? "" : `, test loss ${format(measured.test, 3)}`;
  const of = measured.testCount ? "the test" : "all";
  const score = right == null ? "There are no points yet." : `${percent(right)} of ${of} points are right.`;
  const losses = measured.train == null ? "" : ` Training loss ${format(measured.train, 3)}${test}.`;
  return `A network with ${sizesText(net)}, ${net.activation} activation, after ${step} steps.${losses} ${score}`;
}

/** Digits as an exponent. */
export const raised = (digits) => [...digits].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");

export const big = (value) => (value < 1e4 ? format(value, 1) : value.toExponential(0).replace(/e\+(\d+)/, (_, power) => ` · 10${raised(power)}`));

/** What happened, at which step, and what to try. @param {import("./types.js").View} view */
function explainTrouble({ state, session: { trouble } }) {
  const { step, loss, largest, back } = /** @type {import("./types.js").Trouble} */ (trouble);
  const calmer = state.momentum > 0.5 && state.optimizer !== "adam" ? ", less momentum" : "";
  return `Stopped: at step ${step} the loss was ${Number.isNaN(loss) ? "no longer a number (NaN)" : "infinite"}. `
    + `With a learning rate of ${tidy(state.lr)} each step overshot, the next one overshot further, and the weights grew `
    + `(the largest to ${big(largest)}) until the sums overflowed. You see the weights of step ${back}, the last `
    + `finite ones. Try a smaller learning rate, say ${tenth(state.lr)}${calmer}, or an activation that has bounds (tanh).`;
}

export const tenth = (lr) => Number((lr / 10).toPrecision(3));

/** Units of a layer with one and the same weights in and out, to the last digit. */
function twins({ net }) {
  const [weight, fanIn] = [net.weights[0], 2];
  const units = net.sizes[1];
  if (net.sizes.length < 3 || units < 2) return false;
  const rows = Array.from({ length: units }, (_, j) => weight.subarray(j * fanIn, (j + 1) * fanIn).join());
  const out = Array.from({ length: units }, (_, j) =>
    Array.from({ length: net.sizes[2] }, (_, k) => net.weights[1][k * units + j]).join());
  return new Set(rows.map((row, j) => `${row} ${net.biases[0][j]} ${out[j]}`)).size === 1;
}

/** Is some hidden layer of ReLU units 0 at all points that the network learns from? */
function isDead({ net, train }) {
  if (net.activation !== "relu" || net.sizes.length < 3) return false;
  const room = createRoom(net, train.n);
  forward(net, room, train.x, train.n);
  return net.sizes.slice(1, -1).some((_, l) => room.a[l + 1].every((value) => value === 0));
}

const isExploding = ({ measured, history, step }) =>
  step > 0 && measured.train > 5 && measured.train > 3 * history.train[0];

const SAID = {
  paste: "Change the rows below the plane, or paste your own; then press “Use these points”.",
  empty: "There is no point to learn from: set some, or choose a data set.",
  dead: "A whole layer of ReLU units is dead: 0 at every point, so no gradient passes it and nothing can wake it. "
    + "Start again, with a smaller learning rate.",
  step: "The step’s derivative is 0: no gradient passes it, so only the last layer learns.",
  twins: "All units of layer 1 are the same: they began equal, get the same gradient, and stay equal for ever.",
  linear: "With linear units all layers together are one linear layer: the boundary stays a straight line.",
  moons: "There are two moons, so only classes 0 and 1 have points. Set some of the others by a click, or choose another "
    + "data set.",
  large: "The inputs are large numbers: the sums are huge, and units with bounds saturate. Standardise the "
    + "columns: subtract the mean, divide by the standard deviation.",
  scaled: "RMSprop and Adam make every gradient about 1 long: with this η (and momentum) each weight moves by a large "
    + "step, however flat the loss, and the units saturate. Try η = 0.01 or less.",
  perceptron: "The output is a step, trained by the perceptron’s rule: only misclassified points move the weights.",
};

/**
 * When, what to say then, and its tone; the most urgent first.
 * @type {[(view: any) => any, (view: any) => string, string][]}
 */
const REMARKS = [
  [({ session }) => session.trouble, explainTrouble, "wrong"],
  [({ state }) => state.paste, () => SAID.paste, ""],
  [({ session }) => !session.train.n, () => SAID.empty, ""],
  [({ session }) => isExploding(session), tooFast, "wrong"],
  [({ session }) => isDead(session), () => SAID.dead, "wrong"],
  [({ state }) => DATASETS[state.dataset]?.labels < state.classes, () => SAID.moons, ""],
  [({ state }) => state.limit > LARGE, () => SAID.large, ""],
  [({ state }) => isScaledUp(state), () => SAID.scaled, ""],
  [({ session }) => isHidden(session, "step"), () => SAID.step, ""],
  [({ session }) => twins(session), () => SAID.twins, ""],
  [({ session }) => isHidden(session, "linear"), () => SAID.linear, ""],
  [({ state }) => outputOf(state) === "step", () => SAID.perceptron, ""],
];

export const LARGE = 10; // limit of a plane whose points should be standardised

/** Steps of about η / (1 − momentum) for each weight, whatever the gradient. */
const isScaledUp = ({ optimizer, lr, momentum }) =>
  (optimizer === "adam" && lr > 0.3) || (optimizer === "rmsprop" && lr / (1 - momentum) > 0.3);

const isHidden = ({ net }, activation) => net.sizes.length > 2 && net.activation === activation;

/** @param {import("./types.js").View} view */
function tooFast({ state, session: { measured } }) {
  return `The loss is ${big(measured.train)}, far above what guessing costs (${format(Math.log(state.classes))}): the `
    + `steps overshoot. Try a smaller learning rate, say ${tenth(state.lr)}.`;
}

/**
 * Under the drawing: what is special now.
 * @param {import("./types.js").View} view @returns {{text: string, tone: string}}
 */
export function remarkOf(view) {
  const [, say, tone] = REMARKS.find(([when]) => when(view)) ?? [null, () => "", ""];
  return { text: say(view), tone };
}

/** The case's own words, or how to begin. */
export const tellOf = ({ preset }) =>
  PRESETS[preset]?.tell
  ?? "Press Run and watch the network bend the plane. Click into the plane to set points, drag them, or choose a case.";
