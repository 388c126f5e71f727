/** The neuron as a diagram with live numbers: inputs, weights, Σ, g, ŷ, and the selected point's true y beside it. */

import { circle, group, line, named, node, path, rect, symbol, text } from "../core/svg.js";
import { clamp, factor, format } from "../core/numbers.js";
import { ACTIVATIONS } from "./compute.js";

const INPUT = 46;
const SUM = { x: 196, y: 138 };
const GATE = { x: 276, y: 138, half: 27 };
const OUT = { x: 352, y: 138 };
const ROWS = [54, 138, 222];

const unit = (x, y, name, value) =>
  group(
    { class: name ? "nn-unit" : "nn-unit nn-constant", "data-nn": name },
    circle(x, y, 25),
    text(x, y + 5, value, { class: "nn-number nn-middle" }),
  );

const caption = (x, y, content, attributes = {}) =>
  text(x, y, content, { class: "nn-caption nn-middle", ...attributes });

/** An edge: thicker for a larger weight, its sign by colour and by dashes, its number written on it. */
function edge(y, name, weight) {
  const width = 1.2 + Math.min(4.5, Math.abs(weight) * 1.2);
  const slope = (SUM.y - y) / (SUM.x - INPUT);
  // Beside the line, never on it: above what comes down or straight on, below what comes up.
  const label = { x: (INPUT + SUM.x) / 2 + (slope ? 1 : -44), y: (y + SUM.y) / 2 + (slope < 0 ? 19 : -9) };
  return group(
    { class: `nn-edge nn-sign-${weight < 0 ? "minus" : "plus"}`, "data-nn": name },
    line(INPUT + 25, y + slope * 25, SUM.x - 27, SUM.y - slope * 27, { class: "nn-wide" }),
    line(INPUT + 25, y + slope * 25, SUM.x - 27, SUM.y - slope * 27, { "stroke-width": width }),
    text(label.x, label.y, `${symbol(name)} = ${format(weight)}`, { class: "nn-number nn-halo" }),
  );
}

/** The graph of g in its box, with the point (z, ŷ) on it. */
function gate(activation, z, yhat) {
  const { x, y, half } = GATE;
  const { g, title, bounded } = ACTIVATIONS[activation];
  const high = bounded ? 1 : 4;
  const low = activation === "linear" ? -4 : 0;
  const px = (value) => x + (clamp(value, -4, 4) / 4) * (half - 6);
  const py = (value) => y + half - 8 - ((clamp(value, low, high) - low) / (high - low)) * (2 * half - 16);
  const zs = activation === "step" ? [-4, -1e-9, 0, 4] : Array.from({ length: 33 }, (_, i) => (i - 16) / 4);
  return group(
    { class: "nn-gate", "data-nn": "g" },
    rect(x - half, y - half, 2 * half, 2 * half, { rx: 6 }),
    line(x, y - half + 5, x, y + half - 5, { class: "nn-grid" }),
    `<path class="nn-curve" d="${path(zs.map((value) => [px(value), py(g(value))]))}"></path>`,
    z == null ? "" : circle(px(z), py(yhat), 4, { class: "nn-bead" }),
    caption(x, y - half - 9, title),
  );
}

const arrow = (from, to, y = SUM.y) => line(from, y, to, y, { class: "nn-flow" });

/**
 * @param {any} state
 * @param {any} numbers from compute
 * @param {number} i index of the selected point, −1 for none
 */
export function drawNetwork({ weight, bias, activation, points }, numbers, i) {
  const [x1, x2, y] = points[i] ?? [null, null, null];
  const [z, yhat] = [numbers.z[i] ?? null, numbers.yhat[i] ?? null];
  const right = y != null && !numbers.wrong[i];
  return group(
    { class: "nn-network" },
    edge(ROWS[0], "w1", weight[0]),
    edge(ROWS[1], "w2", weight[1]),
    edge(ROWS[2], "b", bias),
    unit(INPUT, ROWS[0], "x1", format(x1)),
    unit(INPUT, ROWS[1], "x2", format(x2)),
    unit(INPUT, ROWS[2], null, "1"),
    caption(INPUT, ROWS[0] - 33, symbol("x1"), { "data-nn": "x1" }),
    caption(INPUT, ROWS[1] - 33, symbol("x2"), { "data-nn": "x2" }),
    arrow(SUM.x + 25, GATE.x - GATE.half),
    arrow(GATE.x + GATE.half, OUT.x - 25),
    unit(SUM.x, SUM.y, "z", format(z)),
    caption(SUM.x, SUM.y - 33, `Σ = ${symbol("z")}`, { "data-nn": "z" }),
    gate(activation, z, yhat),
    unit(OUT.x, OUT.y, "yhat", format(yhat)),
    caption(OUT.x, OUT.y - 33, symbol("yhat"), { "data-nn": "yhat" }),
    line(OUT.x, OUT.y + 26, OUT.x, ROWS[2] - 24, { class: "nn-compare" }),
    y == null ? "" : drawTruth(y, right),
    drawSigns(20, 264),
  );
}

/** What the edges' strokes say. */
const drawSigns = (x, y) =>
  group(
    { class: "nn-signs", "aria-hidden": "true" },
    sign("plus", x, y, "weight above 0"),
    sign("minus", x + 148, y, "below 0"),
    text(x + 250, y, "thicker: larger", { class: "nn-tick" }),
  );

const sign = (kind, x, y, meaning) =>
  group(
    { class: `nn-sign-${kind}` },
    line(x, y - 4, x + 30, y - 4, { "stroke-width": 2.5 }),
    text(x + 37, y, meaning, { class: "nn-tick" }),
  );

/** The true label, in its class's shape, and whether the neuron puts the point on the right side. */
function drawTruth(y, right) {
  const [x, top] = [OUT.x, ROWS[2]];
  const shape = y === 1
    ? circle(x, top, 20, { class: "nn-dot" })
    : rect(x - 18, top - 18, 36, 36, { class: "nn-dot", rx: 3 });
  return group(
    { class: `nn-truth nn-label-${y}`, "data-nn": "y" },
    shape,
    text(x, top + 6, y, { class: "nn-digit nn-middle nn-large" }),
    text(x - 32, top - 2, `true ${symbol("y")}`, { class: "nn-caption nn-end" }),
    text(x - 32, top + 16, right ? "✓ right side" : "✗ wrong side", { class: "nn-verdict nn-end" }),
  );
}

/** The neuron's equations with this point's numbers, then what all points together say. */
export function drawFormulas(state, numbers, i, top) {
  const { weight, bias, activation, points } = state;
  const [x1, x2, y] = points[i] ?? [null, null, null];
  const { symbol: g, lossTitle, bounded } = ACTIVATIONS[activation];
  const value = (name, number) => named(name, factor(number));
  const plus = (name, number) => named(name, `${number < -0.004 ? "−" : "+"} ${format(Math.abs(number))}`);
  const left = 20;
  const row = (k, content, x = left) => text(x, top + 23.5 * k, content, { class: "nn-formula" });
  const times = "\u200a·\u200a";
  const z = named("z", format(numbers.z[i]), { class: "nn-strong" });
  const yhat = named("yhat", format(numbers.yhat[i]), { class: "nn-strong" });
  const said = g ? `${named("g", g)}(${named("z", format(numbers.z[i]))})` : named("z");
  const vector = node("tspan", { class: "nn-symbol nn-strong" }, "w");
  const distance = node("tspan", { class: "nn-strong" }, format(numbers.distances[i]));
  const misclassified = bounded ? "misclassified" : `misclassified (1 if ${symbol("z")} ≥ 0)`;
  const terms = [
    `${named("w1", format(weight[0]))}${times}${value("x1", x1)}`,
    `${plus("w2", weight[1])}${times}${value("x2", x2)}`,
    plus("b", bias),
  ];
  return group(
    {},
    row(0, `${named("z")} = ${named("w1")}${named("x1")} + ${named("w2")}${named("x2")} + ${named("b")}`),
    row(1, `= ${terms.join(" ")} = ${z}`, left + 13),
    row(2, `${named("yhat")} = ${named("g")}(${named("z")}) = ${said} = ${yhat}<tspan dx="22">true </tspan>${named("y")} = ${named("y", y ?? "–", { class: "nn-strong" })}`),
    row(3, `distance from the line = ${named("z")} / ‖${vector}‖ = ${distance}`),
    readout(left, top + 112, format(numbers.loss, 3), `loss (${lossTitle})`, "nn-loss"),
    readout(left + 180, top + 112, `${numbers.mistakes} of ${points.length}`, misclassified, "nn-mistakes"),
  );
}

const readout = (x, y, value, title, kind) =>
  group(
    { class: `nn-readout ${kind}` },
    text(x, y, value, { class: "nn-big" }),
    text(x, y + 19, title, { class: "nn-caption" }),
  );
