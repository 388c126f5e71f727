/** The network as a diagram: values in the units and weights on the edges, or the loss's derivatives by them. */

import { format } from "../core/numbers.js";
import { circle, group, line, rect, symbol, text } from "../core/svg.js";
import { LOSSES } from "./compute.js";
import { said, unitName, weightName } from "./names.js";

/** Where everything stands. Narrow: the label and the loss go below the network. */
export function layoutOf({ weights }, narrow) {
  const sizes = [weights[0].length, ...weights.map((w) => w[0].length)];
  const [left, right, radius, pitch] = narrow ? [26, 362, 20, 130] : [40, 570, 24, 96];
  const gap = (right - left) / (sizes.length - 1);
  const most = Math.max(...sizes);
  const top = narrow ? -18 : 4;
  const middle = top + (most * pitch) / 2;
  return {
    sizes,
    radius,
    pitch,
    gap,
    bottom: top + most * pitch - (narrow ? 30 : 8),
    at: (l, j) => [left + (l - 1) * gap, middle + (j - (sizes[l - 1] + 1) / 2) * pitch],
    truth: narrow ? [right - 66, top + most * pitch - 4] : [676, middle],
    narrow,
  };
}

/** What makes an element a handle; nothing in a still picture. */
const handle = (still, name, role, label, value) =>
  still
    ? {}
    : { "data-handle": name, tabindex: 0, role, "aria-label": label, "aria-valuetext": value, ...range(role, value) };

const range = (role, value) =>
  role === "slider" ? { "aria-valuenow": value.replace("−", "-"), "aria-orientation": "vertical" } : {};

/**
 * A weight's place on its edge: those that lead straight on or down a little nearer to where they come from, the
 * others nearer to where they go. So no two meet, for up to four units a layer.
 */
export function labelPlace(layout, l, i, j) {
  const [[x1, y1], [x2, y2]] = [layout.at(l, i), layout.at(l + 1, j)];
  const t = j >= i && j - i <= 2 ? 0.34 : 0.66;
  return [x1 + t * (x2 - x1), y1 + t * (y2 - y1)];
}

/** @returns {Generator<[number, number, number]>} l, i, j of every weight */
function* edges({ sizes }) {
  for (let l = 1; l < sizes.length; l++)
    for (let i = 1; i <= sizes[l - 1]; i++) for (let j = 1; j <= sizes[l]; j++) yield [l, i, j];
}

/** A line from unit to unit: thicker for a larger number (4 and more: the thickest), its sign by colour and dashes. */
function drawEdge(layout, [l, i, j], value) {
  const [[x1, y1], [x2, y2]] = [layout.at(l, i), layout.at(l + 1, j)];
  const [dx, dy] = [x2 - x1, y2 - y1].map((d) => (d * layout.radius) / Math.hypot(x2 - x1, y2 - y1));
  const ends = [x1 + dx, y1 + dy, x2 - dx, y2 - dy];
  return group(
    { class: `nn-edge nn-sign-${value < 0 ? "minus" : "plus"}`, "data-nn": weightName(l, i, j) },
    line(...ends, { class: "nn-wide" }),
    line(...ends, { "stroke-width": value === 0 ? 0.6 : 1 + Math.min(4, Math.abs(value)) }),
  );
}

/** The weight's number, or that of its derivative, by which it is moved. */
function drawWeight(layout, state, numbers, [l, i, j], still) {
  const name = weightName(l, i, j);
  const [x, y] = labelPlace(layout, l, i, j);
  const weight = valueIn(state.weights, [l, i, j]);
  const [from, to] = [said(unitName(l, i)), said(unitName(l + 1, j))];
  const shown = state.view === "backward" ? valueIn(numbers.dw, [l, i, j]) : weight;
  const [half, reach] = layout.narrow ? [17.5, 20] : [21, 12];
  return group(
    {
      class: `nn-weight${name === state.chosen ? " nn-chosen" : ""}`,
      "data-nn": name,
      ...handle(still, name, "slider", `weight ${said(name)}, from ${from} to ${to}`, format(weight)),
    },
    rect(x - 22, y - reach, 44, 2 * reach, { class: "nn-target" }),
    rect(x - half, y - 9, 2 * half, 18, { class: "nn-plate", rx: 4 }),
    text(x, y + 4.5, shownAs(shown, state, layout.narrow), { class: "nn-number nn-middle" }),
  );
}

/** Derivatives are small: they have a digit more, where there is room for it. */
function shownAs(value, { view }, narrow) {
  if (view === "forward" || Math.abs(value) >= 10) return format(value);
  return narrow && Math.abs(value) < 1 ? format(value, 3).replace("0.", ".") : format(value, 3);
}

/** A unit with its value, or the derivative by it. Inputs are moved, the others are chosen to be written out. */
function drawUnit(layout, state, numbers, l, j, still) {
  const name = unitName(l, j);
  const [x, y] = layout.at(l, j);
  const [value, derivative] = [numbers.z[l - 1][j - 1], numbers.dz[l - 1][j - 1]];
  const isInput = l === 1;
  const marks = name === state.unit || name === state.chosen ? " nn-chosen" : "";
  const backward = state.view === "backward";
  const caption = (backward ? derivativeOf : captionOf)(layout, l, j);
  const own = isInput
    ? handle(still, name, "slider", `input ${name}`, format(value))
    : handle(still, name, "button", `unit ${said(name)} is ${format(value)}, write it out`);
  return group(
    { class: `nn-unit${isInput ? " nn-input" : ""}${marks}`, "data-nn": name, ...own },
    circle(x, y, layout.radius),
    text(x, y + 4.5, shownAs(backward ? derivative : value, state, layout.narrow), { class: "nn-number nn-middle" }),
    text(x, y - layout.radius - 8, caption, { class: "nn-caption nn-middle nn-halo" }),
  );
}

const derivativeOf = (layout, l, j) => `d${symbol("J")}/d${symbol(unitName(l, j))}`;

/** The name of a unit; that of an output stands for ŷ too. */
function captionOf({ sizes, narrow }, l, j) {
  if (l < sizes.length || narrow) return symbol(unitName(l, j));
  const output = sizes.at(-1) === 1 ? symbol("yhat") : symbol(`yhat${j}`);
  return `${output} = ${symbol(unitName(l, j))}`;
}

/** The labels y beside the outputs, and the loss between them. */
function drawTruth(layout, { target, loss }, numbers) {
  const [x, y] = layout.truth;
  const last = layout.sizes.length;
  const rows = target.map((value, k) => {
    const [unitX, unitY] = layout.at(last, k + 1);
    const one = target.length === 1 ? "y" : `y${k + 1}`;
    return layout.narrow
      ? text(26, y + 24 * k, `true ${symbol(one)} = ${format(value)}`, { class: "nn-number", "data-nn": one })
      : line(unitX + layout.radius, unitY, x - 34, unitY, { class: "nn-compare" })
        + text(x - 28, unitY + 5, `true ${symbol(one)} = ${format(value)}`, { class: "nn-number", "data-nn": one });
  });
  const below = layout.narrow ? y : lowestOutput(layout) + 44;
  const [left, top] = layout.narrow ? [x - 70, below - 4] : [x - 28, below];
  return group(
    { class: "nn-truth" },
    rows,
    group(
      { class: "nn-readout nn-loss", "data-nn": "J" },
      text(left, top + 8, `${symbol("J")} = ${format(numbers.loss, 3)}`, { class: "nn-big" }),
      text(left, top + 27, LOSSES[loss].title, { class: "nn-caption" }),
    ),
  );
}

/** What the strokes say, and how many weights there are. */
function drawKey(layout, { view }, numbers, top) {
  const { sizes, narrow } = layout;
  const products = sizes.slice(1).map((n, k) => `${sizes[k]}·${n}`).join(" + ");
  const count = `${products} = ${numbers.count} weights, no biases`;
  const what = view === "backward" ? "derivative" : "weight";
  const sign = (kind, x, meaning) =>
    group(
      { class: `nn-sign-${kind}` },
      line(x, top - 4, x + 24, top - 4, { "stroke-width": 2.5 }),
      text(x + 30, top, meaning, { class: "nn-tick" }),
    );
  return group(
    { class: "nn-signs" },
    sign("plus", 16, `${what} above 0`),
    sign("minus", 162, "below 0; thicker: larger"),
    text(...(narrow ? [16, top + 22] : [400, top]), count, { class: "nn-tick" }),
  );
}

const valueIn = (weights, [l, i, j]) => weights[l - 1][i - 1][j - 1];

/** Under the units, and under the loss beside them. */
const belowWide = (layout) => Math.max(layout.bottom + 10, lowestOutput(layout) + 76);
const lowestOutput = ({ sizes, at }) => at(sizes.length, sizes[sizes.length - 1])[1];

/** @returns {[string, number, number]} the markup, its width and its height */
export function drawNetwork(state, numbers, { narrow, still }) {
  const layout = layoutOf(state, narrow);
  const derivatives = state.view === "backward";
  const all = [...edges(layout)];
  const scale = derivatives ? 4 / (Math.max(...numbers.dw.flat(2).map(Math.abs)) || 1) : 1;
  const strengths = derivatives ? numbers.dw : state.weights;
  const below = narrow ? layout.bottom + 24 + 24 * Math.max(2, state.target.length) : belowWide(layout);
  const markup = group(
    { class: `nn-layered${derivatives ? " nn-derivatives" : ""}${narrow ? " nn-tight" : ""}` },
    all.map((edge) => drawEdge(layout, edge, scale * valueIn(strengths, edge))),
    drawTruth(layout, state, numbers),
    group({ "data-plane": "network" },
      all.map((edge) => drawWeight(layout, state, numbers, edge, still)),
      numbers.z.map((units, k) => units.map((_, j) => drawUnit(layout, state, numbers, k + 1, j + 1, still)).join(""))),
    drawKey(layout, state, numbers, below + 16),
    still ? "" : text(...(narrow ? [382, below + 38] : [770, 24]), "drag weights, inputs", { class: "nn-tick nn-end" }),
  );
  return [markup, narrow ? 388 : 788, below + (narrow ? 46 : 26)];
}
