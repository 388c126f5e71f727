/** Lines w·x + b = 0 and labelled points in a frame of the (x1, x2) plane. */

import { circle, group, line, node, rect, text, translate } from "./svg.js";
import { clamp, dot, format } from "./numbers.js";
import { changeAt, valueAt } from "./paths.js";

/**
 * The line w·x + b = 0, or null where w = 0 and there is no line.
 * @param {number[]} weight @param {number} bias
 * @returns {{slope: number | null, intercept: number | null, distance: number, direction: [number, number]} | null}
 *   x2 = slope x1 + intercept (null for a vertical line); direction = w/‖w‖ points to the side z > 0;
 *   distance is the origin's signed distance from the line, b/‖w‖.
 */
export function boundary(weight, bias) {
  const norm = Math.hypot(...weight);
  if (norm === 0) return null;
  const vertical = weight[1] === 0;
  return {
    slope: vertical ? null : -weight[0] / weight[1],
    intercept: vertical ? null : -bias / weight[1],
    distance: bias / norm,
    direction: [weight[0] / norm, weight[1] / norm],
  };
}

/** The part of the line inside the frame, in data coordinates, or null if it does not cross it. */
export function segment(weight, bias, { xlim, ylim }) {
  const b = boundary(weight, bias);
  if (!b) return null;
  const foot = b.direction.map((d) => -b.distance * d);
  const along = [-b.direction[1], b.direction[0]];
  let [from, to] = [-Infinity, Infinity];
  for (const [i, [low, high]] of [xlim, ylim].entries()) {
    if (Math.abs(along[i]) < 1e-12) {
      if (foot[i] < low || foot[i] > high) return null;
      continue;
    }
    const [t1, t2] = [(low - foot[i]) / along[i], (high - foot[i]) / along[i]].sort((a, c) => a - c);
    [from, to] = [Math.max(from, t1), Math.min(to, t2)];
  }
  return from < to ? [from, to].map((t) => foot.map((p, i) => p + t * along[i])) : null;
}

/**
 * A line drawn across the frame, or nothing.
 * @param {import("./frame.js").Frame} f @param {number[]} line w1, w2, b @param {object} attributes
 */
export function drawLine(f, [w1, w2, b], attributes) {
  const ends = segment([w1, w2], b, f);
  if (!ends) return "";
  return line(f.x(ends[0][0]), f.y(ends[0][1]), f.x(ends[1][0]), f.y(ends[1][1]), attributes);
}

const DIRECTION = `${node("tspan", { class: "nn-symbol" }, "w")}/‖${node("tspan", { class: "nn-symbol" }, "w")}‖`;

/** Where on the visible line an arrow may begin: in its middle, or the nearest place from which it stays in the frame. */
const STARTS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9];

/** @param {import("./frame.js").Frame} f @param {number[][]} ends @param {number[]} direction */
function startOfNormal({ xlim, ylim }, [from, to], [d1, d2]) {
  /** @param {number} value @param {number[]} limits */
  const between = (value, [low, high]) => value >= low && value <= high;
  /** @param {number[]} place */
  const isIn = ([x, y]) => between(x + d1, xlim) && between(y + d2, ylim);
  const places = STARTS.map((t) => from.map((value, i) => value + t * (to[i] - value)));
  return places.find(isIn) ?? places[0];
}

/**
 * The weight vector's direction w/‖w‖, so one unit long, from the visible line.
 * @param {import("./frame.js").Frame} f @param {number[]} line w1, w2, b
 * @param {{label?: boolean, role?: string}} [options]
 */
export function drawNormal(f, [w1, w2, b], { label = false, role = "" } = {}) {
  const direction = boundary([w1, w2], b)?.direction;
  const ends = segment([w1, w2], b, f);
  if (!direction || !ends) return "";
  const start = startOfNormal(f, ends, direction);
  const unit = f.width / (f.xlim[1] - f.xlim[0]);
  const [x, y] = [f.x(start[0]), f.y(start[1])];
  const [dx, dy] = [direction[0] * unit, -direction[1] * unit];
  return group(
    { class: `nn-normal nn-role-${role}` },
    line(x, y, x + dx * 0.9, y + dy * 0.9),
    group({ transform: `${translate(x + dx, y + dy)} rotate(${((Math.atan2(dy, dx) * 180) / Math.PI).toFixed(1)})` },
      `<path d="M0 0L-11 -5.5L-11 5.5Z"></path>`),
    label ? drawDirection(f, x + dx + 36 * direction[0], y + dy - 18 * direction[1]) : "",
  );
}

/** The arrow's name just beyond its tip; where that is outside the frame, beside the tip. */
function drawDirection(f, x, y) {
  const inside = clamp(y, f.top + 10, f.top + f.height - 10);
  const aside = Math.abs(y - inside) < 6 ? 0 : x < f.left + f.width / 2 ? 44 : -44;
  return text(clamp(x + aside, f.left + 28, f.left + f.width - 28), inside + 5, DIRECTION, { class: "nn-middle nn-halo" });
}

/**
 * A point's perpendicular to the line, if its foot is in the frame.
 * @param {import("./frame.js").Frame} f @param {number[]} line w1, w2, b @param {number[]} point
 */
export function drawPerpendicular(f, [w1, w2, b], [x1, x2]) {
  const [distance] = distances([w1, w2], b, [[x1, x2]]);
  const direction = boundary([w1, w2], b)?.direction;
  if (distance == null || !direction) return "";
  const [foot1, foot2] = [x1 - distance * direction[0], x2 - distance * direction[1]];
  const inside = foot1 >= f.xlim[0] && foot1 <= f.xlim[1] && foot2 >= f.ylim[0] && foot2 <= f.ylim[1];
  return inside ? line(f.x(x1), f.y(x2), f.x(foot1), f.y(foot2), { class: "nn-perpendicular" }) : "";
}

const describe = ([x1, x2, label], i, wrong) =>
  `Point ${i + 1}, label ${label}, at x1 ${format(x1)}, x2 ${format(x2)}${wrong ? ", misclassified" : ""}`;

/**
 * Labelled points: class 1 a disc, class 0 a square, each with its label written in it; a misclassified point
 * wears a dashed ring. They are the handles "points.0", "points.1", … (`pointHandles`).
 * @param {import("./frame.js").Frame} f @param {any[]} points
 * @param {{wrong?: boolean[], selected?: number, fixed?: boolean}} options
 */
export function drawPoints(f, points, { wrong = [], selected = -1, fixed = false } = {}) {
  return points.map((point, i) => {
    const [x1, x2, label] = point;
    const handle = fixed
      ? { role: "img" }
      : { role: "button", tabindex: 0, "aria-roledescription": "draggable point", "data-handle": `points.${i}` };
    return group(
      {
        class: `nn-point nn-label-${label}${wrong[i] ? " nn-wrong" : ""}${i === selected ? " nn-selected" : ""}`,
        transform: translate(f.x(x1), f.y(x2)),
        "aria-label": describe(point, i, wrong[i]),
        ...handle,
      },
      circle(0, 0, 22, { class: "nn-target" }),
      circle(0, 0, 15, { class: "nn-ring" }),
      label === 1 ? circle(0, 0, 9.5, { class: "nn-dot" }) : rect(-8.5, -8.5, 17, 17, { class: "nn-dot", rx: 2 }),
      text(0, 4.5, label, { class: "nn-digit nn-middle" }),
    );
  });
}

/**
 * The handles of `drawPoints`: dragged and selected by pointer or arrows, their label switched by Enter or Space.
 * @param {import("./handles.js").Handles["frame"]} frame
 * @returns {import("./handles.js").Handles}
 */
export const pointHandles = (frame) => ({
  frame,
  at: (state, name) => valueAt(state, name)?.slice(0, 2) ?? null,
  move: (state, name, place) => changeAt(state, name, [...place, valueAt(state, name)[2]]),
  press: (state, name, by) => (by === "key" ? switchLabel(state, indexOf(name)) : null),
  focus: (state, name) => ({ selected: indexOf(name) }),
});

const indexOf = (name) => Number(name.split(".")[1]);

/** @param {{points: number[][]}} state @param {number} i @returns {object} changes */
export const switchLabel = (state, i) => changeAt(state, `points.${i}.2`, 1 - state.points[i][2]);

/** Signed distance of every point from a line; null if there is none. */
export const distances = (weight, bias, points) => {
  const norm = Math.hypot(...weight);
  return points.map((point) => (norm === 0 ? null : (dot(weight, point) + bias) / norm));
};
