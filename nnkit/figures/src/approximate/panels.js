/** The views of the approximate figure: a panel for each kind of unit, all in one, or errors against units. */

import { axes, border, frame } from "../core/frame.js";
import { format } from "../core/numbers.js";
import { circle, group, line, node, path, rect, symbol, text } from "../core/svg.js";
import { ACTIVATIONS } from "../core/activations.js";
import { curve, drawBand, drawNetwork, drawTarget, drawWorst, legend, targetFrame } from "../approximation/plot.js";
import { TARGETS } from "../approximation/targets.js";
import { COUNTS, errorsByUnits, KINDS } from "./compute.js";

const clipped = (id, f, ...children) =>
  node("clipPath", { id }, rect(f.left, f.top, f.width, f.height)) + group({ "clip-path": `url(#${id})` }, ...children);

const paper = (f) => rect(f.left, f.top, f.width, f.height, { class: "nn-paper" });

const count = (units) => `${units} ${units === 1 ? "unit" : "units"}`;

/** @returns {string[]} the panel's four facts: units, in or out of the band, errors, what is proven */
function head(f, kind, numbers, epsilon) {
  const near = numbers.largest < epsilon;
  const right = f.left + f.width;
  const proven = numbers.bound == null ? "the best straight line" : `proven: at most ${format(numbers.bound, 3)}`;
  const needed = numbers.enough == null ? "more units change nothing" : `${count(numbers.enough)} are proven enough`;
  const title = node("tspan", { class: "nn-title" }, ACTIVATIONS[kind].title);
  const verdict = `${near ? "✓ within" : "✗ misses"} ε = ${epsilon}`;
  return [
    text(f.left, f.top - 27, `${title} · ${node("tspan", { "data-nn": "n" }, count(numbers.units))}`),
    text(right, f.top - 27, verdict, { class: `nn-end ${near ? "nn-near" : "nn-far"}`, "data-nn": "ε" }),
    text(f.left, f.top - 8, `measured error ${format(numbers.largest, 3)}`, { class: "nn-caption" }),
    text(right, f.top - 8, near ? proven : needed, { class: "nn-caption nn-end" }),
  ];
}

function panel(f, kind, numbers, { target, epsilon }, id) {
  return group(
    { class: `nn-panel nn-panel-${kind}` },
    head(f, kind, numbers, epsilon),
    paper(f),
    axes(f, { xlabel: "", ylabel: "" }),
    clipped(`${id}-${kind}`, f, drawBand(f, TARGETS[target], epsilon), drawTarget(f, TARGETS[target]),
      drawNetwork(f, numbers.network)),
    border(f),
    drawWorst(f, numbers.network, TARGETS[target], numbers.at),
  );
}

/** Four panels, two a row; narrow, one. */
export function drawFour(state, numbers, { id, narrow, top }) {
  const place = (i) => (narrow ? [46, top + 206 * i] : [46 + 390 * (i % 2), top + 218 * Math.floor(i / 2)]);
  return KINDS.map((kind, i) => {
    const [left, high] = place(i);
    const box = { left, top: high + 44, width: narrow ? 334 : 340, height: narrow ? 124 : 136 };
    return panel(targetFrame(TARGETS[state.target], box), kind, numbers[kind], state, id);
  });
}

/** All four networks over one target. */
export function drawOne(state, numbers, { id, narrow, top }) {
  const target = TARGETS[state.target];
  const f = targetFrame(target, { left: 46, top: top + 8, width: narrow ? 334 : 470, height: narrow ? 230 : 400 });
  const curves = KINDS.map((kind) => drawNetwork(f, numbers[kind].network, `nn-kind-${kind}`));
  return [
    paper(f),
    axes(f, { xlabel: "", ylabel: "" }),
    clipped(`${id}-one`, f, drawBand(f, target, state.epsilon), drawTarget(f, target), curves),
    border(f),
    list(numbers, narrow ? [46, f.top + f.height + 46] : [548, f.top + 24]),
  ];
}

/** A key that says each kind's error too. */
const list = (numbers, [x, top]) =>
  KINDS.map((kind, i) => {
    const y = top + 50 * i;
    return group(
      {},
      line(x, y, x + 34, y, { class: `nn-line nn-kind-${kind}` }),
      text(x + 44, y + 5, ACTIVATIONS[kind].title, { class: "nn-title" }),
      text(x + 44, y + 24, `largest error ${format(numbers[kind].largest, 3)}`, { class: "nn-caption" }),
    );
  });

const DECADES = [1, 2, 5, 10, 20, 50, 100];
const LEVELS = [0.001, 0.01, 0.1, 1];

/** The largest errors against the number of units, both axes logarithmic. */
export function drawErrors(state, numbers, { id, narrow, top }) {
  const box = { left: 52, top: top + 8, width: narrow ? 326 : 464, height: narrow ? 230 : 380 };
  const f = frame({ ...box, xlim: [0, 2], ylim: [-4, 0.5] });
  const byUnits = errorsByUnits(state.target);
  const y = (error) => Math.max(Math.log10(error), -5); // an error of 0 lies below the picture
  const points = (kind) => COUNTS.map((n, i) => [Math.log10(n), y(byUnits[kind][i])]);
  const now = (kind) =>
    circle(f.x(Math.log10(state.units)), f.y(y(numbers[kind].largest)), 5, { class: "nn-bead" });
  return [
    paper(f),
    logAxes(f),
    clipped(`${id}-errors`, f,
      drawWanted(f, state.epsilon),
      line(f.x(Math.log10(state.units)), f.top, f.x(Math.log10(state.units)), f.top + f.height, { class: "nn-cursor" }),
      KINDS.map((kind) => curve(f, points(kind), { class: `nn-line nn-kind-${kind}` })),
      KINDS.map(now)),
    border(f),
    list(numbers, narrow ? [46, f.top + f.height + 64] : [548, f.top + 24]),
  ];
}

/** Errors below the wanted accuracy. */
function drawWanted(f, epsilon) {
  const top = f.y(Math.log10(epsilon));
  return rect(f.left, top, f.width, f.top + f.height - top, { class: "nn-band" })
    + text(f.left + 8, top + 18, `below ε = ${epsilon}`, { class: "nn-caption", "data-nn": "ε" });
}

const logAxes = (f) => {
  const bottom = f.top + f.height;
  return group(
    { class: "nn-axes", "aria-hidden": "true" },
    DECADES.map((n) => path([[f.x(Math.log10(n)), f.top], [f.x(Math.log10(n)), bottom]]))
      .map((d) => node("path", { class: "nn-grid", d })),
    LEVELS.map((e) => line(f.left, f.y(Math.log10(e)), f.left + f.width, f.y(Math.log10(e)), { class: "nn-grid" })),
    DECADES.map((n) => text(f.x(Math.log10(n)), bottom + 17, n, { class: "nn-tick nn-middle" })),
    LEVELS.map((e) => text(f.left - 7, f.y(Math.log10(e)) + 4, e, { class: "nn-tick nn-end" })),
    text(f.left + f.width / 2, bottom + 37, `hidden units ${symbol("n")}`, { class: "nn-axis nn-middle" }),
    text(f.left + 8, f.top + 18, "largest error", { class: "nn-caption" }),
  );
};

/** @type {Record<string, [string, string]>} */
const STROKES = {
  target: ["nn-line nn-role-truth", "the target f"],
  band: ["nn-band", "nearer than ε"],
  network: ["nn-line nn-role-yours", "the network"],
  worst: ["nn-worst", "largest error"],
};

/** What the strokes mean. @param {("target" | "band" | "network" | "worst")[]} names */
export function drawLegend(names, narrow) {
  const entries = names.map((name) => STROKES[name]);
  const places = narrow ? [[46, 14], [210, 14], [46, 38], [210, 38]] : [[46, 16], [236, 16], [436, 16], [626, 16]];
  return legend(entries, places);
}
