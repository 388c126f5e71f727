/** A rectangle of the drawing with data coordinates: scales, grid, ticks, axis labels. */

import { escape, group, line, node, rect, symbol, text, translate } from "./svg.js";
import { format } from "./numbers.js";

/** @returns {number} the next round number (1, 2 or 5 times a power of ten) that is not below `rough` > 0 */
export function roundUp(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((multiple) => multiple * power >= rough) ?? 10);
}

/** @returns {number[]} about `count` round values inside [low, high] */
export function ticks(low, high, count = 6) {
  const step = roundUp((high - low) / count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

const decimals = (values) => Math.max(...values.map((value) => (String(value).split(".")[1] ?? "").length));

/**
 * @typedef {{left: number, top: number, width: number, height: number, xlim: number[], ylim: number[],
 *   x: (value: number) => number, y: (value: number) => number,
 *   xInverse: (pixel: number) => number, yInverse: (pixel: number) => number}} Frame
 */

/**
 * @param {{left: number, top: number, width: number, height: number, xlim: number[], ylim: number[]}} options
 * @returns {Frame} with the scales from data to drawing and back
 */
export function frame({ left, top, width, height, xlim, ylim }) {
  const x = (value) => left + ((value - xlim[0]) / (xlim[1] - xlim[0])) * width;
  const y = (value) => top + height - ((value - ylim[0]) / (ylim[1] - ylim[0])) * height;
  const xInverse = (pixel) => xlim[0] + ((pixel - left) / width) * (xlim[1] - xlim[0]);
  const yInverse = (pixel) => ylim[0] + ((top + height - pixel) / height) * (ylim[1] - ylim[0]);
  return { left, top, width, height, xlim, ylim, x, y, xInverse, yInverse };
}

const KEPT = 40;
/** @type {Map<string, string>} */
const known = new Map();

/**
 * Grid lines under the data, with tick labels and axis names outside. Names may be symbols such as "x1". What was
 * drawn lately is kept: limits seldom change.
 */
export function axes(f, { xlabel, ylabel }) {
  const key = [f.left, f.top, f.width, f.height, f.xlim, f.ylim, xlabel, ylabel].join("|");
  const drawn = known.get(key) ?? drawAxes(f, xlabel, ylabel);
  if (known.size >= KEPT) known.clear();
  known.set(key, drawn);
  return drawn;
}

function drawAxes(f, xlabel, ylabel) {
  const bottom = f.top + f.height;
  const right = f.left + f.width;
  const xs = ticks(f.xlim[0], f.xlim[1]);
  const ys = ticks(f.ylim[0], f.ylim[1]);
  const side = `${translate(f.left - 34, f.top + f.height / 2)} rotate(-90)`;
  const kind = (value) => ({ class: value === 0 ? "nn-zero-line" : "nn-grid" });
  return group(
    { class: "nn-axes", "aria-hidden": "true" },
    xs.map((v) => line(f.x(v), f.top, f.x(v), bottom, kind(v))),
    ys.map((v) => line(f.left, f.y(v), right, f.y(v), kind(v))),
    xs.map((v) => text(f.x(v), bottom + 17, format(v, decimals(xs)), { class: "nn-tick nn-middle" })),
    ys.map((v) => text(f.left - 7, f.y(v) + 4, format(v, decimals(ys)), { class: "nn-tick nn-end" })),
    text(f.left + f.width / 2, bottom + 37, label(xlabel), { class: "nn-axis nn-middle" }),
    node("text", { class: "nn-axis nn-middle", transform: side }, label(ylabel)),
  );
}

const label = (name) => (/^[a-z]\d?$|^yhat$/.test(name) ? symbol(name) : escape(name));

export const border = (f) => rect(f.left, f.top, f.width, f.height, { class: "nn-border" });
