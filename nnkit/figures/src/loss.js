/** Squared error and cross entropy of a sigmoid output: value and slope over z, and where gradient steps lead. */

import { choice, player, slider } from "./core/controls.js";
import { frame } from "./core/frame.js";
import { grip } from "./core/grip.js";
import { clamp, format, snap } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { circle, group, node, translate } from "./core/svg.js";
import { knob } from "./curves/knob.js";
import { curve, panel, upright } from "./curves/panel.js";
import { code } from "./loss/code.js";
import { compute, LIMIT, LOSSES } from "./loss/compute.js";
import { drawWords, remarkOn } from "./loss/words.js";

export { code, compute };

const XLIM = [-LIMIT, LIMIT];
const STEP = 0.1;
const LAST = 60;
const KINDS = /** @type {(keyof typeof LOSSES)[]} */ (Object.keys(LOSSES));

const defaults = { ...COMMON, z: -4, y: 1, steps: 10 };

function framesOf(narrow) {
  const place = { left: 52, width: narrow ? 324 : 400, xlim: XLIM };
  return {
    loss: frame({ ...place, top: 14, height: 200, ylim: [-0.3, LIMIT + 0.5] }),
    slope: frame({ ...place, top: 252, height: 130, ylim: [-1.2, 1.2] }),
  };
}

/** @param {object} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const full = { ...defaults, ...state };
  const { yhat, squared, entropy } = compute(full);
  return `A sigmoid output ${format(yhat, 3)} with true label ${full.y}, at z = ${format(full.z)}. `
    + `Squared error ${format(squared.loss, 3)} with slope ${format(squared.slope, 3)}; `
    + `cross entropy ${format(entropy.loss, 3)} with slope ${format(entropy.slope, 3)}.`;
}

/** @param {object} state @returns {string} what the slopes mean for learning */
export function remark(state) {
  const full = { ...defaults, ...state };
  return remarkOn(full, compute(full));
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
  const size = narrow ? "388 788" : "788 430";
  return node(
    "svg",
    {
      class: "nn-svg nn-loss-figure",
      viewBox: `0 0 ${size}`,
      role: still ? "img" : "group",
      "aria-label": describe(full),
    },
    group(
      { "data-plane": "loss" },
      drawPanel(frames.loss, full, numbers, { id: `${id}-loss`, what: "loss" }),
      drawGrip(frames.loss, full, numbers, still),
    ),
    drawPanel(frames.slope, full, numbers, { id: `${id}-slope`, what: "slope", xlabel: "z" }),
    group({ transform: narrow ? translate(16, 458) : translate(484, 60) }, drawWords(full, numbers)),
  );
}

/** Both curves of the loss or of its slope, where they stand at z, and where the steps have led. */
const drawPanel = (f, { z, y, steps }, numbers, { id, what, xlabel = "" }) =>
  panel(
    f,
    { id, xlabel, ylabel: what },
    upright(f, z),
    KINDS.map((kind) => curve(f, numbers.places, numbers[kind].curve[what], { class: `nn-line nn-${kind}` })),
    KINDS.map((kind) => circle(f.x(z), f.y(numbers[kind][what]), 4.5, { class: `nn-bead nn-${kind}` })),
    steps ? KINDS.map((kind) => drawEnd(f, kind, LOSSES[kind][what], numbers[kind].after.z, y)) : "",
  );

const drawEnd = (f, kind, value, z, y) =>
  circle(f.x(z), f.y(value(z, y)), 6, { class: `nn-after nn-${kind}` });

const drawGrip = (f, { z }, { entropy }, still) =>
  grip(
    { name: "z", x: f.x(z), y: f.y(entropy.loss), label: "place z", value: format(z), still },
    knob("z"),
  );

const controls = () => [
  slider({ name: "z", mark: "z", label: "place z", min: -LIMIT, max: LIMIT, step: STEP }),
  slider({ name: "steps", label: "gradient steps", min: 0, max: LAST, step: 1, show: String }),
  choice({ name: "y", mark: "y", label: "true label", options: [[0, "0"], [1, "1"]] }),
  player({ label: "gradient steps", perSecond: 8, again: () => ({ steps: 0 }) }),
];

const handles = {
  frame: (state, name, layout) => framesOf(layout.narrow).loss,
  at: ({ z, y }) => [z, LOSSES.entropy.loss(z, y)],
  move: (state, name, [x]) => ({ z: clamp(snap(x, STEP), ...XLIM) }),
  step: STEP,
};

/** @returns {object | null} one gradient step more, up to the slider's end */
const step = ({ steps }) => (steps < LAST ? { steps: steps + 1 } : null);

export default part({ defaults, draw, describe, remark, controls, handles, step, code });
