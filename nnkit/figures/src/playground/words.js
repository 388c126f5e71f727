/** What the figure says: in one sentence for those who hear it, and under it what is special now. */

import { createRoom, forward } from "../core/net.js";
import { format } from "../core/numbers.js";
import { PRESETS } from "./presets.js";
import { accuracyOf } from "./session.js";
import { outputOf } from "./settings.js";

const percent = (share) => `${(100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`;
export { percent };

const sizesText = ({ sizes }) => (sizes.length > 2 ? `hidden layers of ${sizes.slice(1, -1).join(", ")} units` : "no hidden layer");

/** @param {import("./types.js").View} view */
export function describeView({ session: { net, measured, step } }) {
  const right = accuracyOf(measured);
  const test = measured.test == null ? "" : `, test loss ${format(measured.test, 3)}`;
  const score = right == null ? "There are no points yet." : `${percent(right)} of ${measured.testCount ? "the test" : "all"} points are right.`;
  const losses = measured.train == null ? "" : ` Training loss ${format(measured.train, 3)}${test}.`;
  return `A network with ${sizesText(net)}, ${net.activation} activation, after ${step} steps.${losses} ${score}`;
}

const big = (value) => (value < 1e4 ? format(value, 1) : value.toExponential(0).replace("e+", " · 10^"));

/** What happened, at which step, and what to try. */
export function explainTrouble({ state, session: { trouble } }) {
  const what = Number.isNaN(trouble.loss) ? "no longer a number (NaN)" : "infinite";
  return `Stopped: at step ${trouble.step} the loss was ${what}. With a learning rate of ${state.lr} each step overshot, the `
    + `next one overshot further, and the weights grew (the largest to ${big(trouble.largest)}) until the sums overflowed. `
    + `You see the weights of step ${trouble.back}, the last finite ones. Try a smaller learning rate, say ${tenth(state.lr)}`
    + `${state.momentum > 0.5 && state.optimizer !== "adam" ? ", less momentum" : ""}, or an activation that has bounds (tanh).`;
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

const isExploding = ({ measured, history, step }) => step > 0 && measured.train > 5 && measured.train > 3 * history.train[0];

/** Under the drawing: what is special now, the most urgent first. @returns {{text: string, tone: string}} */
export function remarkOf(view) {
  const { state, session } = view;
  const { measured, net } = session;
  const hidden = net.sizes.length > 2;
  if (session.trouble) return { text: explainTrouble(view), tone: "wrong" };
  if (state.paste) return { text: "Change the rows below the plane, or paste your own; then press “Use these points”.", tone: "" };
  if (!measured.trainCount) return { text: "There is no point to learn from: set some, or choose a data set.", tone: "" };
  if (isExploding(session)) {
    return { text: `The loss is ${big(measured.train)}, far above what guessing costs (${format(Math.log(state.classes))}): the steps `
      + `overshoot. Try a smaller learning rate, say ${tenth(state.lr)}.`, tone: "wrong" };
  }
  if (isDead(session)) {
    return { text: "A whole layer of ReLU units is dead: 0 at every point, so no gradient passes it and nothing can wake it. "
      + "Start again, with a smaller learning rate.", tone: "wrong" };
  }
  if (hidden && net.activation === "step") {
    return { text: "The step’s derivative is 0: no gradient passes it, so only the last layer learns.", tone: "" };
  }
  if (twins(session)) {
    return { text: "All units of layer 1 are the same: they began equal, get the same gradient, and stay equal for ever.", tone: "" };
  }
  if (hidden && net.activation === "linear") {
    return { text: "With linear units all layers together are one linear layer: the boundary stays a straight line.", tone: "" };
  }
  if (outputOf(state) === "step") {
    return { text: "The output is a step, trained by the perceptron’s rule: only misclassified points move the weights.", tone: "" };
  }
  return { text: "", tone: "" };
}

/** The case's own words, or how to begin. */
export const tellOf = ({ preset }) =>
  PRESETS[preset]?.tell
  ?? "Press Run and watch the network bend the plane. Click into the plane to set points, drag them, or choose a case.";
