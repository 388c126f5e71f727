/** Curves over one axis, with a cursor that reads their values. Python computes the arrays; nothing is modelled here. */

import { make, slider } from "./core/controls.js";
import { axes, border, frame } from "./core/frame.js";
import { key } from "./core/key.js";
import { format } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { circle, group, line, node, path, rect, text } from "./core/svg.js";

const defaults = { ...COMMON, x: [], curves: [], at: null, xlim: null, ylim: null, xlabel: "x", ylabel: "y", cursor: true };

/** Value of the polyline (x, y) at one place; ends are held, as numpy.interp does; null inside a gap. */
function interpolate(x, y, at) {
  if (!x.length) return null;
  if (at <= x[0]) return y[0];
  if (at >= x.at(-1)) return y.at(-1);
  const i = x.findLastIndex((value) => value <= at);
  if (x[i] === at) return y[i];
  if (y[i] == null || y[i + 1] == null) return null;
  return y[i] + ((y[i + 1] - y[i]) * (at - x[i])) / (x[i + 1] - x[i]);
}

/** Largest |difference| of two curves, null if they cannot be compared. */
function gap(first, second) {
  if (!first || !second || first.length !== second.length) return null;
  const differences = first.map((value, i) => (value == null || second[i] == null ? null : Math.abs(value - second[i])));
  return differences.includes(null) ? null : Math.max(0, ...differences);
}

/**
 * @param {{x: number[], curves: {name: string, y: number[]}[], at: number | null}} state x in increasing order
 * @returns {{values: (number | null)[], difference: number | null}} each curve's value at `at`, and the largest
 *   difference between the first two curves
 */
export function compute({ x = [], curves = [], at = null }) {
  return {
    values: curves.map(({ y }) => (at == null ? null : interpolate(x, y, at))),
    difference: gap(curves[0]?.y, curves[1]?.y),
  };
}

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
  const read = curves.map(({ name }, i) => (at == null ? name : `${name} ${format(values[i])}`)).join(", ");
  return `${ylabel} against ${xlabel}${at == null ? "" : `, at ${format(at)}`}: ${read}.`;
}

/** @returns {string} SVG */
export function draw(state, { id = "nn", narrow = false, still = false } = {}) {
  const full = { ...defaults, ...state };
  const f = frameOf(full, narrow);
  const { values } = compute(full);
  const shown = full.curves.map(({ name, role }, i) => ({ role, name: full.at == null ? name : `${name}: ${format(values[i], 3)}` }));
  const rows = 24 * full.curves.length;
  return node(
    "svg",
    { class: "nn-svg nn-single", viewBox: narrow ? `0 0 388 ${326 + rows}` : "0 0 660 312", role: still ? "img" : "group", "aria-label": describe(full) },
    node("clipPath", { id: `${id}-clip` }, rect(f.left, f.top, f.width, f.height)),
    rect(f.left, f.top, f.width, f.height, { class: "nn-paper" }),
    axes(f, { ...full, count: 6 }),
    border(f),
    group(
      { "clip-path": `url(#${id}-clip)` },
      full.at == null ? "" : line(f.x(full.at), f.top, f.x(full.at), f.top + f.height, { class: "nn-cursor" }),
      full.curves.map(({ y, role }) => node("path", { class: `nn-line nn-role-${role}`, d: path(y.map((value, i) => (value == null ? null : [f.x(full.x[i]), f.y(value)]))) })),
      full.curves.map(({ role }, i) => (values[i] == null ? "" : circle(f.x(full.at), f.y(values[i]), 5, { class: `nn-bead nn-role-${role}` }))),
    ),
    narrow ? key(shown, 58, 330) : key(shown, 478, 30),
  );
}

function controls({ read, write, panel }) {
  const { x, at, cursor, xlabel } = read();
  if (!cursor || at == null) return () => {};
  const [min, max] = limits(x, 0);
  const place = slider({ name: xlabel, label: xlabel, min, max, step: (max - min) / 200, onInput: (value) => write({ at: value }) });
  panel.append(make("div", { class: "nn-sliders" }, place.element));
  return (state) => place.update(state.at);
}

export default part({ defaults, draw, describe, controls });
