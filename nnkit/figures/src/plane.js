/** The (x1, x2) plane: lines w·x + b = 0, regions, paths, arrows, and labelled points that may be movable. */

import { axes, border, frame } from "./core/frame.js";
import { COMMON, part } from "./core/part.js";
import { boundary, distances, drawLine, drawNormal, drawPoints, pointHandles } from "./core/plane.js";
import { dot } from "./core/numbers.js";
import { key } from "./core/key.js";
import { group, node, rect } from "./core/svg.js";
import { drawArrows, drawLevels, drawPath, drawPlaces, drawShades } from "./plane/drawing.js";

const defaults = {
  ...COMMON,
  lines: [],
  points: [],
  surfaces: [],
  level: 0.5,
  levels: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
  paths: [],
  arrows: [],
  places: [],
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

const KINDS = { surfaces: "boundary", paths: "path", arrows: "arrows", places: "points" };

/** What is drawn by role beside the lines, in words: "the boundaries: truth, yours". */
const others = (state) =>
  Object.entries(KINDS).filter(([name]) => state[name].length)
    .map(([name, word]) => ` ${word} (${state[name].map(({ role }) => role).join(", ")})`);

export function describe(state) {
  const full = { ...defaults, ...state };
  const { lines, points, xlabel, ylabel } = full;
  const names = lines.map(({ name }) => name).join(", ");
  const also = others(full);
  return `The plane of ${xlabel} and ${ylabel} with ${points.length} points${names ? ` and the lines: ${names}` : ""}`
    + `${also.length ? `; with${also.join(",")}` : ""}.`;
}

/** Python sends null for what is not a finite number. */
const isLine = ({ weight, bias }) => [...weight, bias].every(Number.isFinite);

/** One entry a line, and one for each role that something else is drawn in. */
function entriesOf(state) {
  const { lines, points, surfaces, paths, arrows, places, level } = state;
  const numbers = compute(state).lines;
  const told = lines.map(({ name, role }, i) => ({
    role,
    name: points.length ? `${name}: ${numbers[i].mistakes} misclassified` : name,
  }));
  const border = surfaces.some(({ role }) => role !== "given") ? ` (at ${+level.toPrecision(3)})` : "";
  const others = [...surfaces, ...paths, ...arrows, ...places].map(({ role }) => role);
  const more = ["truth", "yours"].filter((role) => others.includes(role) && !lines.some((line) => line.role === role));
  const shades = { kind: "shades", role: "", name: "yours, low to high" };
  const shaded = surfaces.some(({ role }) => role === "yours");
  return [...told, ...more.map((role) => ({ role, name: `${role}${border}` })), ...(shaded ? [shades] : [])];
}

/** @returns {string} SVG */
export function draw(state, { id = "nn", narrow = false, still = false } = {}) {
  const full = { ...defaults, ...state };
  const f = frameOf(full);
  const entries = entriesOf(full);
  const size = narrow ? `412 ${424 + 24 * entries.length}` : "660 412";
  return node(
    "svg",
    { class: "nn-svg nn-single", viewBox: `0 0 ${size}`, role: still ? "img" : "group", "aria-label": describe(full) },
    group(
      { "data-plane": "" },
      node("clipPath", { id: `${id}-clip` }, rect(f.left, f.top, f.width, f.height)),
      rect(f.left, f.top, f.width, f.height, { class: "nn-paper" }),
      drawShades(f, full),
      axes(f, full),
      border(f),
      group(
        { "clip-path": `url(#${id}-clip)` },
        drawLevels(f, full),
        full.paths.map((one) => drawPath(f, one)),
        full.places.flatMap((one) => drawPlaces(f, one)),
        full.arrows.map((one) => drawArrows(f, one)),
      ),
      full.lines.filter(isLine).map(({ weight, bias, role, normal }) =>
        drawLine(f, [...weight, bias], { class: `nn-line nn-role-${role}` })
          + (normal ? drawNormal(f, [...weight, bias], { role }) : "")),
      drawPoints(f, full.points, { selected: full.selected, fixed: still || !full.movable }),
    ),
    narrow ? key(entries, 52, 430) : key(entries, 424, 40),
  );
}

export default part({ defaults, draw, describe, handles: pointHandles(frameOf) });
