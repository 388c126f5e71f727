/** Curves over one axis, with a cursor that reads their values. Python computes the arrays. */

import { slider } from "./core/controls.js";
import { axes, border, frame, roundUp } from "./core/frame.js";
import { key } from "./core/key.js";
import { format } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { circle, group, line, node, path, rect } from "./core/svg.js";

const defaults = { ...COMMON, x: [], curves: [], at: null, xlim: null, ylim: null, xlabel: "x", ylabel: "y" };

/**
 * Value of a curve at one place; ends are held, as numpy.interp does; null inside a gap. Between two places of x
 * a step holds the value of the left one.
 */
function readAt(x, { y, step = false }, at) {
  if (!x.length) return null;
  if (at <= x[0]) return y[0];
  if (at >= x.at(-1)) return y.at(-1);
  const i = x.findLastIndex((value) => value <= at);
  if (step || x[i] === at) return y[i];
  if (y[i] == null || y[i + 1] == null) return null;
  return y[i] + ((y[i + 1] - y[i]) * (at - x[i])) / (x[i + 1] - x[i]);
}

/**
 * @param {{x: number[], curves: {name: string, y: number[], step?: boolean}[], at: number | null}} state x in
 *   increasing order; a curve with `step` is a staircase
 * @returns {{values: (number | null)[]}} each curve's value at `at`
 */
export function compute({ x = [], curves = [], at = null }) {
  return { values: curves.map((curve) => (at == null ? null : readAt(x, curve, at))) };
}

/** A curve's value as text: a staircase of whole numbers counts something, so it has no decimals. */
const read = ({ y, step }, value, digits) =>
  format(value, step && y.every((known) => known == null || Number.isInteger(known)) ? 0 : digits);

/** Limits that hold every finite value, with a margin; a flat curve gets one unit either way. */
function limits(values, margin) {
  const known = values.filter((value) => value != null);
  if (!known.length) return [-1, 1];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const pad = high > low ? (high - low) * margin : margin && 1;
  return [low - pad, high + pad];
}

function frameOf({ x, curves, xlim, ylim }, narrow) {
  const given = xlim ?? limits(x, 0);
  return frame({
    left: 58,
    top: 12,
    width: narrow ? 318 : 400,
    height: 250,
    xlim: given[0] < given[1] ? given : [given[0] - 1, given[1] + 1],
    ylim: ylim ?? limits(curves.flatMap(({ y }) => y), 0.08),
  });
}

export function describe(state) {
  const { curves, xlabel, ylabel, at } = { ...defaults, ...state };
  const { values } = compute({ ...defaults, ...state });
  const shown = curves.map((curve, i) => (at == null ? curve.name : `${curve.name} ${read(curve, values[i])}`));
  return `${ylabel} against ${xlabel}${at == null ? "" : `, at ${format(at)}`}: ${shown.join(", ")}.`;
}

/** @returns {string} SVG */
export function draw(state, { id = "nn", narrow = false, still = false } = {}) {
  const full = { ...defaults, ...state };
  const f = frameOf(full, narrow);
  const { values } = compute(full);
  const entries = full.curves.map((curve, i) => ({
    role: curve.role,
    name: full.at == null ? curve.name : `${curve.name}: ${read(curve, values[i], 3)}`,
  }));
  const size = narrow ? `388 ${326 + 24 * entries.length}` : "660 312";
  return node(
    "svg",
    { class: "nn-svg nn-single", viewBox: `0 0 ${size}`, role: still ? "img" : "group", "aria-label": describe(full) },
    node("clipPath", { id: `${id}-clip` }, rect(f.left, f.top, f.width, f.height)),
    rect(f.left, f.top, f.width, f.height, { class: "nn-paper" }),
    axes(f, full),
    border(f),
    group(
      { "clip-path": `url(#${id}-clip)` },
      drawCursor(f, full.at),
      full.curves.map(drawCurve(f, full.x)),
      drawBeads(f, full, values),
    ),
    narrow ? key(entries, 58, 330) : key(entries, 478, 30),
  );
}

const drawCurve = (f, x) => ({ y, role, step }) => {
  const corner = (value, i) => (value == null ? null : [f.x(x[i]), f.y(value)]);
  // A step runs level to the next place and turns upright there.
  const level = (value, i) => (step && value != null && i + 1 < x.length ? [[f.x(x[i + 1]), f.y(value)]] : []);
  return node("path", {
    class: `nn-line nn-role-${role}`,
    d: path(y.flatMap((value, i) => [corner(value, i), ...level(value, i)])),
  });
};

const drawCursor = (f, at) =>
  at == null ? "" : line(f.x(at), f.top, f.x(at), f.top + f.height, { class: "nn-cursor" });

const drawBeads = (f, { curves, at }, values) =>
  curves.map(({ role }, i) =>
    values[i] == null ? "" : circle(f.x(at), f.y(values[i]), 5, { class: `nn-bead nn-role-${role}` }));

function controls({ x, at, xlabel }) {
  if (at == null) return [];
  const [min, max] = limits(x, 0);
  return [slider({ name: "at", mark: xlabel, label: xlabel, min, max, step: roundUp((max - min) / 200) })];
}

export default part({ defaults, draw, describe, controls });
