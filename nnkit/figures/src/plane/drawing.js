/** Regions, paths, arrows and labelled places in a frame of the plane, by role: yours over the truth. */

import { drawBands, levelLine } from "../core/contour.js";
import { stroke } from "../core/key.js";
import { clamp } from "../core/numbers.js";
import { circle, group, line, node, path, rect, translate } from "../core/svg.js";

const FAR = 1e6; // beyond it no number is written
const FEW = 80; // places of a path that are dotted

/** @returns {[number, number] | null} where a place is drawn, however far outside; null where there is none */
const spot = (f, x, y) => (x == null || y == null ? null : [clamp(f.x(x), -FAR, FAR), clamp(f.y(y), -FAR, FAR)]);

/** The grid of core/contour.js from rows of values; what is no number lies below every level. */
const gridOf = ({ values }) => ({
  columns: values[0]?.length ?? 0,
  rows: values.length,
  values: Float64Array.from(values.flat(), (value) => value ?? -Infinity),
});

const level = (f, grid, at, kind) => node("path", { class: kind, d: levelLine(f, grid, at) });

/** Bands of yours, under the axes. */
export const drawShades = (f, { surfaces, levels }) =>
  surfaces.filter(({ role }) => role === "yours").map((surface) => drawBands(f, gridOf(surface), levels));

/** Lines of the surfaces: what is given at every level, truth and yours at the one that decides. */
export const drawLevels = (f, { surfaces, levels, level: deciding }) =>
  surfaces.map((surface) => {
    const grid = gridOf(surface);
    return surface.role === "given"
      ? levels.map((at) => level(f, grid, at, "nn-ground")).join("")
      : level(f, grid, deciding, stroke(surface.role));
  });

/** A way through its places; the last one is marked, as it has no direction of its own. */
export function drawPath(f, { rows, role, dots, fine }) {
  const spots = rows.map(([x, y]) => spot(f, x, y));
  const size = role === "truth" ? 5.5 : 3.2;
  const places = dots ? spots.filter((at) => at != null).slice(0, FEW) : [];
  return group(
    { class: fine ? "nn-way nn-fine" : "nn-way" },
    node("path", { class: stroke(role), d: path(spots) }),
    places.map(([x, y], i) =>
      circle(x, y, i === places.length - 1 ? size + 2.5 : size, { class: `nn-bead nn-role-${role}` })),
  );
}

/** An arrow from (x1, x2) along (dx1, dx2); one too short to be seen is a bead. */
const drawArrow = (f, role) => ([x, y, dx, dy]) => {
  const [from, to] = [spot(f, x, y), spot(f, x + dx, y + dy)];
  if (!from || !to || dx == null || dy == null) return "";
  const [across, down] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(across, down);
  if (length < 2) return circle(...from, 4, { class: `nn-bead nn-role-${role}` });
  const back = Math.max(0, 1 - 9 / length);
  const turn = ((Math.atan2(down, across) * 180) / Math.PI).toFixed(1);
  const head = role === "truth" ? "M3 0L-12 -9L-12 9Z" : "M0 0L-11 -5.5L-11 5.5Z";
  return line(...from, from[0] + across * back, from[1] + down * back)
    + group({ transform: `${translate(...to)} rotate(${turn})` }, node("path", { d: head }));
};

export const drawArrows = (f, { rows, role }) =>
  group({ class: `nn-normal nn-role-${role}` }, rows.map(drawArrow(f, role)));

/** Places by their label, class 1 a disc and class 0 a square: the truth hollow, so that yours fills it. */
export const drawPlaces = (f, { rows, role }) => {
  const half = role === "truth" ? 7.5 : 4.5;
  return rows.map(([x, y, label]) => {
    const at = spot(f, x, y);
    const look = { class: `nn-place nn-label-${label} nn-role-${role}` };
    if (!at) return "";
    return label === 1
      ? circle(...at, half, look)
      : rect(at[0] - half * 0.9, at[1] - half * 0.9, 1.8 * half, 1.8 * half, look);
  });
};
