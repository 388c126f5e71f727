/** Polygons and half-planes: w·x + b ≥ 0 cut out of a frame, exactly. */

import { node, path } from "./svg.js";

/** @typedef {number[][]} Polygon corners (x, y) in order */

/** @param {{xlim: number[], ylim: number[]}} frame @returns {Polygon} */
export const cornersOf = ({ xlim: [left, right], ylim: [low, high] }) =>
  [[left, low], [right, low], [right, high], [left, high]];

/**
 * What of a convex polygon lies in the half-plane w·x + b ≥ 0.
 * @param {Polygon} polygon
 * @param {number[]} weight
 * @param {number} bias
 * @returns {Polygon} no corners where nothing is left
 */
export function clip(polygon, [w1, w2], bias) {
  const heights = polygon.map(([x, y]) => w1 * x + w2 * y + bias);
  return polygon.flatMap((corner, i) => {
    const j = (i + 1) % polygon.length;
    const kept = heights[i] >= 0 ? [corner] : [];
    if (heights[i] >= 0 === heights[j] >= 0) return kept;
    const t = heights[i] / (heights[i] - heights[j]);
    return [...kept, corner.map((value, axis) => value + t * (polygon[j][axis] - value))];
  });
}

/** The path of a closed polygon. @param {import("./frame.js").Frame} f @param {Polygon} polygon */
const outline = (f, polygon) => `${path(polygon.map(([x, y]) => [f.x(x), f.y(y)]))}Z`;

/** @param {import("./frame.js").Frame} f @param {Polygon} polygon @returns {string} markup */
export const drawPolygon = (f, polygon, attributes) =>
  polygon.length > 2 ? node("path", { d: outline(f, polygon), ...attributes }) : "";

/** The convex hull, anticlockwise, without corners in line (Andrew's monotone chain). @param {Polygon} points */
export function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (places) => {
    const chain = [];
    for (const place of places) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), place) <= 0) chain.pop();
      chain.push(place);
    }
    return chain.slice(0, -1);
  };
  return sorted.length < 2 ? sorted : [...half(sorted), ...half(sorted.reverse())];
}

/** Above 0 where a, b, c turn to the left. */
export const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/**
 * Is there a line with all of `ones` on one side and all of `others` on the other, none of them on it? Then, and only
 * then, are the two hulls apart, and some side of a hull, or its direction, shows it.
 * @param {Polygon} ones @param {Polygon} others
 */
export function areSeparable(ones, others) {
  if (!ones.length || !others.length) return true;
  const [first, second] = [hull(ones), hull(others)];
  const sides = [first, second].flatMap((corners) => corners.map((corner, i) => away(corner, corners[(i + 1) % corners.length])));
  const directions = [...sides, away(first[0], second[0])].flatMap(([x, y]) => [[x, y], [-y, x]]);
  return directions.some((direction) => areApart(direction, first, second));
}

const away = (from, to) => [to[0] - from[0], to[1] - from[1]];

/** @param {number[]} direction */
function areApart([dx, dy], first, second) {
  const [a, b] = [first, second].map((corners) => corners.map(([x, y]) => dx * x + dy * y));
  return Math.max(...a) < Math.min(...b) || Math.max(...b) < Math.min(...a);
}
