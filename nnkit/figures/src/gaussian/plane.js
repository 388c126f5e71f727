/** The plane: ŷ in bands, each class's 1- and 2-σ ellipse with its handles, the boundary, and the probe x. */

import { LOG_ODDS, drawBands, levelLine, sample } from "../core/contour.js";
import { axes, border, frame } from "../core/frame.js";
import { grip } from "../core/grip.js";
import { format } from "../core/numbers.js";
import { drawLine, drawNormal } from "../core/plane.js";
import { circle, group, line, node, rect, text, translate } from "../core/svg.js";
import { logOdds } from "./compute.js";

/** Places enough that a curve looks smooth, and two lines that cross on an axis do so; one line needs few. */
const GRID = { line: 3, quadric: 41 };

export const frameOf = ({ limit }) =>
  frame({ left: 48, top: 14, width: 330, height: 330, xlim: [-limit, limit], ylim: [-limit, limit] });

/** What is moved, in the order of the Tab key. */
const GRIPS = ["probe", "mean0", "mean1", "along0", "across0", "along1", "across1"];

/** A grip's class and what it moves: "along1" -> [1, "along"]. */
export const partsOf = (name) => [Number(name.at(-1)), name.slice(0, -1)];

/** The spread and angle that class k has; with `shared`, class 0's. */
export const shapeOf = (state, k) => {
  const own = state.shared ? 0 : k;
  return { own, spread: state[`spread${own}`], angle: state[`angle${own}`] };
};

/** The end of an axis of the 2-σ ellipse: that one of its two ends which lies in the frame. */
function axisEnd(state, name) {
  const [k, axis] = partsOf(name);
  const { spread, angle } = shapeOf(state, k);
  const turned = ((angle + (axis === "along" ? 0 : 90)) * Math.PI) / 180;
  const reach = 2 * spread[axis === "along" ? 0 : 1];
  const mean = state[`mean${k}`];
  const end = (side) => [mean[0] + side * reach * Math.cos(turned), mean[1] + side * reach * Math.sin(turned)];
  const fits = (place) => place.every((value) => Math.abs(value) <= state.limit);
  return fits(end(1)) || !fits(end(-1)) ? end(1) : end(-1);
}

export function drawPlane(state, numbers, { id, still }) {
  const f = frameOf(state);
  const size = state.shared ? GRID.line : GRID.quadric;
  const grid = sample(f, size, size, logOdds(numbers.boundary));
  return group(
    { "data-plane": "plane" },
    node("clipPath", { id: `${id}-clip` }, rect(f.left, f.top, f.width, f.height)),
    drawBands(f, grid, LOG_ODDS),
    axes(f, { xlabel: "x1", ylabel: "x2" }),
    border(f),
    group({ "data-nn": "z" }, drawBoundary(f, state, numbers, grid)),
    group({ "clip-path": `url(#${id}-clip)` }, [0, 1].map((k) => drawEllipses(f, state, k))),
    drawBar(f, f.top + f.height + 52),
    GRIPS.map((name) => drawGrip(f, state, numbers, name, still)),
  );
}

function drawBoundary(f, state, { boundary: { b, c } }, grid) {
  if (!state.shared) return node("path", { class: "nn-isoline", d: levelLine(f, grid, 0) });
  return drawLine(f, [...b, c], { class: "nn-boundary" }) + drawNormal(f, [...b, c]);
}

function drawEllipses(f, state, k) {
  const { spread, angle } = shapeOf(state, k);
  const [x, y] = state[`mean${k}`];
  const unit = f.width / (f.xlim[1] - f.xlim[0]);
  const ring = (sigmas) =>
    node("ellipse", { rx: sigmas * spread[0] * unit, ry: sigmas * spread[1] * unit, class: "nn-sigma" });
  const turned = `${translate(f.x(x), f.y(y))} rotate(${-angle})`;
  return group({ class: `nn-label-${k}`, transform: turned, "data-nn": `Sigma${k}` }, ring(1), ring(2));
}

const place = (at) => `x1 ${format(at[0])}, x2 ${format(at[1])}`;

function drawGrip(f, state, numbers, name, still) {
  const at = placeOf(state, name);
  const options = { name, x: f.x(at[0]), y: f.y(at[1]), still };
  if (name === "probe") {
    const value = `${place(at)}; probability of class 1 ${format(numbers.posterior)}`;
    return grip({ ...options, label: "The point x", value }, drawProbe(at, f));
  }
  const [k, kind] = partsOf(name);
  if (kind === "mean") return grip({ ...options, label: `Mean of class ${k}`, value: place(at) }, drawMean(k));
  const { spread } = shapeOf(state, k);
  const value = `standard deviation ${format(spread[kind === "along" ? 0 : 1])}, end at ${place(at)}`;
  const label = `${kind === "along" ? "First" : "Second"} axis of class ${k}’s ellipse`;
  return grip({ ...options, label, value, kind: `nn-label-${k}` }, circle(0, 0, 6, { class: "nn-axis-end" }));
}

export const placeOf = (state, name) => {
  if (name === "probe") return state.probe;
  return name.startsWith("mean") ? state[name] : axisEnd(state, name);
};

const drawMean = (k) =>
  group(
    { class: `nn-label-${k}`, "data-nn": `mu${k}` },
    k ? circle(0, 0, 10.5, { class: "nn-dot" }) : rect(-9.5, -9.5, 19, 19, { class: "nn-dot", rx: 2 }),
    text(0, 4.5, k, { class: "nn-digit nn-middle" }),
  );

/** A cross, its name on the side that is not cut off. */
const drawProbe = ([x1], f) =>
  group(
    { class: "nn-probe", "data-nn": "x" },
    line(-7, 0, 7, 0),
    line(0, -7, 0, 7),
    text(f.x(x1) > f.left + f.width - 24 ? -17 : 9, -7, "x", { class: "nn-symbol nn-strong nn-halo" }),
  );

/** The key to the bands. */
function drawBar(f, top) {
  const [width, left] = [150, f.left + f.width - 150];
  return group(
    { class: "nn-scale", "aria-hidden": "true" },
    text(left - 10, top + 9, node("tspan", { class: "nn-symbol" }, "ŷ"), { class: "nn-axis nn-end" }),
    LOG_ODDS.concat(0).map((_, k) => rect(left + k * 15, top, 15.3, 9, { class: `nn-band-${k}` })),
    ["0", "½", "1"].map((value, i) => text(left + (i * width) / 2, top + 24, value, { class: "nn-tick nn-middle" })),
    node("ellipse", { cx: f.left + 14, cy: top + 6, rx: 13, ry: 7, class: "nn-sigma" }),
    text(f.left + 34, top + 10, "1 and 2 σ", { class: "nn-caption" }),
  );
}
