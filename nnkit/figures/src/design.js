/** Design a network by hand: place, slope and height of each hidden unit, and stars for coming near to the target. */

import { ACTIVATIONS } from "./core/activations.js";
import { button, choice, slider, toggle } from "./core/controls.js";
import { clamp, format } from "./core/numbers.js";
import { matrix, mi, mn, mo, mrow, mtext } from "./core/mathml.js";
import { COMMON, part } from "./core/part.js";
import { node } from "./core/svg.js";
import { codeOf } from "./approximation/code.js";
import { errors } from "./approximation/network.js";
import { offered, TARGETS } from "./approximation/targets.js";
import { chosen, compute, highest, MOST, SLOPES } from "./design/compute.js";
import { add, addBelow, addWhereWorst, changeKind, changeTarget, edit, remove, turn } from "./design/edit.js";
import { drawOutput, drawScore, drawUnits, frames, slopeHandle } from "./design/panels.js";
import { solution } from "./design/solutions.js";
import { counted, hint } from "./design/words.js";

export { compute, solution };

export const defaults = {
  ...COMMON,
  target: "bump",
  kind: "sigmoid",
  units: [[-0.9, 4, 0.9], [0.9, 4, -0.9]],
  bias: 0,
  selected: 0,
  solution: false,
};

const TARGET_OPTIONS = offered(Object.keys(TARGETS));
const KINDS = ["step", "sigmoid", "relu", "linear"].map((kind) => [kind, ACTIVATIONS[kind].title]);

/** @param {any} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const full = { ...defaults, ...state };
  const { largest, stars } = compute(full);
  return `A network of ${counted(full.units.length)}, ${ACTIVATIONS[full.kind].title}, for the target `
    + `${TARGETS[full.target].title}: largest error ${format(largest, 3)}, ${stars} of 3 stars.`;
}

/**
 * @param {any} state see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout
 * @returns {string} SVG
 */
export function draw(state, { id = "nn", narrow = false, still = false } = {}) {
  const full = { ...defaults, ...state };
  const [numbers, f] = [compute(full), frames(full, narrow)];
  const size = narrow ? "388 612" : "788 504";
  return node(
    "svg",
    { class: "nn-svg", viewBox: `0 0 ${size}`, role: still ? "img" : "group", "aria-label": describe(full) },
    drawScore(full, numbers, narrow),
    drawOutput(f.network, full, numbers, { id }),
    drawUnits(f.units, full, { id, still }),
  );
}

/** A slider over one number of the selected unit. */
const unitSlider = (i, options) =>
  slider({
    ...options,
    group: "the selected unit",
    value: (state) => state.units[chosen(state)][i],
    change: (state, value) => edit(state, [0, 1, 2].map((k) => (k === i ? value : null))),
  });

/** @param {any} state */
function controls({ target, kind, units }) {
  const { interval: [left, right] } = TARGETS[target];
  const [top, steepest] = [highest(target), SLOPES[kind].limit];
  const slopes = { min: -steepest, max: steepest, step: kind === "sigmoid" ? 0.1 : 0.05 };
  return [
    choice({ name: "target", label: "target", mark: "f", options: TARGET_OPTIONS, change: changeTarget }),
    choice({ name: "kind", label: "hidden units", mark: "g", options: KINDS, change: changeKind }),
    unitSlider(0, { name: "place", mark: "s", label: "place s", min: left, max: right, step: 0.01 }),
    ...(kind === "step" ? [] : [unitSlider(1, { name: "slope", mark: "w", label: "slope w", ...slopes })]),
    unitSlider(2, { name: "height", mark: "h", label: "height h", min: -top, max: top, step: 0.01 }),
    slider({ name: "bias", mark: "c", label: "output bias c", min: -top, max: top, step: 0.01 }),
    button({ label: "Add a unit", act: addWhereWorst, disabled: units.length >= MOST }),
    button({ label: "Remove it", act: remove, disabled: units.length === 1 }),
    button({ label: "Turn it round", act: turn }),
    toggle({ name: "solution", label: "show one solution" }),
  ];
}

/** The numbers of one solution, a column for each unit. @param {any} state */
function formula(state) {
  if (!state.solution) return "";
  const network = solution(state.target, state.kind);
  const { largest } = errors(network, TARGETS[state.target]);
  const row = (name, i) => [mi(name), mo("="), ...network.units.map((unit) => mn(format(unit[i], 3)))];
  return `<math>${mrow([
    mtext(`one solution, error ${format(largest, 4)}: `),
    matrix([row("s", 0), row("w", 1), row("h", 2)]),
    mo(","),
    mrow([mi("c"), mo("="), mn(format(network.bias, 3))]),
  ])}</math>`;
}

const indexOf = (name) => Number(name.split("-")[1]);

const handles = {
  frame: (state, name, { narrow }, panel) => frames(state, narrow)[panel],
  at(state, name) {
    if (name === "bias") return [TARGETS[state.target].interval[0], state.bias];
    if (name === "slope") return slopeHandle(state);
    const [place, , height] = state.units[indexOf(name)];
    return [place, height];
  },
  move(state, name, [x, y]) {
    const top = highest(state.target);
    if (name === "bias") return { bias: clamp(y, -top, top) };
    if (name === "slope") return edit(state, [null, slopeTo(state, x), null]);
    return edit({ ...state, selected: indexOf(name) }, [x, null, y]);
  },
  focus: (state, name) => (name.startsWith("unit") ? { selected: indexOf(name) } : null),
  tap: (state, panel, place) => (panel === "units" ? add(state, place[0], place[1]) : addBelow(state, place)),
  step: 0.02,
};

/** The slope with which the selected unit's tangent reaches its height at x; the steepest where x is its place. */
function slopeTo(state, x) {
  const { limit, reach } = SLOPES[state.kind];
  const [place, slope] = state.units[chosen(state)];
  return x === place ? Math.sign(slope) * limit : reach / (x - place);
}

/** @param {any} state */
export const code = ({ kind, units, bias, target }) => codeOf({ kind, units, bias }, TARGETS[target].interval);

export default part({ defaults, draw, describe, remark: hint, controls, handles, formula, code });
