/** One neuron: the network with live numbers beside the plane with its boundary; both are moved by hand. */

import { button, choice, slider } from "./core/controls.js";
import { axes, border, frame } from "./core/frame.js";
import { format } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { drawLine, drawNormal, drawPerpendicular, drawPoints, pointHandles, segment, switchLabel } from "./core/plane.js";
import { group, node, translate } from "./core/svg.js";
import { ACTIVATIONS, compute } from "./neuron/compute.js";
import { drawFormulas, drawNetwork } from "./neuron/network.js";
import { drawBar, drawSurface } from "./neuron/surface.js";

export { compute };

const defaults = {
  ...COMMON,
  weight: [1, 1],
  bias: 0,
  activation: "sigmoid",
  activations: Object.keys(ACTIVATIONS),
  points: [],
  selected: 0,
  limit: 3,
};

const frameOf = ({ limit }) =>
  frame({ left: 48, top: 14, width: 320, height: 320, xlim: [-limit, limit], ylim: [-limit, limit] });

/** @param {any} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const full = { ...defaults, ...state };
  const { weight, bias, activation, points } = full;
  const { loss, mistakes } = compute(full);
  return `A neuron with weights ${format(weight[0])} and ${format(weight[1])}, bias ${format(bias)} `
    + `and ${ACTIVATIONS[activation].title} activation: `
    + `${mistakes} of ${points.length} points misclassified, loss ${format(loss, 3)}.`;
}

/**
 * @param {any} state see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout `id` must differ between the drawings
 *   of a page; `still` draws a picture without handles
 * @returns {string} the whole figure as SVG
 */
export function draw(state, { id = "nn", narrow = false, still = false } = {}) {
  const full = { ...defaults, ...state };
  const numbers = compute(full);
  const i = full.points[full.selected] ? full.selected : -1;
  const [width, height] = narrow ? [388, 856] : [788, 430];
  return node(
    "svg",
    { class: "nn-svg", viewBox: `0 0 ${width} ${height}`, role: still ? "img" : "group", "aria-label": describe(full) },
    group({}, drawNetwork(full, numbers, i), drawFormulas(full, numbers, i, 291)),
    group(
      { "data-plane": "", transform: narrow ? translate(4, 440) : translate(408, 0) },
      drawPlane(full, numbers, i, { id, still }),
    ),
  );
}

function drawPlane(state, numbers, i, { id, still }) {
  const f = frameOf(state);
  const line = [...state.weight, state.bias];
  return [
    drawSurface(f, state, id),
    axes(f, { xlabel: "x1", ylabel: "x2" }),
    border(f),
    drawLine(f, line, { class: "nn-boundary" }),
    drawNormal(f, line, { label: true }),
    i < 0 ? "" : drawPerpendicular(f, line, state.points[i]),
    drawPoints(f, state.points, { wrong: numbers.wrong, selected: i, fixed: still }),
    drawBar(f, state.activation, id, f.top + f.height + 53),
  ];
}

/** @param {any} state @returns {string} why no boundary is to be seen, or nothing */
export function remark({ weight, bias, limit }) {
  if (weight.every((w) => w === 0)) return "Both weights are 0: there is no boundary, the neuron says the same everywhere.";
  return segment(weight, bias, frameOf({ limit })) ? "" : "The boundary lies outside the picture.";
}

const range = { min: -4, max: 4, step: 0.1 };

function controls({ activations, points, selected }) {
  return [
    slider({ name: "weight.0", mark: "w1", label: "weight w1", ...range }),
    slider({ name: "weight.1", mark: "w2", label: "weight w2", ...range }),
    slider({ name: "bias", mark: "b", label: "bias b", ...range }),
    choice({
      name: "activation",
      mark: "g",
      label: "activation",
      options: activations.map((name) => [name, ACTIVATIONS[name].title]),
    }),
    button({
      label: "Switch this point’s label",
      act: (state) => switchLabel(state, state.selected),
      disabled: !points[selected],
    }),
  ];
}

export default part({ defaults, draw, describe, remark, controls, handles: pointHandles(frameOf) });
