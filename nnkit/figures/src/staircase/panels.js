/** The three panels of the staircase figure, each with its network below. */

import { axes, border, frame } from "../core/frame.js";
import { grip } from "../core/grip.js";
import { clamp, format } from "../core/numbers.js";
import { circle, group, line, named, node, path, rect, text } from "../core/svg.js";
import { curve, drawNetwork, drawTarget, targetFrame } from "../approximation/plot.js";
import { graph, linspace } from "../approximation/network.js";
import { TARGETS } from "../approximation/targets.js";
import { edgesOf } from "./compute.js";

const UNIT = [0, 1]; // the interval of the first two panels
const LEFT = 44;
const CHIP = 20; // half as wide as a weight's plate

/** Where each panel lies, and its frame. */
export function frames(state, narrow) {
  const width = narrow ? 318 : 328;
  const tops = narrow ? { step: 52, bump: 332, staircase: 662 } : { step: 52, bump: 52, staircase: 366 };
  const box = (panel, left) => ({ left, top: tops[panel], width, height: 124, xlim: UNIT });
  const wide = { left: LEFT, top: tops.staircase, width: narrow ? width : 716, height: 180, room: 0.35 };
  return {
    step: frame({ ...box("step", LEFT), ylim: [-0.15, 1.15] }),
    bump: frame({ ...box("bump", narrow ? LEFT : LEFT + 388), ylim: [-1.2, 1.2] }),
    staircase: targetFrame(TARGETS[state.target], wide),
  };
}

const paper = (f) => rect(f.left, f.top, f.width, f.height, { class: "nn-paper" });
const clipped = (id, f, ...children) =>
  node("clipPath", { id }, rect(f.left, f.top, f.width, f.height)) + group({ "clip-path": `url(#${id})` }, ...children);

const title = (f, words, formula) => [
  text(f.left, f.top - 30, words, { class: "nn-title" }),
  text(f.left, f.top - 10, formula, { class: "nn-caption" }),
];

const dot = circle(0, 0, 8, { class: "nn-knob" });
const bare = { xlabel: "", ylabel: "" };

/** The sigmoid's bend in a unit's circle. */
const BEND = linspace(-1, 1, 13).map((t) => [10 * t, -8 * Math.tanh(3 * t)]);

/** One hidden unit of a small network: x on the left, its weight, itself, its place and its bias. */
function hidden(left, y, slope, height, { s, bias, steepness, above }) {
  const label = above ? y - 22 : y + 34;
  return group(
    {},
    line(left + 12, slope, left + 112, y, { class: "nn-flow" }),
    line(left + 144, y, left + 268, height, { class: "nn-flow" }),
    circle(left + 128, y, 16, { class: "nn-cell" }),
    node("path", { class: "nn-curve", d: path(BEND.map(([dx, dy]) => [left + 128 + dx, y + dy])) }),
    text(left + 66, label, `${named("w")} = ${format(steepness, 0)}`, { class: "nn-tick nn-middle" }),
    text(left + 128, label,
      `${named("b")} = −${named("w")}${named(s)} = ${format(bias)}`, { class: "nn-tick nn-start" }),
  );
}

const end = (x, y, name) => text(x, y + 5, named(name), { class: "nn-middle" });

function stepNetwork(f, { steepness }, biases) {
  const y = f.top + f.height + 66;
  return group(
    { class: "nn-small" },
    end(f.left, y, "x"),
    hidden(f.left, y, y, y, { s: "s", bias: biases[0], steepness, above: true }),
    end(f.left + 282, y, "a"),
  );
}

function bumpNetwork(f, { steepness, height }, biases) {
  const [y, apart] = [f.top + f.height + 82, 22];
  const weight = (value, at, kind) =>
    text(f.left + 214, at, `${value < 0 ? "" : "+"}${format(value)}`, { class: `nn-tick nn-middle nn-${kind}`, "data-nn": "h" });
  return group(
    { class: "nn-small" },
    end(f.left, y, "x"),
    hidden(f.left, y - apart, y, y, { s: "s1", bias: biases[1], steepness, above: true }),
    hidden(f.left, y + apart, y, y, { s: "s2", bias: biases[2], steepness, above: false }),
    weight(height, y - apart - 2, "rise"),
    weight(-height, y + apart + 12, "fall"),
    end(f.left + 282, y, "y"),
  );
}

export function drawStep(f, state, numbers, { id, still }) {
  const { place } = state;
  return group(
    { "data-plane": "step" },
    title(f, "1 One sigmoid: a step",
      `${named("a")} = σ(${named("w")}${named("x")} + ${named("b")}), half-way up at ${named("s")} = ${format(place)}`),
    paper(f),
    axes(f, bare),
    clipped(`${id}-step`, f, line(f.x(place), f.top, f.x(place), f.top + f.height, { class: "nn-cursor" }),
      drawNetwork(f, numbers.step)),
    border(f),
    stepNetwork(f, state, numbers.biases),
    grip({ name: "place", x: f.x(place), y: f.y(0.5), label: "place s of the step", value: format(place), still }, dot),
  );
}

export function drawBump(f, state, numbers, { id, still }) {
  const { ends, height } = state;
  const [left, right] = ends.map((place) => format(place));
  const words = `up at ${named("s1")} = ${left}, down at ${named("s2")} = ${right}; middle: ${format(numbers.middle)}`;
  const edge = (i) =>
    grip({ name: `end-${i}`, x: f.x(ends[i]), y: f.y(height / 2), label: i ? "right edge" : "left edge",
      value: format(ends[i]), still }, dot);
  return group(
    { "data-plane": "bump" },
    title(f, "2 Two sigmoids: a bump", words),
    paper(f),
    axes(f, bare),
    clipped(`${id}-bump`, f,
      numbers.bump.units.map((unit, i) => drawUnit(f, unit, i ? "nn-fall" : "nn-rise")),
      drawNetwork(f, numbers.bump)),
    border(f),
    bumpNetwork(f, state, numbers.biases),
    edge(0),
    edge(1),
    grip({ name: "height", x: f.x((ends[0] + ends[1]) / 2), y: f.y(height), label: "height of the bump",
      value: format(height), still }, dot),
  );
}

/** What one hidden unit sends to the output. */
const drawUnit = (f, unit, kind) =>
  curve(f, graph({ kind: "sigmoid", units: [unit], bias: 0 }, f.xlim, 31), { class: `nn-part ${kind}` });

export function drawStaircase(f, state, numbers, { id, still }) {
  const { heights, target, parts } = state;
  const edges = edgesOf(target, heights.length);
  const words = parts === "bumps" ? "3 A row of bumps" : "3 A row of steps";
  const handle = (height, i) =>
    grip({ name: `height-${i}`, x: f.x((edges[i] + edges[i + 1]) / 2), y: f.y(height), label: `height ${i + 1}`,
      value: format(height), still, reach: Math.min(20, f.width / heights.length / 2 + 1) }, dot);
  return group(
    { "data-plane": "staircase" },
    title(f, `${words}: ${numbers.staircase.units.length} hidden units`,
      `largest error ${format(numbers.largest, 3)} · mean error ${format(numbers.mean, 3)}`),
    paper(f),
    axes(f, bare),
    edges.map((x) => line(f.x(x), f.top, f.x(x), f.top + f.height, { class: "nn-cursor nn-faint" })),
    clipped(`${id}-staircase`, f,
      drawTarget(f, TARGETS[target]),
      parts === "bumps" ? drawBumps(f, numbers.staircase.units) : "",
      drawNetwork(f, numbers.staircase)),
    border(f),
    drawUnits(f, state, numbers.staircase),
    heights.map(handle),
  );
}

/** Each pair of units on its own. */
const drawBumps = (f, units) =>
  units.filter((_, i) => i % 2 === 0).map((up, i) => {
    const network = { kind: "sigmoid", units: [up, units[2 * i + 1]], bias: 0 };
    return curve(f, graph(network, f.xlim, 31), { class: "nn-part nn-rise" });
  });

/** The hidden units under their places, each with the weight with which it goes into the output. */
function drawUnits(f, { parts, heights }, { units, bias }) {
  const top = f.top + f.height + 34;
  const row = (i) => (parts === "bumps" ? i % 2 : 0);
  // Each under its place; those at the ends inside the panel, as far as their neighbours leave room.
  const inside = clamp(f.width / heights.length - 2 * CHIP - 2, 0, CHIP);
  const chip = ([place, , height], i) => {
    const x = clamp(f.x(place), f.left + inside, f.left + f.width - inside);
    const y = top + 26 * row(i);
    return group(
      { class: `nn-chip nn-${height < 0 ? "fall" : "rise"}` },
      rect(x - CHIP, y - 11, 2 * CHIP, 20, { rx: 10 }),
      text(x, y + 3.5, `${height < 0 ? "" : "+"}${format(height)}`, { class: "nn-tick nn-middle" }),
    );
  };
  const start = parts === "bumps" ? "" : text(f.left - 40, top + 4, `${named("c")} = ${format(bias)}`, { class: "nn-tick" });
  const words = "hidden units, each with its output weight";
  return group({ class: "nn-units" }, units.map(chip), start,
    text(f.left, top + (parts === "bumps" ? 56 : 30), words, { class: "nn-caption" }));
}
