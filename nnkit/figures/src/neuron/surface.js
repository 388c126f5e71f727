/** ŷ over the plane. It depends on z alone, so one linear gradient along w shows it exactly and costs nothing. */

import { circle, group, node, rect, text } from "../core/svg.js";
import { clamp } from "../core/numbers.js";
import { ACTIVATIONS } from "./compute.js";

const STRENGTH = 0.62;
const REACH = 6; // |z| beyond which the shade no longer changes visibly
const HALF = [0.5, 1, 1.5, 2, 2.5, 3, 4, 5, REACH];

/** ŷ -> −1 (class 0's colour) … 0 (at the boundary) … 1 (class 1's colour) */
const shade = {
  sigmoid: (yhat) => 2 * yhat - 1,
  step: (yhat) => 2 * yhat - 1,
  relu: (yhat) => clamp(yhat / 3, -1, 1),
  linear: (yhat) => clamp(yhat / 3, -1, 1),
};

/** The key's bar: labels at its ends and middle, and stops (place, shade). Zero stands twice where the colours meet. */
const MEETING = [[0.5, -1e-9], [0.5, 0]];
const BARS = {
  sigmoid: { labels: ["0", "½", "1"], shades: [[0, -1], ...MEETING, [1, 1]] },
  step: { labels: ["0", "", "1"], shades: [[0, -1], [0.5, -1], [0.5, 1], [1, 1]] },
  relu: { labels: ["0", "1.5", "≥ 3"], shades: [[0, 0], [1, 1]] },
  linear: { labels: ["≤ −3", "0", "≥ 3"], shades: [[0, -1], ...MEETING, [1, 1]] },
};

const stop = (offset, tone) =>
  node("stop", {
    class: tone < 0 ? "nn-stop-0" : "nn-stop-1",
    offset: offset.toFixed(4),
    "stop-opacity": Math.abs(tone) * STRENGTH,
  });

/** Stops in z from −REACH to REACH; both limits at z = 0, where the step jumps. */
function stops(activation) {
  const { g } = ACTIVATIONS[activation];
  const zs = [...HALF.map((z) => -z).reverse(), -1e-9, 0, ...HALF];
  return zs.map((z) => stop((z + REACH) / (2 * REACH), shade[activation](g(z))));
}

/** The gradient's axis runs along w, from the line z = −REACH to the line z = REACH. */
function axis(f, [w1, w2], bias) {
  const squared = w1 * w1 + w2 * w2;
  const at = (z) => [f.x(((z - bias) / squared) * w1), f.y(((z - bias) / squared) * w2)];
  const [[x1, y1], [x2, y2]] = [at(-REACH), at(REACH)];
  return { x1, y1, x2, y2 };
}

export function drawSurface(f, { weight, bias, activation }, id) {
  const flat = weight[0] === 0 && weight[1] === 0;
  const tone = shade[activation](ACTIVATIONS[activation].g(bias));
  const gradient = node(
    "linearGradient",
    { id: `${id}-surface`, gradientUnits: "userSpaceOnUse", ...(flat ? {} : axis(f, weight, bias)) },
    flat ? [stop(0, tone)] : stops(activation),
  );
  return gradient + rect(f.left, f.top, f.width, f.height, { class: "nn-paper" })
    + rect(f.left, f.top, f.width, f.height, { fill: `url(#${id}-surface)` });
}

/** The key: what ŷ each shade stands for, and what a dashed ring says. */
export function drawBar(f, activation, id, top) {
  const width = 140;
  const left = f.left + f.width - width;
  const { labels, shades } = BARS[activation];
  return group(
    { class: "nn-scale", "aria-hidden": "true" },
    node("linearGradient", { id: `${id}-bar` }, shades.map(([offset, tone]) => stop(offset, tone))),
    text(left - 10, top + 9, node("tspan", { class: "nn-symbol" }, "ŷ"), { class: "nn-axis nn-end" }),
    rect(left, top, width, 9, { class: "nn-paper" }),
    rect(left, top, width, 9, { fill: `url(#${id}-bar)`, class: "nn-border" }),
    circle(f.left + 10, top + 5, 9, { class: "nn-ring nn-ring-key" }),
    text(f.left + 27, top + 9, "misclassified", { class: "nn-caption" }),
    labels.map((value, i) => text(left + (i * width) / 2, top + 24, value, { class: "nn-tick nn-middle" })),
  );
}
