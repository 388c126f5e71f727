/** The plane with its points: the surface behind them, a cursor for the keyboard, each class with its own shape. */

import { axes, border, frame } from "../core/frame.js";
import { format } from "../core/numbers.js";
import { circle, group, line, node, rect, translate } from "../core/svg.js";
import { drawSurface } from "./surface.js";

export const WIDTH = 400;
export const HEIGHT = 404;

export const frameOf = ({ limit }) =>
  frame({ left: 42, top: 8, width: 350, height: 350, xlim: [-limit, limit], ylim: [-limit, limit] });

/** The outline of a class's sign around a place: square, disc, triangle, diamond. */
export function glyph(label, x, y, r) {
  const at = (dx, dy) => `${(x + dx).toFixed(1)} ${(y + dy).toFixed(1)}`;
  const s = 0.88 * r;
  if (label === 0) return `M${at(-s, -s)}h${2 * s}v${2 * s}h${-2 * s}Z`;
  if (label === 1) return `M${at(-r, 0)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  if (label === 2) return `M${at(0, -1.25 * r)}L${at(1.15 * r, 0.8 * r)}L${at(-1.15 * r, 0.8 * r)}Z`;
  return `M${at(0, -1.3 * r)}L${at(1.3 * r, 0)}L${at(0, 1.3 * r)}L${at(-1.3 * r, 0)}Z`;
}

const kindOf = (label, test) => `nn-pg-dot nn-pg-class-${label}${test ? " nn-pg-held" : ""}`;

/**
 * All points of a class as one path: light, for a picture.
 * @param {{x: number, y: number, label: number, test: number}[]} places
 */
export function glyphPaths(places, r) {
  const kinds = {};
  for (const { x, y, label, test } of places) {
    const kind = kindOf(label, test);
    kinds[kind] = (kinds[kind] ?? "") + glyph(label, x, y, r);
  }
  return Object.entries(kinds).map(([kind, d]) => node("path", { class: kind, d }));
}

const describePoint = ([x1, x2, label, test], i) =>
  `Point ${i + 1} of class ${label}${test ? ", kept for the test" : ""}, at x1 ${format(x1)}, x2 ${format(x2)}`;

const REACH = 20; // of a finger, in the drawing's units

/** The chosen point as a handle. */
function drawChosen(f, row, i) {
  const [x1, x2] = row;
  return group(
    {
      class: "nn-pg-chosen", transform: translate(f.x(x1), f.y(x2)), "data-handle": "point", tabindex: 0,
      role: "button", "aria-roledescription": "draggable point",
      "aria-label": `${describePoint(row, i)}: arrow keys move it, Enter changes its class, Delete erases it`,
    },
    circle(0, 0, REACH, { class: "nn-target" }),
    circle(0, 0, 9.5, { class: "nn-pg-ring" }),
  );
}

/** A cross for those who set points by keyboard; with the erasing tool a ring. */
function drawCursor(f, { cursor: [x1, x2], label, tool }) {
  const does = tool === "erase" ? "erases the point under it" : `sets a point of class ${label}`;
  return group(
    {
      class: "nn-pg-cursor", transform: translate(f.x(x1), f.y(x2)), "data-handle": "cursor", "data-keys": "", tabindex: 0,
      role: "slider",
      "aria-label": `Cursor: arrow keys move it, Enter ${does}`,
      "aria-valuetext": `x1 ${format(x1)}, x2 ${format(x2)}`, "aria-valuenow": x1,
    },
    circle(0, 0, REACH, { class: "nn-target" }),
    tool === "erase" ? circle(0, 0, 9, { class: "nn-pg-ring" }) : line(-9, 0, 9, 0) + line(0, -9, 0, 9),
  );
}

/** The live plane: all but the surface, which is painted behind it. */
export function drawLivePlane(state, points) {
  const f = frameOf(state);
  const chosen = points[state.selected];
  return group(
    { "data-plane": "plane" },
    rect(f.left, f.top, f.width, f.height, { class: "nn-pg-ground" }),
    drawGround(f), border(f),
    drawCursor(f, state),
    group({ class: "nn-pg-dots", role: "img", "aria-label": `${points.length} points` }, drawDots(f, state, points)),
    chosen ? drawChosen(f, chosen, state.selected) : "",
  );
}

const drawDots = (f, { show_test: showTest }, points) =>
  glyphPaths(points.filter(([, , , test]) => showTest || !test)
    .map(([x1, x2, label, test]) => ({ x: f.x(x1), y: f.y(x2), label, test })), 4.6);

/** The point nearest to a place, if it is within reach (in the drawing's units). @returns {number} or −1 */
export function pointAt(f, state, points, [x, y], reach) {
  let [found, nearest] = [-1, reach];
  points.forEach(([x1, x2, , test], i) => {
    const away = Math.hypot(f.x(x1) - x, f.y(x2) - y);
    if (away < nearest && (state.show_test || !test)) [found, nearest] = [i, away];
  });
  return found;
}

/** The plane without what changes from step to step. */
const drawGround = (f) => axes(f, { xlabel: "x1", ylabel: "x2" });

/** @param {import("./types.js").View} view @param {number[][]} points @returns {string} the panel as a picture */
export function drawPlane(view, points) {
  const f = frameOf(view.state);
  return group(
    { class: "nn-pg-plane" },
    drawSurface(f, view), drawGround(f), border(f), drawDots(f, view.state, points),
  );
}
