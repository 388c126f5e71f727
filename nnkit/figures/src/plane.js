/** The (x1, x2) plane: lines w·x + b = 0 beside each other, arrows, and labelled points that may be movable. */

import { axes, border, frame } from "./core/frame.js";
import { COMMON, part } from "./core/part.js";
import { boundary, distances, drawLine, drawNormal, drawPoints, pointHandles } from "./core/plane.js";
import { dot } from "./core/numbers.js";
import { key } from "./core/key.js";
import { group, node, rect } from "./core/svg.js";

const defaults = {
  ...COMMON,
  lines: [],
  points: [],
  selected: -1,
  movable: false,
  xlim: [-3, 3],
  ylim: [-3, 3],
  xlabel: "x1",
  ylabel: "x2",
};

const frameOf = ({ xlim, ylim }) => frame({ left: 52, top: 12, width: 350, height: 350, xlim, ylim });

/**
 * @param {{lines: {name: string, role: string, normal?: boolean, weight: [number, number], bias: number}[],
 *   points: [number, number, 0 | 1][]}} state
 * @returns {{lines: {boundary: object | null, distances: (number | null)[], mistakes: number}[]}} per line, its
 *   slope, intercept, signed distance from the origin and direction, each point's signed distance, and how many
 *   points it misclassifies
 */
export function compute({ lines = [], points = [] }) {
  return {
    lines: lines.map(({ weight, bias }) => ({
      boundary: boundary(weight, bias),
      distances: distances(weight, bias, points),
      mistakes: points.filter((point) => (dot(weight, point) + bias >= 0 ? 1 : 0) !== point[2]).length,
    })),
  };
}

export function describe(state) {
  const { lines, points, xlabel, ylabel } = { ...defaults, ...state };
  const names = lines.map(({ name }) => name).join(", ");
  return `The plane of ${xlabel} and ${ylabel} with ${points.length} points${names ? ` and the lines: ${names}` : ""}.`;
}

/** Python sends null for what is not a finite number. */
const isLine = ({ weight, bias }) => [...weight, bias].every(Number.isFinite);

/** @returns {string} SVG */
export function draw(state, { narrow = false, still = false } = {}) {
  const full = { ...defaults, ...state };
  const f = frameOf(full);
  const numbers = compute(full).lines;
  const entries = full.lines.map(({ name, role }, i) => ({
    role,
    name: full.points.length ? `${name}: ${numbers[i].mistakes} misclassified` : name,
  }));
  const size = narrow ? `412 ${424 + 24 * entries.length}` : "660 412";
  return node(
    "svg",
    { class: "nn-svg nn-single", viewBox: `0 0 ${size}`, role: still ? "img" : "group", "aria-label": describe(full) },
    group(
      { "data-plane": "" },
      rect(f.left, f.top, f.width, f.height, { class: "nn-paper" }),
      axes(f, full),
      border(f),
      full.lines.filter(isLine).map(({ weight, bias, role, normal }) =>
        drawLine(f, [...weight, bias], { class: `nn-line nn-role-${role}` })
          + (normal ? drawNormal(f, [...weight, bias], { role }) : "")),
      drawPoints(f, full.points, { selected: full.selected, fixed: still || !full.movable }),
    ),
    narrow ? key(entries, 52, 430) : key(entries, 424, 40),
  );
}

export default part({ defaults, draw, describe, handles: pointHandles(frameOf) });
