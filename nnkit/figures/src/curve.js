/** Curves over one axis, with a cursor that reads their values. Python computes the arrays. */

import { slider } from "./core/controls.js";
import { axes, border, roundUp } from "./core/frame.js";
import { key, stroke } from "./core/key.js";
import { format } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { circle, group, line, node, path, rect } from "./core/svg.js";
import { frameOf, limits } from "./curve/limits.js";
import { drawBand, drawDots, drawTangent, place } from "./curve/marks.js";

const defaults = {
  ...COMMON,
  x: [],
  curves: [],
  tangents: [],
  dots: [],
  bands: [],
  at: null,
  xlim: null,
  ylim: null,
  xlabel: "x",
  ylabel: "y",
};

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

/** A slope as text: a few figures, however large or small it is. */
const slopeOf = (slope) => (slope == null ? "–" : String(Number(slope.toPrecision(3))).replace("-", "−"));

/** What the key says, once each: `digits` of the values at the cursor. */
function entriesOf({ curves, tangents, dots, bands, at }, values, digits) {
  const curve = (one, i) => (at == null ? one.name : `${one.name}: ${read(one, values[i], digits)}`);
  return [
    ...bands.map(({ name }) => ({ kind: "band", role: "given", name })),
    ...curves.map((one, i) => ({ role: one.role, dash: one.dash, name: curve(one, i) })),
    ...tangents.map(({ role, slope }) => ({ role, name: `${role}: slope ${slopeOf(slope)}` })),
    ...dots.map(({ name, role }) => ({ kind: "dot", role, name: name || role })),
  ];
}

export function describe(state) {
  const full = { ...defaults, ...state };
  const { xlabel, ylabel, at } = full;
  const { values } = compute(full);
  const names = entriesOf(full, values, 2).map(({ name }, i) => (i < 12 ? name.replace(": ", " ") : ""));
  return `${ylabel} against ${xlabel}${at == null ? "" : `, at ${format(at)}`}: ${names.filter(Boolean).join(", ")}.`;
}

/** @returns {string} SVG */
export function draw(state, { id = "nn", narrow = false, still = false } = {}) {
  const full = { ...defaults, ...state };
  const f = frameOf(full, narrow);
  const { values } = compute(full);
  const entries = entriesOf(full, values, 3);
  const size = narrow ? `388 ${326 + 24 * entries.length}` : `660 ${Math.max(312, 54 + 24 * entries.length)}`;
  return node(
    "svg",
    { class: "nn-svg nn-single", viewBox: `0 0 ${size}`, role: still ? "img" : "group", "aria-label": describe(full) },
    node("clipPath", { id: `${id}-clip` }, rect(f.left, f.top, f.width, f.height)),
    rect(f.left, f.top, f.width, f.height, { class: "nn-paper" }),
    group({ "clip-path": `url(#${id}-clip)` }, full.bands.map((band) => drawBand(f, full.x, band))),
    axes(f, full),
    border(f),
    group(
      { "clip-path": `url(#${id}-clip)` },
      drawCursor(f, full.at),
      full.curves.map(drawCurve(f, full.x)),
      full.tangents.map((tangent) => drawTangent(f, tangent)),
      full.dots.flatMap((dots) => drawDots(f, dots)),
      drawBeads(f, full, values),
    ),
    narrow ? key(entries, 58, 330) : key(entries, 478, 30),
  );
}

const drawCurve = (f, x) => ({ y, role, step, dash }) => {
  const corner = (value, i) => place(f, x[i], value);
  // A step runs level to the next place and turns upright there.
  const level = (value, i) => (step && value != null && i + 1 < x.length ? [place(f, x[i + 1], value)] : []);
  return node("path", {
    class: stroke(role, dash),
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
