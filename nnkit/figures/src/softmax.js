/** Softmax: logits that are moved by hand, the probabilities that come out, and how each depends on each. */

import { choice, slider } from "./core/controls.js";
import { frame } from "./core/frame.js";
import { clamp, format, snap } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { group, node, translate } from "./core/svg.js";
import { drawLogits, drawProbabilities } from "./softmax/bars.js";
import { code } from "./softmax/code.js";
import { compute } from "./softmax/compute.js";
import { formula as fill } from "./softmax/formula.js";
import { drawJacobian, ROW } from "./softmax/jacobian.js";

export { code, compute };

const LIMIT = 3; // of a logit, and of what is added to all of them
const ROOM = 2 * LIMIT + 3.3; // for the number beyond the end of the longest bar
const STEP = 0.1;
const NEW_LOGIT = 0;

const defaults = { ...COMMON, logits: [2, 1, -1, 0.5], temperature: 1, shift: 0, selected: 0 };

function framesOf({ logits }, narrow) {
  const xlim = [0.5, logits.length + 0.5];
  const size = { width: narrow ? 324 : 310, height: 200 };
  const aside = narrow ? { left: 52, top: 312 } : { left: 454, top: 34 };
  return {
    logits: frame({ left: 52, top: 34, ...size, xlim, ylim: [-ROOM, ROOM] }),
    probabilities: frame({ ...aside, ...size, xlim, ylim: [0, 1.12] }),
  };
}

/** A state with all its traits, and a chosen class that exists. */
function complete(state) {
  const full = { ...defaults, ...state };
  return { ...full, selected: Math.min(full.selected, full.logits.length - 1) };
}

/** @param {object} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const full = complete(state);
  const { logits, probabilities } = compute(full);
  const shown = probabilities.map((a, i) => `${format(a)} for logit ${format(logits[i])}`);
  return `Softmax of ${logits.length} logits at temperature ${format(full.temperature)}: `
    + `probabilities ${shown.join(", ")}.`;
}

/** How decided the probabilities are. */
function decision({ probabilities, largest }) {
  const most = probabilities[largest];
  if (most > 0.99) {
    return `Almost a hard choice: class ${largest + 1} takes ${(100 * most).toFixed(1)} %, the rest hardly anything.`;
  }
  if (most - Math.min(...probabilities) < 0.1) return "Almost undecided: all probabilities are nearly the same.";
  return `Class ${largest + 1} has the largest logit and the largest probability: ${format(most)}, not 1.`;
}

/** @param {object} state @returns {string} what the shift and the temperature do */
export function remark(state) {
  const full = complete(state);
  const numbers = compute(full);
  if (full.shift === 0) return decision(numbers);
  return `Every logit has been moved by ${format(full.shift)}, and no probability has changed: only differences count.`;
}

/**
 * @param {object} state see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout
 * @returns {string} the whole figure as SVG
 */
export function draw(state, { narrow = false, still = false } = {}) {
  const full = complete(state);
  const numbers = compute(full);
  const frames = framesOf(full, narrow);
  const size = narrow ? `388 ${682 + ROW * full.logits.length}` : `788 ${350 + ROW * full.logits.length}`;
  return node(
    "svg",
    { class: "nn-svg nn-softmax", viewBox: `0 0 ${size}`, role: still ? "img" : "group", "aria-label": describe(full) },
    drawLogits(frames.logits, full, numbers, still),
    drawProbabilities(frames.probabilities, full, numbers),
    group({ transform: narrow ? translate(16, 578) : translate(52, 290) }, drawJacobian(full, numbers, narrow)),
  );
}

const controls = () => [
  slider({ name: "temperature", mark: "T", label: "temperature T", min: 0.1, max: 5, step: 0.1 }),
  slider({ name: "shift", mark: "c", label: "added to every logit, c", min: -LIMIT, max: LIMIT, step: STEP }),
  choice({
    name: "logits",
    label: "classes",
    options: [3, 4, 5].map((count) => [count, String(count)]),
    value: ({ logits }) => logits.length,
    change: ({ logits, selected }, count) => ({
      logits: Array.from({ length: count }, (_, i) => logits[i] ?? NEW_LOGIT),
      selected: Math.min(selected, count - 1),
    }),
  }),
];

const indexOf = (name) => Number(name.slice(1)) - 1;

const handles = {
  frame: (state, name, layout) => framesOf(state, layout.narrow).logits,
  at: ({ logits, shift }, name) => [indexOf(name) + 1, logits[indexOf(name)] + shift],
  move: ({ logits, shift }, name, [, z]) => ({
    logits: logits.with(indexOf(name), clamp(snap(z - shift, STEP), -LIMIT, LIMIT)),
    selected: indexOf(name),
  }),
  focus: (state, name) => ({ selected: indexOf(name) }),
  step: STEP,
};

/** @param {object} state @returns {string} MathML: the chosen probability, filled with the numbers */
export const formula = (state) => fill(complete(state), compute(complete(state)));

export default part({ defaults, draw, describe, remark, controls, handles, formula, code });
