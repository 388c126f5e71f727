/** The data with the fitted curve, and the two errors against the model's size. */

import { grip } from "../core/grip.js";
import { format } from "../core/numbers.js";
import { circle, line, node, path, symbol, text } from "../core/svg.js";
import { knob } from "../curves/knob.js";
import { curve, panel, upright } from "../curves/panel.js";
import { readout } from "../curves/words.js";
import { PLACES, truth } from "./compute.js";
import { MODELS } from "./models.js";

/** Many dots as one element. */
const dots = (f, points, kind) =>
  node("path", { class: kind, d: points.map(([x, y]) => `M${f.x(x).toFixed(1)} ${f.y(y).toFixed(1)}h0`).join("") });

const title = (f, words) => text(f.left, f.top - 13, words, { class: "nn-caption" });

/**
 * @typedef {import("../core/frame.js").Frame} Frame
 * @typedef {import("./compute.js").State} State
 * @typedef {import("./compute.js").Numbers} Numbers
 */

/** @param {Frame} f @param {Numbers} numbers @param {string} id */
export const drawData = (f, { points, test, fit }, id) =>
  title(f, "the data and the fitted curve")
  + panel(
    f,
    { id, xlabel: "x", ylabel: "y" },
    dots(f, test, "nn-dots nn-fresh"),
    curve(f, PLACES, PLACES.map(truth), { class: "nn-line nn-role-truth" }),
    curve(f, PLACES, fit, { class: "nn-line nn-role-yours" }),
    dots(f, points, "nn-dots nn-seen"),
  );

const SAMPLES = [
  ["nn-dots nn-seen", "training points"],
  ["nn-dots nn-fresh", "test points"],
  ["nn-line nn-role-yours", "fitted curve"],
  ["nn-line nn-role-truth", `truth, sin ${symbol("x")}`],
];

/** A sample of each stroke and its name, in two rows. */
export const drawKey = () =>
  SAMPLES.map(([kind, name], i) => {
    const [x, y] = [160 * (i >> 1), 26 * (i % 2)];
    const dot = kind.startsWith("nn-dots");
    return node("path", { class: kind, d: dot ? `M${x + 15} ${y}h0` : `M${x} ${y}h30` })
      + text(x + 38, y + 4.5, name, { class: "nn-caption" });
  });

/**
 * @param {Frame} f @param {State} state @param {Numbers} numbers
 * @param {{id: string, still: boolean}} options
 */
export function drawErrors(f, { capacity, noise, model }, { errors, best, unseen, train }, { id, still }) {
  const sizes = errors.map((_, k) => k);
  const [, top] = f.ylim;
  const floor = f.y(noise ** 2);
  return [
    title(f, "mean squared error against the model’s size"),
    panel(
      f,
      { id, xlabel: MODELS[model].counts, ylabel: "error" },
      line(f.left, floor, f.left + f.width, floor, { class: "nn-floor" }),
      upright(f, capacity),
      curve(f, sizes, errors.map(({ train: error }) => error), { class: "nn-line nn-train" }),
      curve(f, sizes, errors.map(({ test: error }) => error), { class: "nn-line nn-test" }),
      node("path", { class: "nn-best", d: path(diamond(f.x(best), f.y(errors[best].test))) }),
      circle(f.x(capacity), f.y(train), 5, { class: "nn-bead nn-train" }),
    ),
    grip(
      {
        name: "capacity",
        x: f.x(capacity),
        y: f.y(Math.min(unseen, top)),
        label: MODELS[model].counts,
        value: String(capacity),
        still,
      },
      knob(),
    ),
  ];
}

/** @returns {[number, number][]} */
const diamond = (x, y) => [[x - 7, y], [x, y - 7], [x + 7, y], [x, y + 7], [x - 7, y]];

/** @param {State} state @param {Numbers} numbers */
export const drawReadouts = ({ noise }, { train, unseen, best }) => [
  readout(0, format(train, 3), "training error", "nn-train"),
  readout(112, format(unseen, 3), "test error", "nn-test"),
  readout(224, String(best), "best size (◇)"),
  line(0, 31, 60, 31, { class: "nn-line nn-train" }),
  line(112, 31, 172, 31, { class: "nn-line nn-test" }),
  text(0, 54, `dotted: ${symbol("σ")}² = ${format(noise ** 2, 3)}, the noise’s own share`, { class: "nn-caption" }),
];
