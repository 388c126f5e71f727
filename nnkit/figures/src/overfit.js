/** Overfitting: models that grow, fitted to noisy points; the error on these and on fresh ones against the size. */

import { button, choice, slider } from "./core/controls.js";
import { frame } from "./core/frame.js";
import { clamp, format } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { group, node, translate } from "./core/svg.js";
import { code as write } from "./overfit/code.js";
import { compute } from "./overfit/compute.js";
import { drawData, drawErrors, drawKey, drawReadouts } from "./overfit/drawing.js";
import { LARGEST, LIMIT, MODELS } from "./overfit/models.js";

export { compute };

const TOP = 0.8; // of the errors' axis
const WORSE = 1.25; // times the least test error: overfitting, or not enough

const defaults = { ...COMMON, model: "tanh", capacity: 14, n: 16, noise: 0.3, decay: 1e-6, seed: 1 };

function framesOf(narrow) {
  const width = narrow ? 324 : 320;
  return {
    data: frame({ left: 52, top: 34, width, height: 240, xlim: [-LIMIT, LIMIT], ylim: [-2, 2] }),
    errors: frame({
      left: narrow ? 52 : 452,
      top: narrow ? 420 : 34,
      width,
      height: narrow ? 200 : 240,
      xlim: [-0.5, LARGEST + 0.5],
      ylim: [0, TOP],
    }),
  };
}

/** @param {object} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const full = { ...defaults, ...state };
  const { train, unseen, best } = compute(full);
  const { title, counts } = MODELS[full.model];
  return `A curve of ${title}, ${counts} ${full.capacity}, fitted to ${full.n} points: `
    + `training error ${format(train, 3)}, test error ${format(unseen, 3)}. The test error is least at ${best}.`;
}

/** @param {object} state @returns {string} too little, too much, or about right */
export function remark(state) {
  const full = { ...defaults, ...state };
  const { best, errors, ...chosen } = compute(full);
  const least = `${format(errors[best].test, 3)} at ${best}`;
  const [train, unseen] = [chosen.train, chosen.unseen].map((error) => format(error, 3));
  if (chosen.unseen <= WORSE * errors[best].test) {
    return `About right: the test error, ${unseen}, is close to its least value (${least}).`;
  }
  if (full.capacity < best) {
    return `Underfitting: too stiff for the data. Both errors are high, ${train} and ${unseen}; best is ${least}.`;
  }
  const through = full.capacity + 1 >= full.n ? " With as many weights as points it can pass through them all." : "";
  return `Overfitting: the curve follows the noise. Training error ${train}, test error ${unseen}; `
    + `best is ${least}.${through}`;
}

/**
 * @param {object} state see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout
 * @returns {string} the whole figure as SVG
 */
export function draw(state, { id = "nn", narrow = false, still = false } = {}) {
  const full = { ...defaults, ...state };
  const numbers = compute(full);
  const frames = framesOf(narrow);
  const size = narrow ? "388 764" : "788 426";
  return node(
    "svg",
    { class: "nn-svg nn-overfit", viewBox: `0 0 ${size}`, role: still ? "img" : "group", "aria-label": describe(full) },
    drawData(frames.data, numbers, `${id}-data`),
    group({ transform: narrow ? translate(16, 338) : translate(52, 342) }, drawKey()),
    group({ "data-plane": "errors" }, drawErrors(frames.errors, full, numbers, { id: `${id}-errors`, still })),
    group({ transform: narrow ? translate(52, 704) : translate(452, 364) }, drawReadouts(full, numbers)),
  );
}

/** @param {import("./overfit/compute.js").State} state @returns {{numpy: string, torch: string}} */
export const code = (state) => write(state, compute(state));

const controls = ({ model }) => [
  slider({ name: "capacity", label: MODELS[model].counts, min: 0, max: LARGEST, step: 1, show: String }),
  slider({ name: "n", label: "training points", min: 6, max: 100, step: 1, show: String }),
  slider({ name: "noise", mark: "σ", label: "noise σ", min: 0, max: 0.6, step: 0.05 }),
  choice({ name: "model", label: "model", options: Object.entries(MODELS).map(([name, { title }]) => [name, title]) }),
  choice({ name: "decay", label: "weight decay", options: [[1e-6, "a trace"], [1e-3, "some"], [0.1, "much"]] }),
  button({ label: "New sample", act: ({ seed }) => ({ seed: seed + 1 }) }),
];

const handles = {
  frame: (state, name, layout) => framesOf(layout.narrow).errors,
  at: (state) => [state.capacity, Math.min(compute(state).unseen, TOP)],
  move: (state, name, [size]) => ({ capacity: clamp(Math.round(size), 0, LARGEST) }),
  step: 1,
};

export default part({ defaults, draw, describe, remark, controls, handles, code });
