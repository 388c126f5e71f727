/** An activation and its derivative over one another, with a tangent that is moved along the graph. */

import { code } from "./activation/code.js";
import { compute, LIMIT } from "./activation/compute.js";
import { formulaLines } from "./activation/formulas.js";
import { remarkOn } from "./activation/words.js";
import { ACTIVATIONS } from "./core/activations.js";
import { choice, slider } from "./core/controls.js";
import { frame } from "./core/frame.js";
import { grip } from "./core/grip.js";
import { clamp, format, snap } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { circle, group, line, named, node, path, symbol, text, translate } from "./core/svg.js";
import { knob } from "./curves/knob.js";
import { panel, upright } from "./curves/panel.js";
import { readout, sample } from "./curves/words.js";

export { code, compute };

const defaults = {
  ...COMMON,
  activation: "sigmoid",
  activations: Object.keys(ACTIVATIONS),
  z: 1.5,
  negative_slope: 0.1,
};

const XLIM = [-LIMIT, LIMIT];
const STEP = 0.1;

/** Where the graph lies; the slopes of all activations share one scale, so that they can be compared. */
function heightsOf(activation) {
  const { bounded } = ACTIVATIONS[activation];
  if (bounded) return [bounded[0] - 0.25, bounded[1] + 0.25];
  return activation === "linear" ? [-LIMIT, LIMIT] : [-1, LIMIT];
}

function framesOf({ activation }, narrow) {
  const place = { left: 52, width: narrow ? 324 : 400, xlim: XLIM };
  return {
    graph: frame({ ...place, top: 14, height: 210, ylim: heightsOf(activation) }),
    slope: frame({ ...place, top: 262, height: 120, ylim: [-0.25, 1.25] }),
  };
}

/** @param {object} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const full = { ...defaults, ...state };
  const { a, slope } = compute(full);
  return `The activation ${ACTIVATIONS[full.activation].title} and its derivative: at z = ${format(full.z)} `
    + `the value is ${format(a, 3)} and the slope ${format(slope, 3)}.`;
}

/** @param {object} state @returns {string} what this slope means for learning */
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
  const frames = framesOf(full, narrow);
  const size = narrow ? "388 710" : "788 430";
  return node(
    "svg",
    {
      class: "nn-svg nn-activation",
      viewBox: `0 0 ${size}`,
      role: still ? "img" : "group",
      "aria-label": describe(full),
    },
    drawGraph(frames.graph, full, numbers, { id, still }),
    drawSlope(frames.slope, full, numbers, id),
    group({ transform: narrow ? translate(16, 456) : translate(488, 60) }, drawWords(full, numbers)),
  );
}

/** A graph as a path; the step's jump is a gap. */
function trace(f, { z }, values, jumps) {
  /** @type {[number, number][]} */
  const places = z.map((place, i) => [f.x(place), f.y(values[i])]);
  const before = jumps ? z.findIndex((place) => place >= 0) : -1;
  if (before < 0) return path(places);
  const [left, right] = [places.slice(0, before), places.slice(before)];
  return path(left) + `L${f.x(0).toFixed(1)} ${f.y(values[before - 1]).toFixed(1)}` + path(right);
}

/** Which of the two graphs jumps at z = 0, where there is no tangent. */
const JUMPS = { step: "graph", relu: "slope", leaky_relu: "slope" };

function drawGraph(f, { activation, z }, { a, slope, curve }, { id, still }) {
  const jumps = JUMPS[activation] === "graph";
  const content = [
    upright(f, z),
    node("path", { class: "nn-line nn-role-", d: trace(f, curve, curve.g, jumps) }),
    jumps ? drawEnds(f, 0, 1, "") : "",
    z === 0 && activation in JUMPS ? "" : drawTangent(f, z, a, slope),
  ];
  const graph = panel(f, { id: `${id}-graph`, ylabel: "g" }, content);
  return group({ "data-plane": "graph" }, graph, drawHandle(f, z, a, still));
}

function drawTangent(f, z, a, slope) {
  /** @type {[number, number][]} */
  const ends = [-2 * LIMIT, 2 * LIMIT].map((dz) => [f.x(z + dz), f.y(a + slope * dz)]);
  return node("path", { class: "nn-line nn-tangent", d: path(ends), "data-nn": "dg" }) + drawTriangle(f, z, a, slope);
}

/** One to the right, the slope up: from the tangent's place on or, near the right end, up to it. */
function drawTriangle(f, z, a, slope) {
  const late = z > LIMIT - 1.6;
  const [from, level] = late ? [z - 1, a - slope] : [z, a];
  const [x0, x1, y0, y1] = [f.x(from), f.x(from + 1), f.y(level), f.y(level + slope)];
  return group(
    { class: "nn-rise" },
    line(x0, y0, x1, y0),
    line(x1, y0, x1, y1),
    text((x0 + x1) / 2, y0 + (slope < 0 ? -7 : 16), "1", { class: "nn-tick nn-middle nn-halo" }),
    late
      ? text(x0 - 5, (y0 + y1) / 2 + 5, format(slope), { class: "nn-number nn-halo nn-end" })
      : text(x1 + 7, (y0 + y1) / 2 + 5, format(slope), { class: "nn-number nn-halo" }),
  );
}

/** At the jump: the value that is not taken, and the one that is. */
const drawEnds = (f, open, taken, kind) =>
  circle(f.x(0), f.y(open), 4.5, { class: `nn-open ${kind}` })
  + circle(f.x(0), f.y(taken), 4.5, { class: `nn-closed ${kind}` });

const drawHandle = (f, z, a, still) =>
  grip(
    { name: "z", x: f.x(z), y: f.y(a), label: "place z of the tangent", value: format(z), still },
    knob("z"),
  );

function drawSlope(f, { activation, z }, { slope, curve }, id) {
  const jumps = JUMPS[activation] === "slope";
  const [low, high] = [curve.slope[0], curve.slope.at(-1)];
  // The value at the kink is the left one's: the right piece starts just beyond it.
  const values = jumps ? curve.slope.map((value, i) => (curve.z[i] === 0 ? high : value)) : curve.slope;
  const content = [
    upright(f, z),
    node("path", { class: "nn-line nn-slope", d: trace(f, curve, values, jumps) }),
    jumps ? drawEnds(f, high, low, "nn-of-slope") : "",
    circle(f.x(z), f.y(slope), 5.5, { class: "nn-bead nn-of-slope", "data-nn": "dg" }),
  ];
  return panel(f, { id: `${id}-slope`, xlabel: "z", ylabel: "slope" }, content);
}

function drawWords(state, numbers) {
  const lines = formulaLines(state, numbers);
  const top = 60;
  const g = named("g", `${symbol("g")}(${symbol("z")})`);
  const dg = named("dg", `${symbol("g")}′(${symbol("z")})`);
  return [
    readout(0, format(state.z), named("z")),
    readout(96, format(numbers.a, 3), g),
    readout(192, format(numbers.slope, 3), `${dg}, the slope`, "nn-of-slope"),
    lines.map(({ indent, content }, k) => text(indent, top + 25 * k, content, { class: "nn-formula" })),
    sample(top + 164, "nn-role-", `${symbol("g")}, the activation`),
    sample(top + 189, "nn-slope", `${symbol("g")}′, its derivative, and the tangent`),
  ];
}

const leak = slider({
  name: "negative_slope",
  mark: "leak",
  label: "slope of the leaky ReLU below 0",
  min: 0,
  max: 0.5,
  step: 0.01,
});

const controls = (state) => [
  slider({ name: "z", mark: "z", label: "place z", min: -LIMIT, max: LIMIT, step: STEP }),
  ...(state.activation === "leaky_relu" ? [leak] : []),
  choice({
    name: "activation",
    mark: "g",
    label: "activation",
    options: state.activations.map((name) => [name, ACTIVATIONS[name].title]),
  }),
];

const handles = {
  frame: (state, name, layout) => framesOf(state, layout.narrow).graph,
  at: ({ activation, z, negative_slope }) => [z, compute({ activation, z, negative_slope }).a],
  move: (state, name, [x]) => ({ z: clamp(snap(x, STEP), ...XLIM) }),
  step: STEP,
};

export default part({ defaults, draw, describe, remark, controls, handles, code });
