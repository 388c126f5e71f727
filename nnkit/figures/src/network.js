/** The lecture's network: every weight on its edge, every z in its unit, forward and backward, and the nested sum. */

import { ACTIVATIONS } from "./core/activations.js";
import { choice, slider } from "./core/controls.js";
import { frame } from "./core/frame.js";
import { format, snap } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { places } from "./core/source.js";
import { node } from "./core/svg.js";
import { code } from "./network/code.js";
import { LOSSES, activationsOf, compute } from "./network/compute.js";
import { drawNetwork } from "./network/drawing.js";
import { drawFormula } from "./network/formulas.js";
import { headOf, parse, pathOf, put, said, settled, valueOf } from "./network/names.js";

export { code, compute };

/** @typedef {import("./network/compute.js").State} State */

const defaults = {
  ...COMMON,
  weights: [
    [[0.5, -1, 1.5], [2, 1, -0.5], [-1.5, 2.5, -2]],
    [[1, -2], [-1.5, 0.5], [2, 1.5]],
    [[3], [-2]],
  ],
  x: [1, 0.5, -1],
  target: [0],
  activation: "sigmoid",
  activations: ["sigmoid", "relu", "tanh", "step", "linear"],
  loss: "sse",
  view: "forward",
  chosen: "w2-1-2",
  unit: "z3-2",
  written: "unit",
};

const LIMIT = 4;
const HEIGHT = 240; // pixels for the whole range: a weight follows the hand at 30 a unit

/** @param {Partial<State>} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const full = { ...defaults, ...state };
  const { sizes, yhat, loss, count } = compute(full);
  return `A network of ${sizes.join(", ")} units with ${count} weights and `
    + `${ACTIVATIONS[full.activation].title} activation: `
    + `it computes ${yhat.map((value) => format(value)).join(", ")} where the target is `
    + `${full.target.map((value) => format(value)).join(", ")}; ${LOSSES[full.loss].title} ${format(loss, 3)}.`;
}

/** @param {Partial<State>} state @param {{narrow?: boolean, still?: boolean}} layout @returns {string} SVG */
export function draw(state, { narrow = false, still = false } = {}) {
  const full = settled({ ...defaults, ...state });
  const [content, width, height] = drawNetwork(full, compute(full), { narrow, still });
  return node("svg", {
    class: "nn-svg", viewBox: `0 0 ${width} ${height}`, role: still ? "img" : "group", "aria-label": describe(full),
  }, content);
}

/** Where PyTorch keeps a weight. */
function placeInTorch(state, name) {
  const { l, i, j } = parse(name);
  const at = places(activationsOf(state).map((activation) => ({ weight: [], activation })))[l - 1];
  return `${said(name)} leads from unit ${i} of layer ${l} to unit ${j} of layer ${l + 1}. `
    + `PyTorch names the unit it leads to first and counts from 0: model[${at}].weight[${j - 1}, ${i - 1}].`;
}

const NO_GRADIENT = "The step’s derivative is 0: no gradient gets past a unit, gradient descent would change nothing.";
const BACKWARD = "Read from right to left: each number needs only those right of it. s is the sum inside a unit’s g.";

/** @param {State} state @returns {string} */
export function remark(state) {
  const { view, activation, chosen } = settled(state);
  if (view === "backward") return activation === "step" ? NO_GRADIENT : BACKWARD;
  if (activation === "linear") return "All hidden units are linear: one layer of weights could do the same.";
  return parse(chosen).kind === "w" ? placeInTorch(state, chosen) : "";
}

/** The slider of the chosen input or weight. */
const chosenSlider = (state) =>
  slider({
    name: pathOf(state.chosen), mark: state.chosen, min: -LIMIT, max: LIMIT, step: 0.1,
    label: `${parse(state.chosen).kind === "x" ? "input" : "weight"} ${said(state.chosen)}`,
  });

/** Cross entropy asks for labels 0 or 1. */
function targetSlider({ loss, target }, k) {
  const range = loss === "sse" ? { min: -2, max: 2, step: 0.1 } : { min: 0, max: 1, step: 1 };
  const mark = target.length === 1 ? "y" : `y${k + 1}`;
  return slider({ name: `target.${k}`, mark, label: `true value ${mark}`, ...range });
}

const asLabels = (target) => target.map((value) => (value >= 0.5 ? 1 : 0));
const changeLoss = ({ target }, loss) => ({ loss, ...(loss === "sse" ? {} : { target: asLabels(target) }) });

const VIEWS = [["forward", "forward: values"], ["backward", "backward: derivatives"]];
const titles = (table, names) => names.map((name) => [name, table[name].title]);

/** @param {State} state */
const controls = (state) => [
  chosenSlider(settled(state)),
  ...state.target.map((_, k) => targetSlider(state, k)),
  choice({ name: "view", label: "show", options: VIEWS }),
  choice({ name: "written", label: "write out", options: [["unit", "what is chosen"], ["whole", "everything"]] }),
  choice({ name: "activation", mark: "g", label: "activation", options: titles(ACTIVATIONS, state.activations) }),
  choice({ name: "loss", mark: "J", label: "loss", change: changeLoss, options: titles(LOSSES, Object.keys(LOSSES)) }),
];

const isUnit = (name) => parse(name).kind === "z";

/** A weight brings the unit with it to which it leads. */
function choose(state, name) {
  if (isUnit(name)) return { unit: name };
  return parse(name).kind === "w" ? { chosen: name, unit: headOf(name) } : { chosen: name };
}

const handles = {
  frame: () => frame({ left: 0, top: 0, width: 1, height: HEIGHT, xlim: [-1, 1], ylim: [-LIMIT, LIMIT] }),
  at: (state, name) => (isUnit(name) ? null : [0, valueOf(state, name)]),
  move: (state, name, [, value]) => (isUnit(name) ? null : put(state, name, snap(value, 0.1))),
  press: (state, name) => ({ ...choose(state, name), ...(isUnit(name) ? { written: "unit" } : {}) }),
  focus: choose,
};

/** @param {State} state @returns {string} MathML */
export const formula = (state) => drawFormula(settled(state), compute(state));

export default part({ defaults, draw, describe, remark, controls, handles, formula, code });
