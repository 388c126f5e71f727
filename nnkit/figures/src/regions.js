/** Two half-planes, an AND or an OR of them: the truth table, and the space of the hidden outputs. */

import { button, choice, slider, toggle } from "./core/controls.js";
import { clamp, format, snap } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { group, node, translate } from "./core/svg.js";
import { numpyModel, nnkitModel, torchModel } from "./core/source.js";
import { TARGETS, compute } from "./regions/compute.js";
import { ARROW, drawHidden, drawInputs, inputFrame, isNear, tipOf } from "./regions/planes.js";
import { drawTable, drawUnits } from "./regions/table.js";

export { compute };

const OR = { anchor: [0.6, -0.1], weight: [1, 1] };
const NAND = { anchor: [0.4, 1.1], weight: [-1, -1] };
const units = (first, second) => ({ anchor: [first.anchor, second.anchor], weight: [first.weight, second.weight] });
const not = ({ anchor, weight }) => ({ anchor, weight: weight.map((w) => -w) });

/** target -> half-planes and output that meet it */
const SOLUTIONS = {
  and: { ...units(OR, not(NAND)), output: "and" },
  or: { ...units(OR, not(NAND)), output: "or" },
  xor: { ...units(OR, NAND), output: "and" },
  nand: { ...units(not(OR), NAND), output: "or" },
  nor: { ...units(not(OR), NAND), output: "and" },
};

export const defaults = { ...COMMON, target: "xor", ...SOLUTIONS.xor, soft: false, steepness: 8 };

const fill = (state) => ({ ...defaults, ...state });

/** @param {object} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const { target, output } = fill(state);
  const { rows, right } = compute(fill(state));
  const hidden = ({ h }) => h.map((value) => format(value, 1)).join(", ");
  const said = rows.map((row) => `${row.x.join("")} gives ${hidden(row)}, ŷ ${format(row.yhat)}`).join("; ");
  const score = `${right} of 4 rows of ${target.toUpperCase()} right`;
  return `Two half-planes joined by ${output.toUpperCase()}: ${said}. ${score}.`;
}

/** @param {object} state @returns {string} is the target met, and if not, can it still be? */
export function remark(state) {
  const { target, soft } = fill(state);
  const { rows, right } = compute(fill(state));
  const name = target.toUpperCase();
  if (right < 4 && rows.some((row) => rows.some((other) => row.y !== other.y && isNear(row.h, other.h)))) {
    return `${name} is not met: two corners with different labels come out of the hidden units alike, `
      + "so no output unit can tell them apart.";
  }
  if (right < 4) return `${name} is not met yet: move a half-plane, or take the other output unit.`;
  const why = target === "xor"
    ? "In the hidden space one line separates what no line separates in the plane of the inputs."
    : "One half-plane would do: a line separates these labels in the plane of the inputs, too.";
  return `${name} is met. ${why}${soft ? " A soft unit hesitates near its line; steeper, it becomes the step." : ""}`;
}

/**
 * @param {object} state see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout
 * @returns {string} SVG
 */
export function draw(state, { id = "nn", narrow = false, still = false } = {}) {
  const full = fill(state);
  const numbers = compute(full);
  const [width, height] = narrow ? [388, 912] : [788, 470];
  return node(
    "svg",
    { class: "nn-svg", viewBox: `0 0 ${width} ${height}`, role: still ? "img" : "group", "aria-label": describe(full) },
    drawInputs(full, numbers, { id, still }),
    drawUnits(numbers, full, 398),
    group({ transform: narrow ? translate(11, 470) : translate(412, 0) },
      drawHidden(full, numbers), drawTable(full, numbers, 298)),
  );
}

export function controls({ soft }) {
  const names = Object.keys(TARGETS).map((name) => [name, name.toUpperCase()]);
  return [
    choice({ name: "target", label: "truth table to meet", options: names }),
    choice({ name: "output", label: "output unit", options: [["and", "h1 AND h2"], ["or", "h1 OR h2"]] }),
    button({ label: "Solve it", act: ({ target }) => SOLUTIONS[target] }),
    toggle({ name: "soft", label: "soft units: sigmoid instead of step" }),
    ...(soft ? [slider({ name: "steepness", mark: "k", label: "steepness k", min: 1, max: 30, step: 1 })] : []),
  ];
}

const least = ([x, y]) => Math.hypot(x, y) >= 0.2;

export const handles = {
  frame: inputFrame,
  at: (state, name) => (name.startsWith("tip") ? tipOf(state, Number(name.at(-1))) : state.anchor[Number(name.at(-1))]),
  move: (state, name, place) => {
    const k = Number(name.at(-1));
    if (name.startsWith("anchor")) return { anchor: state.anchor.with(k, place) };
    const weight = place.map((value, i) => clamp(snap((value - state.anchor[k][i]) / ARROW, 0.1), -5, 5));
    return least(weight) ? { weight: state.weight.with(k, weight) } : null;
  },
  step: 0.05,
};

/** The network that is shown; a steepness belongs to weight and bias. */
export function code(state) {
  const { hidden, output } = compute(fill(state));
  const { soft, steepness } = fill(state);
  const times = soft ? steepness : 1;
  const layer = (own) => ({
    weight: own.map(({ weight }) => weight.map((w) => w * times)),
    bias: own.map(({ bias }) => bias * times),
    activation: soft ? "sigmoid" : "step",
  });
  const layers = [layer(hidden), layer([output])];
  return { nnkit: nnkitModel(layers), numpy: numpyModel(layers), torch: torchModel(layers) };
}

export default part({ defaults, draw, describe, remark, controls, handles, code });
