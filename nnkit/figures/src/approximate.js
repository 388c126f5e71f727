/** One target and four networks with as many hidden units: linear, step, sigmoid and ReLU. How near does each come? */

import { choice, slider } from "./core/controls.js";
import { format } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { node } from "./core/svg.js";
import { ACTIVATIONS } from "./core/activations.js";
import { CONTINUOUS, offered, TARGETS } from "./approximation/targets.js";
import { code } from "./approximate/code.js";
import { compute, KINDS } from "./approximate/compute.js";
import { drawErrors, drawFour, drawLegend, drawOne } from "./approximate/panels.js";

export { code, compute };

export const defaults = { ...COMMON, target: "sine", units: 8, epsilon: 0.1, view: "four" };

const EPSILONS = [0.3, 0.1, 0.05].map((value) => [value, `${value}`]);
/** How each view is drawn, what its legend names, and its heights, wide and narrow. */
const VIEWS = {
  four: { drawView: drawFour, legend: ["target", "band", "network", "worst"], heights: [466, 872] },
  one: { drawView: drawOne, legend: ["target", "band"], heights: [468, 534] },
  errors: { drawView: drawErrors, legend: [], heights: [468, 560] },
};

/** @param {any} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const full = { ...defaults, ...state };
  const numbers = compute(full);
  const said = KINDS.map((kind) => `${ACTIVATIONS[kind].title} ${format(numbers[kind].largest, 3)}`);
  return `The target ${TARGETS[full.target].title} approximated by ${full.units} hidden units; `
    + `largest error: ${said.join(", ")}.`;
}

/** @param {any} state @returns {string} which kinds are near enough, and what the others lack */
export function remark(state) {
  const numbers = compute(state);
  const near = KINDS.filter((kind) => numbers[kind].largest < state.epsilon).map((kind) => ACTIVATIONS[kind].title);
  const line = numbers.linear.largest < state.epsilon
    ? "Here even a straight line is near enough."
    : "Linear units never get there: their sum is a straight line, whatever their number.";
  if (near.length) return `Within ε = ${state.epsilon} everywhere: ${near.join(", ")}. ${line}`;
  return `No network is within ε = ${state.epsilon} everywhere yet: take more units. ${line}`;
}

/**
 * @param {any} state see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout
 * @returns {string} SVG
 */
export function draw(state, { id = "nn", narrow = false, still = false } = {}) {
  const full = { ...defaults, ...state };
  const { drawView, legend, heights } = VIEWS[full.view];
  const [width, height] = narrow ? [388, heights[1]] : [788, heights[0]];
  return node(
    "svg",
    { class: "nn-svg", viewBox: `0 0 ${width} ${height}`, role: still ? "img" : "group", "aria-label": describe(full) },
    drawLegend(legend, narrow),
    drawView(full, compute(full), { id, narrow, top: narrow ? 48 : 26 }),
  );
}

const controls = () => [
  slider({ name: "units", mark: "n", label: "hidden units n", min: 1, max: 100, step: 1, show: String }),
  choice({ name: "target", label: "target", mark: "f", options: offered(CONTINUOUS) }),
  choice({ name: "epsilon", label: "wanted accuracy", mark: "ε", options: EPSILONS }),
  choice({
    name: "view",
    label: "view",
    options: [["four", "four panels"], ["one", "one panel"], ["errors", "errors"]],
  }),
];

export default part({ defaults, draw, describe, remark, controls, code });
