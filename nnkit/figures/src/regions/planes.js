/** The plane of the inputs with two half-planes, and the plane of the hidden outputs, where one line must do. */

import { LOG_ODDS, drawBands, sample } from "../core/contour.js";
import { axes, border, frame } from "../core/frame.js";
import { grip } from "../core/grip.js";
import { format } from "../core/numbers.js";
import { drawLine } from "../core/plane.js";
import { clip, cornersOf, drawPolygon } from "../core/polygon.js";
import { circle, group, line, rect, symbol, text, translate } from "../core/svg.js";
import { forward, network } from "./compute.js";

/** A weight of 1 is an arrow of this length. */
export const ARROW = 0.3;
const GRID = 41;
const SAYS = ["nn-band-2", "nn-band-7"];

const square = (left, size, [low, high]) =>
  frame({ left, top: 14, width: size, height: size, xlim: [low, high], ylim: [low, high] });
export const inputFrame = () => square(48, 310, [-0.5, 1.5]);
const hiddenFrame = () => square(100, 210, [-0.4, 1.4]);

/** Where unit k's arrow ends. */
export const tipOf = ({ anchor, weight }, k) => anchor[k].map((value, i) => value + ARROW * weight[k][i]);

export function drawInputs(state, { hidden, rows }, { id, still }) {
  const f = inputFrame();
  const net = network(state);
  return group(
    { "data-plane": "inputs" },
    state.soft ? drawSoft(f, state, (x1, x2) => forward(net, [x1, x2]).zOut) : drawHard(f, net),
    axes(f, { xlabel: "x1", ylabel: "x2" }),
    border(f),
    hidden.map((unit, k) => drawLine(f, [...unit.weight, unit.bias], { class: `nn-half nn-half-${k + 1}` })),
    rows.map(({ x, y, right }) => drawCorner(f.x(x[0]), f.y(x[1]), y, !right)),
    hidden.map((unit, k) => drawGrips(f, state, unit, k, still)),
  );
}

const drawSoft = (f, { steepness }, z) =>
  drawBands(f, sample(f, GRID, GRID, (x, y) => steepness * z(x, y)), LOG_ODDS);

/** Two lines cut the frame into up to four parts, on each of which all units are constant. */
function drawHard(f, { hidden, output, g }) {
  const side = (polygon, { weight, bias }, h) =>
    h ? clip(polygon, weight, bias) : clip(polygon, weight.map((w) => -w), -bias);
  return [[0, 0], [0, 1], [1, 0], [1, 1]].map((h) => {
    const part = hidden.reduce((polygon, unit, k) => side(polygon, unit, h[k]), cornersOf(f));
    return drawPolygon(f, part, { class: SAYS[g(output.weight[0] * h[0] + output.weight[1] * h[1] + output.bias)] });
  }).join("");
}

const drawCorner = (x, y, label, wrong) =>
  group(
    { class: `nn-point nn-label-${label}${wrong ? " nn-wrong" : ""}`, transform: translate(x, y) },
    circle(0, 0, 15, { class: "nn-ring" }),
    label === 1 ? circle(0, 0, 9.5, { class: "nn-dot" }) : rect(-8.5, -8.5, 17, 17, { class: "nn-dot", rx: 2 }),
    text(0, 4.5, label, { class: "nn-digit nn-middle" }),
  );

/** The line is moved by its anchor and turned by the tip of its arrow, which points to where the unit says 1. */
function drawGrips(f, state, { weight, bias }, k, still) {
  const [anchor, tip] = [state.anchor[k], tipOf(state, k)];
  const [x, y, dx, dy] = [f.x(anchor[0]), f.y(anchor[1]), f.x(tip[0]) - f.x(anchor[0]), f.y(tip[1]) - f.y(anchor[1])];
  const turned = `${translate(dx, dy)} rotate(${((Math.atan2(dy, dx) * 180) / Math.PI).toFixed(1)})`;
  const weights = `w1 ${format(weight[0])}, w2 ${format(weight[1])}`;
  const place = `x1 ${format(anchor[0])}, x2 ${format(anchor[1])}; bias ${format(bias)}`;
  const kind = `nn-half-${k + 1}`;
  const turns = { name: `tip.${k}`, label: `Direction of half-plane ${k + 1}`, value: weights, still, kind };
  const moves = { name: `anchor.${k}`, label: `Place of half-plane ${k + 1}`, value: place, still, kind };
  return group(
    { class: kind, "data-nn": `h${k + 1}` },
    group({ transform: translate(x, y), class: "nn-half-arrow" },
      line(0, 0, dx * 0.92, dy * 0.92), group({ transform: turned }, `<path d="M0 0L-12 -6L-12 6Z"></path>`)),
    grip({ ...turns, x: x + dx, y: y + dy }),
    grip(
      { ...moves, x, y },
      circle(0, 0, 11, { class: "nn-half-knob" }),
      text(0, 4.5, symbol(`h${k + 1}`), { class: "nn-middle nn-number" }),
    ),
  );
}

export function drawHidden(state, { rows, output }) {
  const f = hiddenFrame();
  const z = (h1, h2) => output.weight[0] * h1 + output.weight[1] * h2 + output.bias;
  const ones = drawPolygon(f, clip(cornersOf(f), output.weight, output.bias), { class: SAYS[1] });
  const zeros = rect(f.left, f.top, f.width, f.height, { class: SAYS[0] });
  return group(
    { class: "nn-hidden" },
    state.soft ? drawSoft(f, state, z) : zeros + ones,
    axes(f, { xlabel: "h1", ylabel: "h2" }),
    border(f),
    drawLine(f, [...output.weight, output.bias], { class: "nn-boundary" }),
    heaps(rows).map((heap) => drawHeap(f, heap)),
  );
}

/** Too near to be told apart. */
export const isNear = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]) < 0.06;

/** Corners that the hidden units send to the same place lie side by side there. */
function heaps(rows) {
  const found = [];
  for (const row of rows) {
    const heap = found.find(([{ h }]) => isNear(h, row.h));
    if (heap) heap.push(row);
    else found.push([row]);
  }
  return found;
}

function drawHeap(f, heap) {
  const [x, y] = [f.x(heap[0].h[0]), f.y(heap[0].h[1])];
  return heap.map(({ x: corner, y: label, right }, i) => {
    const at = x + (i - (heap.length - 1) / 2) * 24;
    return drawCorner(at, y, label, !right) + text(at, y - 17, corner.join(""), { class: "nn-tick nn-middle nn-halo" });
  }).join("");
}
