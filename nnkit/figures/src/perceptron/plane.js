/** The plane: the points, the line before the last look and the line after it, and the point that was looked at. */

import { axes, border, frame } from "../core/frame.js";
import { boundary, drawLine, drawNormal, drawPoints } from "../core/plane.js";
import { clip, cornersOf, drawPolygon } from "../core/polygon.js";
import { circle, group, line, node, rect, text, translate } from "../core/svg.js";

export const frameOf = ({ limit }) =>
  frame({ left: 48, top: 14, width: 330, height: 330, xlim: [-limit, limit], ylim: [-limit, limit] });

export function drawPlane(state, numbers, { id, still }) {
  const f = frameOf(state);
  const { before, after, point } = numbers;
  const changed = before.some((value, i) => value !== after[i]);
  const seen = state.points[point];
  const wrong = state.points.map(([x1, x2, y]) => (after[0] * x1 + after[1] * x2 + after[2] >= 0 ? 1 : 0) !== y);
  return group(
    { "data-plane": "plane" },
    group({}, drawSides(f, after)),
    axes(f, { xlabel: "x1", ylabel: "x2" }),
    border(f),
    node("clipPath", { id: `${id}-clip` }, rect(f.left, f.top, f.width, f.height)),
    group(
      { "clip-path": `url(#${id}-clip)` },
      changed ? drawLine(f, before, { class: "nn-line nn-role-before" }) : "",
      drawLine(f, after, { class: "nn-boundary" }),
      drawNormal(f, after, { label: true }),
      seen ? circle(f.x(seen[0]), f.y(seen[1]), 18, { class: "nn-current" }) : "",
    ),
    // In a group of their own they keep their places, and with that the focus, whatever is drawn below them.
    group({}, drawPoints(f, state.points, { wrong, selected: state.selected, fixed: still })),
    drawKey(22, f.top + f.height + 58),
    still ? "" : drawAdds(f, Number(state.adds)),
  );
}

/** Where the neuron says 1, and where 0. Without weights it says the same everywhere. */
function drawSides(f, [w1, w2, b]) {
  const all = cornersOf(f);
  const none = !boundary([w1, w2], b);
  const ones = none && b < 0 ? [] : none ? all : clip(all, [w1, w2], b);
  return rect(f.left, f.top, f.width, f.height, { class: "nn-band-3" }) + drawPolygon(f, ones, { class: "nn-band-6" });
}

/** What a click on an empty place adds, in the corner where the plane has no name. */
const drawAdds = (f, label) =>
  group(
    {
      class: `nn-label-${label}`,
      "aria-hidden": "true",
      transform: translate(f.left + f.width - 12, f.top + f.height + 34),
    },
    text(-14, 4, "a click adds", { class: "nn-tick nn-end" }),
    label ? circle(0, 0, 8, { class: "nn-dot" }) : rect(-7, -7, 14, 14, { class: "nn-dot", rx: 2 }),
    text(0, 4, label, { class: "nn-digit nn-middle" }),
  );

const drawKey = (x, y) =>
  group(
    { class: "nn-key", "aria-hidden": "true" },
    line(x, y, x + 26, y, { class: "nn-line nn-role-before" }),
    text(x + 32, y + 4.5, "before", { class: "nn-caption" }),
    line(x + 88, y, x + 114, y, { class: "nn-boundary" }),
    text(x + 120, y + 4.5, "now", { class: "nn-caption" }),
    circle(x + 170, y, 9, { class: "nn-current" }),
    text(x + 185, y + 4.5, "looked at", { class: "nn-caption" }),
    circle(x + 260, y, 9, { class: "nn-ring nn-ring-key" }),
    text(x + 274, y + 4.5, "misclassified", { class: "nn-caption" }),
  );
