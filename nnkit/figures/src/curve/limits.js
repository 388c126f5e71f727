/** What a picture of curves must hold. */

import { frame } from "../core/frame.js";

const known = (values) => values.filter((value) => value != null);

/** Limits that hold every finite value, with a margin; a flat curve gets one unit either way. */
export function limits(values, margin) {
  const found = known(values);
  if (!found.length) return [-1, 1];
  const [low, high] = [Math.min(...found), Math.max(...found)];
  const pad = high > low ? (high - low) * margin : margin && 1;
  return [low - pad, high + pad];
}

/** Every height, as [role, heights]. */
const heights = ({ curves, tangents, dots, bands }) => [
  ...curves.map(({ role, y }) => [role, y]),
  ...tangents.map(({ role, value }) => [role, [value]]),
  ...dots.map(({ role, rows }) => [role, rows.map((row) => row[1])]),
  ...bands.map(({ low, high }) => ["given", [...low, ...high]]),
];

/** Limits for the truth and what is given; yours may widen them by as much again on either side, and no further. */
function fit(state) {
  const all = heights(state);
  const pick = (wanted) => all.flatMap(([role, values]) => ((role === "yours") === wanted ? known(values) : []));
  const [right, yours] = [pick(false), pick(true)];
  if (!right.length || !yours.length) return limits([...right, ...yours], 0.08);
  const [low, high] = limits(right, 0.08);
  const near = (value) => Math.min(high + (high - low), Math.max(low - (high - low), value));
  const [lowest, highest] = limits([...right, ...yours.map(near)], 0.08);
  return [Math.min(low, lowest), Math.max(high, highest)];
}

/** The frame of the picture. */
export function frameOf(state, narrow) {
  const given = state.xlim ?? limits([...state.x, ...state.dots.flatMap(({ rows }) => rows.map((row) => row[0]))], 0);
  return frame({
    left: 58,
    top: 12,
    width: narrow ? 318 : 400,
    height: 250,
    xlim: given[0] < given[1] ? given : [given[0] - 1, given[1] + 1],
    ylim: state.ylim ?? fit(state),
  });
}
