/** What stands beside the curves: tangents, beads and bands. */

import { circle, group, line, node, path } from "../core/svg.js";
import { clamp } from "../core/numbers.js";
import { stroke } from "../core/key.js";

const REACH = 105; // of a tangent, to either side
const FAR = 1e6; // beyond it no number is written

/** A place of the drawing, however far outside; null for a gap. @returns {[number, number] | null} */
export const place = (f, x, y) =>
  (x == null || y == null ? null : [clamp(f.x(x), -FAR, FAR), clamp(f.y(y), -FAR, FAR)]);

/** A straight piece of the tangent through (at, value), with a bead there. */
export function drawTangent(f, { at, value, slope, role }) {
  const spot = place(f, at, value);
  if (!spot || slope == null) return "";
  const [right, up] = [f.width / (f.xlim[1] - f.xlim[0]), f.height / (f.ylim[1] - f.ylim[0])];
  const angle = Math.atan2(-slope * up, right);
  const [dx, dy] = [REACH * Math.cos(angle), REACH * Math.sin(angle)];
  const [x, y] = spot;
  return group(
    { class: "nn-slope" },
    line(x - dx, y - dy, x + dx, y + dy, { class: stroke(role) }),
    circle(x, y, role === "truth" ? 7 : 4.5, { class: `nn-bead nn-role-${role}` }),
  );
}

export const drawDots = (f, { rows, role }) =>
  rows.map(([x, y]) => place(f, x, y)).filter(Boolean).map(([x, y]) =>
    circle(x, y, role === "truth" ? 7 : 4.5, { class: `nn-bead nn-role-${role}` }));

/** Filled between its lower and its upper edge. */
export function drawBand(f, x, { low, high }) {
  const up = x.map((at, i) => place(f, at, low[i]));
  const back = x.map((at, i) => place(f, at, high[i])).reverse();
  const edge = [...up, ...back].filter((corner) => corner != null);
  return edge.length ? node("path", { class: "nn-between", d: `${path(edge)}Z` }) : "";
}
