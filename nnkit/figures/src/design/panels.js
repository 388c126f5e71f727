/** The drawing of the design figure: the network over the target, its hidden units below, the score beside them. */

import { ACTIVATIONS } from "../core/activations.js";
import { axes, border, frame } from "../core/frame.js";
import { grip } from "../core/grip.js";
import { clamp, factor, format } from "../core/numbers.js";
import { circle, group, line, named, node, path, rect, text, translate } from "../core/svg.js";
import { graph } from "../approximation/network.js";
import { curve, drawBand, drawNetwork, drawTarget, drawWorst, legend, targetFrame } from "../approximation/plot.js";
import { TARGETS } from "../approximation/targets.js";
import { chosen, highest, SLOPES, STARS } from "./compute.js";
import { solution } from "./solutions.js";
import { counted } from "./words.js";

/** Where the two panels lie, and their frames. @param {any} state @param {boolean} [narrow] */
export function frames({ target }, narrow) {
  const [left, width] = narrow ? [44, 326] : [44, 488];
  const top = narrow ? 142 : 34;
  const most = 1.12 * highest(target);
  return {
    network: targetFrame(TARGETS[target], { left, top, width, height: 196, room: 0.35 }),
    units: frame({ left, top: top + 262, width, height: 176, xlim: TARGETS[target].interval, ylim: [-most, most] }),
  };
}

const paper = (f) => rect(f.left, f.top, f.width, f.height, { class: "nn-paper" });
const clipped = (id, f, ...children) =>
  node("clipPath", { id }, rect(f.left, f.top, f.width, f.height)) + group({ "clip-path": `url(#${id})` }, ...children);
const bare = { xlabel: "", ylabel: "" };

/** The target with the network, and where it is wrong most. */
export function drawOutput(f, state, numbers, { id }) {
  const target = TARGETS[state.target];
  return group(
    { "data-plane": "network" },
    text(f.left, f.top - 12, "network and target", { class: "nn-title" }),
    paper(f),
    axes(f, bare),
    state.units.map(([x]) => line(f.x(x), f.top, f.x(x), f.top + f.height, { class: "nn-cursor nn-faint" })),
    clipped(`${id}-network`, f,
      drawBand(f, target, STARS[Math.min(numbers.stars, STARS.length - 1)]),
      drawTarget(f, target),
      state.solution ? drawNetwork(f, solution(state.target, state.kind), "nn-role-before") : "",
      drawNetwork(f, state),
      drawWorst(f, state, target, numbers.at)),
    border(f),
  );
}

/** What each hidden unit sends to the output, with handles for its place, its height and its slope. */
export function drawUnits(f, state, { id, still }) {
  const { units, bias, target } = state;
  const selected = chosen(state);
  const order = [...[...units.keys()].filter((i) => i !== selected), selected]; // the selected one on top
  const level = clamp(bias, ...f.ylim);
  return group(
    { "data-plane": "units" },
    text(f.left, f.top - 12, "hidden units, each times its height", { class: "nn-title" }),
    paper(f),
    axes(f, bare),
    clipped(`${id}-units`, f,
      line(f.left, f.y(level), f.left + f.width, f.y(level), { class: "nn-level" }),
      state.solution ? solution(target, state.kind).units.map((unit) => drawGoal(f, unit)) : "",
      order.map((i) => drawContribution(f, state, i))),
    border(f),
    group({}, units.map((unit, i) => drawStem(f, unit, i === selected))),
    // Beside the axis, whose numbers it must not cover.
    grip({ name: "bias", x: f.left + 9, y: f.y(level), label: "bias c of the output", value: format(bias), still },
      rect(-8, -8, 16, 16, { class: "nn-knob", rx: 3 })),
    // Each knob keeps its place among the elements, whatever is selected: so the focus stays with it.
    group({}, units.map((unit, i) => drawKnob(f, unit, i, i === selected, still))),
    state.kind === "step" ? "" : drawSlope(f, state, still),
  );
}

/** @param {any} f @param {any} state @param {number} i */
const drawContribution = (f, state, i) => {
  const { kind, units } = state;
  const points = graph({ kind, units: [units[i]], bias: 0 }, f.xlim, 31);
  const sign = units[i][2] < 0 ? "fall" : "rise";
  return curve(f, points, { class: `nn-part nn-${sign}${i === chosen(state) ? " nn-chosen" : ""}` });
};

/** @param {any} f @param {number[]} unit @param {boolean} chosen */
const drawStem = (f, [place, , height], chosen) =>
  line(f.x(place), f.y(0), f.x(place), f.y(height), { class: `nn-stem${chosen ? " nn-chosen" : ""}` });

/** @param {any} f @param {number[]} unit @param {number} i @param {boolean} chosen @param {boolean} still */
function drawKnob(f, [place, , height], i, chosen, still) {
  const value = `place ${format(place)}, height ${format(height)}`;
  return grip(
    { name: `unit-${i}`, x: f.x(place), y: f.y(height), label: `unit ${i + 1}`, value, still,
      kind: chosen ? "nn-numbered nn-chosen" : "nn-numbered" },
    circle(0, 0, 9.5, { class: "nn-knob" }),
    text(0, 4, i + 1, { class: "nn-digit nn-middle" }),
  );
}

/** Where the selected unit's tangent at its place reaches its height. @param {any} state @returns {[number, number]} */
export function slopeHandle(state) {
  const { kind, target } = state;
  const [place, slope, height] = state.units[chosen(state)];
  const { interval: [left, right] } = TARGETS[target];
  const x = slope === 0 ? right : place + SLOPES[kind].reach / slope;
  return [clamp(x, left, right), height];
}

function drawSlope(f, state, still) {
  const [x, y] = slopeHandle(state);
  const [place, slope, height] = state.units[chosen(state)];
  const start = state.kind === "sigmoid" ? place - SLOPES.sigmoid.reach / (slope || 1) : place;
  return line(f.x(start), f.y(0), f.x(x), f.y(height), { class: "nn-tangent" })
    + grip({ name: "slope", x: f.x(x), y: f.y(y), label: "slope w of the selected unit", value: format(slope), still },
      `<path class="nn-knob" d="M0 -9L9 0L0 9L-9 0Z"></path>`);
}

/** @param {any} f @param {number[]} unit */
const drawGoal = (f, [place, , height]) =>
  line(f.x(place), f.y(0), f.x(place), f.y(height), { class: "nn-role-before" })
  + circle(f.x(place), f.y(height), 6, { class: "nn-goal" });

const STAR = path(Array.from({ length: 10 }, (_, i) => {
  const [r, turn] = [i % 2 ? 6 : 14, (i * Math.PI) / 5];
  return [r * Math.sin(turn), -r * Math.cos(turn)];
}));

const drawStar = (x, y, won) =>
  node("path", { class: `nn-star${won ? " nn-won" : ""}`, transform: translate(x, y), d: `${STAR}Z` });

/** The stars, the errors, and how many units it took. */
export function drawScore(state, numbers, narrow) {
  const { stars, largest, mean, at, units } = numbers;
  const [x, y] = narrow ? [44, 26] : [556, 34];
  const next = stars < STARS.length ? `next: below ${STARS[stars]}` : "all stars";
  const row = (k, content) => text(x, y + 32 + 22 * k, content, { class: "nn-number" });
  return group(
    { class: "nn-score" },
    STARS.map((_, i) => drawStar(x + 14 + 34 * i, y, i < stars)),
    text(x + 112, y + 5, next, { class: "nn-caption" }),
    row(0, `largest error ${strong(format(largest, 3))} at ${named("x")} = ${format(at)}`),
    row(1, `mean error ${strong(format(mean, 3))}`),
    row(2, strong(counted(units))),
    narrow ? "" : drawSelected(state, x, y + 142),
    narrow ? "" : legend(STROKES, STROKES.map((_, i) => [x, y + 290 + 24 * i])),
  );
}

const strong = (content) => node("tspan", { class: "nn-strong" }, content);

/** @type {[string, string][]} */
const STROKES = [
  ["nn-line nn-role-truth", "target f"],
  ["nn-line nn-role-yours", "your network"],
  ["nn-worst", "largest error"],
  ["nn-part nn-rise", "unit with height above 0"],
  ["nn-part nn-fall", "with height below 0"],
  ["nn-role-before", "one solution, if shown"],
];

/** The selected unit as an equation with its numbers. */
function drawSelected(state, x, y) {
  const [place, slope, height] = state.units[chosen(state)];
  const [s, w, h] = [named("s", factor(place)), named("w", format(slope)), named("h", factor(height))];
  const g = ACTIVATIONS[state.kind].symbol;
  const formula = { class: "nn-formula" };
  const input = `${w} (${named("x")} − ${s})`;
  return group(
    {},
    text(x, y, `unit ${chosen(state) + 1} (selected)`, { class: "nn-title" }),
    text(x, y + 24, `${named("z")} = ${named("w")}(${named("x")} − ${named("s")})`, formula),
    text(x + 10, y + 46, `= ${input}`, formula),
    text(x, y + 70, `adds ${h} · ${g ? `${g}(${named("z")})` : named("z")}`, formula),
    text(x, y + 94, `bias ${named("b")} = −${named("w")}${named("s")} = ${format(-(slope * place))}`, formula),
  );
}
