/** A panel for each model: its ŷ in bands, its boundary, the points, and what it has right. */

import { LOG_ODDS, drawBands, levelLine, sample } from "../core/contour.js";
import { axes, border, frame } from "../core/frame.js";
import { clamp, format } from "../core/numbers.js";
import { group, node, rect, symbol, text, translate } from "../core/svg.js";
import { modelsOf } from "./compute.js";

const GRID = 33;
const SIZE = 216;

const frameOf = ({ limit }) =>
  frame({ left: 34, top: 50, width: SIZE, height: SIZE, xlim: [-limit, limit], ylim: [-limit, limit] });

/** What a model takes for granted about the points. */
const ASSUMES = {
  Gaussian: (shared) => (shared ? "normal clouds, one covariance" : "normal clouds, each its own"),
  "logistic neuron": () => "a line between the classes",
  network: () => "hardly anything",
};

export function drawPanels(state, { models }, narrow) {
  const panels = modelsOf(state).map((model, i) =>
    group({ transform: narrow ? translate(66, 372 * i) : translate(264 * i, 0) }, panelOf(state, model, models[i])));
  return group({}, panels);
}

/** The panels that were drawn of a model: models do not change, so there is one for each limit and kind of points. */
const drawn = new WeakMap();

function panelOf(state, model, numbers) {
  if (!drawn.has(model)) drawn.set(model, new Map());
  const [panels, key] = [drawn.get(model), `${state.limit} ${state.shown}`];
  if (!panels.has(key)) panels.set(key, drawPanel(state, model, numbers));
  return panels.get(key);
}

function drawPanel(state, { name, z }, { size, train, test }) {
  const f = frameOf(state);
  return [
    text(f.left, 20, `${name}${name === "Gaussian" ? "s" : ""}`, { class: "nn-model" }),
    text(f.left, 39, `${ASSUMES[name](state.shared)}; ${size} numbers`, { class: "nn-tick" }),
    z ? drawSurface(f, z) : drawNothing(f),
    axes(f, { xlabel: "x1", ylabel: "" }),
    border(f),
    text(f.left + 6, f.top + 17, symbol("x2"), { class: "nn-axis nn-halo" }),
    drawDots(f, state, z),
    drawShares(f, { train, test }),
  ].join("");
}

function drawSurface(f, z) {
  const grid = sample(f, GRID, GRID, z);
  return drawBands(f, grid, LOG_ODDS) + node("path", { class: "nn-isoline", d: levelLine(f, grid, 0) });
}

const drawNothing = (f) =>
  rect(f.left, f.top, f.width, f.height, { class: "nn-paper" })
  + text(f.left + f.width / 2, f.top + 24, "a covariance is singular", { class: "nn-caption nn-middle" });

const round = (value) => Math.round(value * 10) / 10;
/** @param {number[]} place */
const disc = ([x, y], r) => `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
/** @param {number[]} place */
const square = ([x, y], half) => `M${round(x - half)} ${round(y - half)}h${2 * half}v${2 * half}h${-2 * half}Z`;

/** Small ones, a path for all of a class: discs or squares, with rings where the model is wrong. */
function drawDots(f, { sets, chosen, shown }, z) {
  const within = (value) => clamp(value, f.xlim[0], f.xlim[1]);
  const points = sets[chosen][shown];
  const place = (point) => [f.x(within(point[0])), f.y(within(point[1]))];
  const marks = (label, shape, size) =>
    group({ class: `nn-mini nn-label-${label}` }, node("path", {
      class: "nn-dot",
      d: points.filter((point) => point[2] === label).map((point) => shape(place(point), size)).join(""),
    }));
  const wrong = z ? points.filter(([x1, x2, label]) => (z(x1, x2) >= 0 ? 1 : 0) !== label) : [];
  return marks(0, square, 3.4) + marks(1, disc, 3.8)
    + node("path", { class: "nn-miss", d: wrong.map((point) => disc(place(point), 7)).join("") });
}

function drawShares(f, { train, test }) {
  const top = f.top + f.height + 64;
  const percent = (share) => (share == null ? "–" : `${format(100 * share, 0)} %`);
  return group(
    { class: "nn-shares" },
    text(f.left, top, percent(test), { class: "nn-big" }),
    text(f.left + 82, top - 8, "right on test points", { class: "nn-caption" }),
    text(f.left + 82, top + 8, `${percent(train)} on training points`, { class: "nn-tick" }),
  );
}
