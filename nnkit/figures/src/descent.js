/** Gradient descent on a surface over two weights: one path step by step, or where many starts end. */

import { choice, player, slider, toggle } from "./core/controls.js";
import { COMMON, part } from "./core/part.js";
import { node } from "./core/svg.js";
import { copies } from "./descent/code.js";
import { compute } from "./descent/compute.js";
import { drawLoss, drawPlane, drawReadout, planeFrame, size } from "./descent/drawing.js";
import { OPTIMIZERS } from "./descent/optimizers.js";
import { SURFACES } from "./descent/surfaces.js";
import { formula, sentence, tell } from "./descent/words.js";

export { compute };

export const defaults = {
  ...COMMON,
  surface: "ravine",
  optimizer: "sgd",
  lr: 0.09,
  momentum: 0,
  start: [-2.6, 1.4],
  steps: 25,
  many: false,
};

const MOST = 200;

/** @returns {any} the state, whatever was left out of it */
const filled = (state) => ({ ...defaults, ...state });

/** @param {object} given @returns {string} the figure in one sentence, for those who hear it */
export const describe = (given) => sentence(filled(given), compute(filled(given)));

/**
 * @param {object} given see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout
 * @returns {string} SVG
 */
export function draw(given, { id = "nn", narrow = false, still = false } = {}) {
  const state = filled(given);
  const numbers = compute(state);
  const layout = { id, narrow, still };
  return node(
    "svg",
    {
      class: "nn-svg",
      viewBox: `0 0 ${size(narrow).join(" ")}`,
      role: still ? "img" : "group",
      "aria-label": sentence(state, numbers),
    },
    drawPlane(state, numbers, layout),
    drawLoss(state, numbers, layout),
    drawReadout(state, numbers, layout),
  );
}

const titles = (table) => Object.entries(table).map(([name, { title }]) => [name, title]);

const controls = (state) => [
  player({ label: "descent", perSecond: 12, again: () => ({ steps: 0 }) }),
  toggle({ name: "many", label: "many starts" }),
  choice({ name: "surface", label: "surface", options: titles(SURFACES) }),
  choice({ name: "optimizer", label: "optimiser", options: titles(OPTIMIZERS) }),
  slider({ name: "steps", label: "step", min: 0, max: MOST, step: 1, show: String }),
  slider({ name: "lr", mark: "η", label: "learning rate η", min: 0.01, max: 2.2, step: 0.01 }),
  // Adam has a momentum of its own, β₁ = 0.9.
  ...(state.optimizer === "adam" ? []
    : [slider({ name: "momentum", mark: "β", label: "momentum β", min: 0, max: 0.95, step: 0.05 })]),
];

const handles = {
  frame: (_, __, { narrow }) => planeFrame(narrow),
  at: ({ start }) => start,
  move: (_, __, start) => ({ start }),
  tap: (_, __, place) => ({ start: place.map((value) => Number(value.toFixed(2))) }),
  step: 0.1,
};

/** @param {any} state */
const step = ({ steps }) => (steps < MOST ? { steps: steps + 1 } : null);

/** @param {object} given @returns {{nnkit: string, torch: string}} the same descent for the reader's own session */
export const code = (given) => copies(filled(given));

export default part({
  defaults,
  draw,
  describe,
  controls,
  handles,
  step,
  code,
  remark: (state) => tell(filled(state), compute(filled(state))),
  formula: (state) => formula(filled(state), compute(filled(state))),
});
