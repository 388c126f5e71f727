/** Backpropagation layer by layer: step forward, then backward; every tensor to scale, every equation in numbers. */

import { code } from "./backprop/code.js";
import { compute } from "./backprop/compute.js";
import { drawLayers } from "./backprop/drawing.js";
import { drawFormula } from "./backprop/formulas.js";
import { STEPS } from "./backprop/steps.js";
import { ACTIVATIONS } from "./core/activations.js";
import { button, choice, player, slider } from "./core/controls.js";
import { clamp, format } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { node } from "./core/svg.js";

export { code, compute };

/** @typedef {import("./backprop/compute.js").State} State */

const defaults = {
  ...COMMON,
  weights: [[[1, -0.5], [0.5, 1.5], [-1, 1]], [[1.5, -1, 2]]],
  biases: [[0.5, 0, -0.5], [0.5]],
  x: [[1, 2], [-1, 0.5], [0.5, -1.5], [2, 1], [-2, -1], [0, 1]],
  target: [[1], [0], [0], [1], [0], [1]],
  activation: "sigmoid",
  activations: ["sigmoid", "relu", "tanh", "step", "linear"],
  batch: 4,
  at: 8,
};

const LAST = STEPS.length - 1;

/** @param {any} state @returns {State & {activations: string[]}} whole numbers inside their limits */
const settled = (state) => ({
  ...state,
  at: clamp(Math.round(state.at), 0, LAST),
  batch: clamp(Math.round(state.batch), 1, state.x.length),
});

/** @param {Partial<State>} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const full = settled({ ...defaults, ...state });
  const { x, a1, yhat, J } = compute(full);
  const sizes = [x, a1, yhat].map(([row]) => row.length).join(", ");
  return `Two linear layers with ${sizes} units and ${ACTIVATIONS[full.activation].title} activations, batch of `
    + `${full.batch}, loss ${format(J[0][0], 3)}. Step ${full.at} of ${LAST}. ${STEPS[full.at].why}`;
}

/** @param {Partial<State>} state @param {{narrow?: boolean, still?: boolean}} layout @returns {string} SVG */
export function draw(state, { narrow = false, still = false } = {}) {
  const full = settled({ ...defaults, ...state });
  const [content, width, height] = drawLayers(full, compute(full), narrow);
  return node("svg", {
    class: "nn-svg", viewBox: `0 0 ${width} ${height.toFixed(0)}`, role: still ? "img" : "group",
    "aria-label": describe(full),
  }, content);
}

/** @param {State} state @returns {string} */
export const remark = (state) => STEPS[settled(state).at].why;

/** @param {State} state @returns {Partial<State> | null} */
const step = ({ at }) => (at < LAST ? { at: at + 1 } : null);

/** @param {State & {activations: string[]}} state */
const controls = (state) => [
  slider({ name: "at", label: "step", min: 0, max: LAST, step: 1, show: (at) => `${at} of ${LAST}` }),
  slider({ name: "batch", mark: "N", label: "batch size N", min: 1, max: state.x.length, step: 1, show: String }),
  player({ label: "forward and backward", perSecond: 1, again: () => ({ at: 0 }) }),
  button({ label: "Back", act: ({ at }) => ({ at: Math.max(0, at - 1) }), disabled: state.at === 0 }),
  choice({
    name: "activation", mark: "g", label: "activation",
    options: state.activations.map((name) => [name, ACTIVATIONS[name].title]),
  }),
];

/** @param {State} state @returns {string} MathML */
export function formula(state) {
  const full = settled(state);
  return drawFormula(full.at, compute(full), STEPS[full.at]);
}

export default part({ defaults, draw, describe, remark, controls, formula, step, code });
