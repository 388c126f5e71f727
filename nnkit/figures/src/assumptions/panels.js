/** A panel for each model: its ŷ in bands, its boundary, the points, and what it has right. */

import { LOG_ODDS, drawBands, levelLine, sample } from "../core/contour.js";
import { axes, border, frame } from "../core/frame.js";
import { format } from "../core/numbers.js";
import { circle, group, node, rect, symbol, text, translate } from "../core/svg.js";
import { modelsOf } from "./compute.js";

const GRID = 41;
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
  const drawn = modelsOf(state).map((model, i) =>
    group({ transform: narrow ? translate(66, 372 * i) : translate(264 * i, 0) }, drawPanel(state, model, models[i])));
  return group({}, drawn);
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

/** Small ones, for there are many: a disc or a square, with a ring where the model is wrong. */
function drawDots(f, { sets, chosen, shown }, z) {
  const clip = (value) => Math.min(Math.max(value, f.xlim[0]), f.xlim[1]);
  return sets[chosen][shown].map(([x1, x2, label]) => {
    const [x, y] = [f.x(clip(x1)), f.y(clip(x2))];
    const wrong = z && (z(x1, x2) >= 0 ? 1 : 0) !== label;
    const dot = label
      ? circle(x, y, 3.8, { class: "nn-dot" })
      : rect(x - 3.4, y - 3.4, 6.8, 6.8, { class: "nn-dot" });
    return group({ class: `nn-mini nn-label-${label}` }, dot, wrong ? circle(x, y, 7, { class: "nn-miss" }) : "");
  }).join("");
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
