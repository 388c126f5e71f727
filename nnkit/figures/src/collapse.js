/** Linear layers multiplied out, live: two or three equal one, until a non-linearity stands between them. */

import { code as codeOf } from "./collapse/code.js";
import { compute } from "./collapse/compute.js";
import { drawCollapse } from "./collapse/drawing.js";
import { drawFormula } from "./collapse/formulas.js";
import { isProduct, pathOf, put, said, settled, valueOf } from "./collapse/names.js";
import { ACTIVATIONS } from "./core/activations.js";
import { choice, slider } from "./core/controls.js";
import { frame } from "./core/frame.js";
import { format, snap } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { node } from "./core/svg.js";

export { compute };

/** @typedef {import("./collapse/compute.js").State} State */

const defaults = {
  ...COMMON,
  weights: [[[1, -1], [0.5, 1], [-1.5, 0.5]], [[1, 2, -1], [-0.5, 1, 0.5]], [[1, -1], [0.5, 2]]],
  biases: [[0.5, -1, 1], [0.5, -0.5], [0, 1]],
  x: [1, 0.5],
  activation: "linear",
  activations: ["linear", "relu", "tanh", "sigmoid"],
  depth: 2,
  chosen: "W1-1-1",
  cell: "P2-1-2",
};

const LIMIT = 3;
const HEIGHT = 180; // pixels for the whole range: an entry follows the hand at 30 a unit

/** @param {Partial<State>} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const full = settled({ ...defaults, ...state });
  const { yhat, one, difference } = compute(full);
  const list = (values) => values.map((value) => format(value)).join(", ");
  return `${full.depth} layers with ${ACTIVATIONS[full.activation].title} units between them give ${list(yhat)}, `
    + `their product as one layer ${list(one)}: ${difference < 1e-9 ? "equal" : "not equal"}.`;
}

/** @param {Partial<State>} state @param {{narrow?: boolean, still?: boolean}} layout @returns {string} SVG */
export function draw(state, { narrow = false, still = false } = {}) {
  const full = settled({ ...defaults, ...state });
  const [content, width, height] = drawCollapse(full, compute(full), { narrow, still });
  return node("svg", {
    class: "nn-svg", viewBox: `0 0 ${width} ${height.toFixed(0)}`, role: still ? "img" : "group",
    "aria-label": describe(full),
  }, content);
}

const ONE = "Equal, for every input: the layers are one layer, whatever their entries. Now choose a g between them.";

/** @param {State} state @returns {string} */
export function remark(state) {
  const full = settled(state);
  const { difference } = compute(full);
  if (full.activation === "linear") return ONE;
  const title = ACTIVATIONS[full.activation].title;
  return difference < 1e-9
    ? `At this input both routes agree; elsewhere, with ${title} between them, the layers bend, and one layer cannot.`
    : `Not equal: with ${title} between them the layers bend; one layer cannot. Difference: ${format(difference)}.`;
}

const titles = (names) => names.map((name) => [name, name === "linear" ? "none (linear)" : ACTIVATIONS[name].title]);

/** @param {State} given */
function controls(given) {
  const state = settled(given);
  const depths = Array.from({ length: state.weights.length - 1 }, (_, k) => [k + 2, String(k + 2)]);
  return [
    slider({
      name: pathOf(state.chosen), mark: state.chosen, label: said(state.chosen), min: -LIMIT, max: LIMIT, step: 0.1,
      group: "Chosen above",
    }),
    choice({ name: "activation", mark: "g", label: "between the layers", options: titles(state.activations) }),
    ...(depths.length > 1 ? [choice({ name: "depth", label: "layers", options: depths })] : []),
  ];
}

const handles = {
  frame: () => frame({ left: 0, top: 0, width: 1, height: HEIGHT, xlim: [-1, 1], ylim: [-LIMIT, LIMIT] }),
  at: (state, name) => (isProduct(name) ? null : [0, valueOf(state, name)]),
  move: (state, name, [, value]) => put(state, name, snap(value, 0.1)),
  press: (state, name) => (isProduct(name) ? { cell: name } : null),
  focus: (state, name) => (isProduct(name) ? { cell: name } : { chosen: name }),
};

/** @param {State} state @returns {string} MathML */
export function formula(state) {
  const full = settled(state);
  return drawFormula(full, compute(full));
}

/** @param {State} state */
export const code = (state) => codeOf(settled(state));

export default part({ defaults, draw, describe, remark, controls, handles, formula, code });
