/**
 * The warped grid: where the values of two hidden units put each place of the plane. What lies on a curve in the
 * plane may lie on a line here, which is all that the next layer needs.
 */

import { axes, border, frame, roundUp } from "../core/frame.js";
import { createRoom, forward } from "../core/net.js";
import { drawLine } from "../core/plane.js";
import { group, node, path, rect, text } from "../core/svg.js";
import { gridPoints } from "./surface.js";
import { glyphPaths } from "./plane.js";

export const WIDTH = 400;
export const HEIGHT = 360;
const MOST = 1000; // what lies beyond is not drawn
const LINES = 21; // of the grid, in each direction

/** The layer and two units that are shown, inside the network as it is; layer 0 are the inputs themselves. */
export function plotOf({ plot }, { sizes }) {
  const layer = Math.min(plot[0], sizes.length - 2);
  const within = (j) => Math.min(j, sizes[layer] - 1);
  return { layer, i: within(plot[1]), j: within(plot[2]) };
}

const RANGES = { sigmoid: [0, 1], step: [0, 1], tanh: [-1, 1] };

/** Limits that hold all values, round and with a little room. */
function limits(values, first, stride, activation) {
  const bounded = RANGES[activation];
  if (bounded) return [bounded[0] - 0.08 * (bounded[1] - bounded[0]), bounded[1] + 0.08 * (bounded[1] - bounded[0])];
  let [low, high] = [0, 0];
  for (let k = first; k < values.length; k += stride) {
    if (values[k] < low) low = values[k];
    if (values[k] > high) high = values[k];
  }
  const most = Math.max(-low, high);
  if (!Number.isFinite(most) || most < 1e-9) return [-1, 1];
  const reach = Math.min(MOST, roundUp(most));
  return [low < 0 ? -reach : -0.08 * reach, high > 0 ? reach : 0.08 * reach];
}

const nameOf = (layer, j) => (layer === 0 ? `x${j + 1}` : `unit ${j + 1} of layer ${layer}`);

/** @type {any} */
let room = {};

/** The values of the grid's nodes; the room for them stays. */
function runGrid(net, limit) {
  const key = `${limit} ${net.sizes}`;
  if (key !== room.key) room = { key, x: gridPoints(limit, LINES), values: createRoom(net, LINES * LINES, false) };
  forward(net, room.values, room.x, LINES * LINES);
  return room.values;
}

/**
 * The numbers of the panel: the frame, and each grid node's place in it.
 * @param {import("./types.js").View} view
 */
export function warp({ state, session: { net } }) {
  const { layer, i, j } = plotOf(state, net);
  const stride = net.sizes[layer];
  const values = runGrid(net, state.limit);
  const a = values.a[layer].subarray(0, stride * LINES * LINES);
  const rule = layer === 0 ? "linear" : net.activation;
  const f = frame({
    left: 50, top: 10, width: 340, height: 300,
    xlim: limits(a, i, stride, rule), ylim: limits(a, j, stride, rule),
  });
  /** @param {number} k @returns {[number, number]} */
  const place = (k) => [f.x(a[k * stride + i]), f.y(a[k * stride + j])];
  return { f, place, size: LINES, logits: values.z.at(-1), layer, i, j };
}

/** The grid's lines as lists of nodes. */
export function gridLines(size) {
  const all = Array.from({ length: size }, (_, k) => k);
  const across = all.map((row) => all.map((column) => row * size + column));
  return [...across, ...all.map((column) => across.map((row) => row[column]))];
}

/** @type {any} */
let placed = {};

/** The values of the points; the room for them stays. */
function runPoints(net, points) {
  if (points !== placed.points || String(net.sizes) !== placed.sizes) {
    const x = Float64Array.from(points.flatMap(([x1, x2]) => [x1, x2]));
    placed = { points, sizes: String(net.sizes), x, values: createRoom(net, Math.max(1, points.length), false) };
  }
  forward(net, placed.values, placed.x, points.length);
  return placed.values;
}

/** The points at their places among the two units' values. */
export function warpedPoints({ state, session: { net } }, points, { f, layer, i, j }) {
  const values = runPoints(net, points);
  const stride = net.sizes[layer];
  return points.map(([, , label, test], k) => ({
    x: f.x(values.a[layer][k * stride + i]), y: f.y(values.a[layer][k * stride + j]), label, test,
  })).filter(({ test }) => state.show_test || !test);
}

/** In the last hidden layer, if it has just these two units, the boundary is a line. */
function boundary({ f, layer }, { session: { net } }) {
  if (layer !== net.sizes.length - 2 || net.sizes[layer] !== 2) return "";
  const [weight, bias] = [net.weights.at(-1), net.biases.at(-1)];
  if (bias.length > 2) return "";
  const between = bias.length === 1
    ? [weight[0], weight[1], bias[0]]
    : [weight[2] - weight[0], weight[3] - weight[1], bias[1] - bias[0]];
  return drawLine(f, between, { class: "nn-boundary" });
}

/** Axes and what lies above the grid, while the grid itself is painted behind it. */
export function drawWarpedFrame(view, warped) {
  const { f, layer, i, j } = warped;
  const far = [...f.xlim, ...f.ylim].some((end) => Math.abs(end) >= MOST);
  const note = far ? text(f.left + 12, f.top + 22, `values beyond ${MOST} are not shown`, { class: "nn-caption" }) : "";
  return note + axes(f, { xlabel: nameOf(layer, i), ylabel: nameOf(layer, j) }) + border(f) + boundary(warped, view);
}

/** @param {import("./types.js").View} view @param {object[][]} points rows @returns {string} the panel as a picture */
export function drawWarped(view, points) {
  const warped = warp(view);
  const { f, place, size } = warped;
  return group(
    { class: "nn-pg-warped" },
    rect(f.left, f.top, f.width, f.height, { class: "nn-paper" }),
    node("path", { class: "nn-pg-grid", d: gridLines(size).map((nodes) => path(nodes.map(place))).join("") }),
    drawWarpedFrame(view, warped),
    glyphPaths(warpedPoints(view, points, warped), 3.6),
  );
}
