/** From one sigmoid to a staircase: steep sigmoids are steps, two of them a bump, a row of bumps any function. */

import { button, choice, slider } from "./core/controls.js";
import { clamp, format } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { node } from "./core/svg.js";
import { codeOf } from "./approximation/code.js";
import { limits } from "./approximation/plot.js";
import { offered, TARGETS } from "./approximation/targets.js";
import { compute, edgesOf, fitted } from "./staircase/compute.js";
import { drawBump, drawStaircase, drawStep, frames } from "./staircase/panels.js";

export { compute };

export const defaults = {
  ...COMMON,
  steepness: 12,
  place: 0.4,
  ends: [0.3, 0.7],
  height: 0.8,
  target: "sine",
  parts: "bumps",
  heights: [-0.5, -1, -0.5, 0.5, 1, 0.5],
};

const SOFT = 20; // steepness x width of a cell below which neighbouring bends run into each other
const NARROWEST = 0.05; // bump

/** @param {any} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const full = { ...defaults, ...state };
  const { staircase, largest } = compute(full);
  return `Sigmoids of steepness ${format(full.steepness, 0)}: a step at ${format(full.place)}, a bump from `
    + `${format(full.ends[0])} to ${format(full.ends[1])}, and ${staircase.units.length} of them as a row of `
    + `${full.heights.length} ${full.parts} for the target ${TARGETS[full.target].title}, largest error `
    + `${format(largest, 3)}.`;
}

/** @param {any} state @returns {string} what keeps the staircase from the target */
export function remark(state) {
  const { largest, at } = compute(state);
  const [first, second] = edgesOf(state.target, state.heights.length);
  if (state.steepness * (second - first) < SOFT) {
    return "The sigmoids are soft, and neighbouring bends run into each other. Make w larger: each becomes a step.";
  }
  return `The sigmoids are steep, nearly steps. The largest error, ${format(largest)}, is at x = ${format(at)}; `
    + "right heights make it smaller, and then only more units do.";
}

/**
 * @param {any} state see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout
 * @returns {string} SVG
 */
export function draw(state, { id = "nn", narrow = false, still = false } = {}) {
  const full = { ...defaults, ...state };
  const [numbers, f] = [compute(full), frames(full, narrow)];
  const size = narrow ? "388 944" : "788 644";
  return node(
    "svg",
    { class: "nn-svg", viewBox: `0 0 ${size}`, role: still ? "img" : "group", "aria-label": describe(full) },
    drawStep(f.step, full, numbers, { id, still }),
    drawBump(f.bump, full, numbers, { id, still }),
    drawStaircase(f.staircase, full, numbers, { id, still }),
  );
}

/** @type {[string, string][]} */
const PARTS = [["bumps", "bumps: two units each"], ["steps", "steps: one each"]];

/** Sets all heights; not to be pressed where they are so already. */
const heightsButton = (label, heights, goal) => {
  const disabled = goal.every((height, i) => Math.abs(height - heights[i]) < 1e-9);
  return button({ label, act: () => ({ heights: goal }), disabled });
};

/** @param {any} state */
const controls = ({ target, heights }) => [
  slider({ name: "steepness", mark: "w", label: "steepness w", min: 1, max: 100, step: 1, show: String }),
  slider({
    name: "cells",
    label: "bumps or steps",
    min: 2,
    max: 8,
    step: 1,
    show: String,
    value: (state) => state.heights.length,
    change: (state, cells) => ({ heights: fitted(state.target, cells) }),
  }),
  choice({ name: "parts", label: "made of", options: PARTS }),
  choice({
    name: "target",
    label: "target",
    mark: "f",
    options: offered(Object.keys(TARGETS)),
    change: (state, name) => ({ target: name, heights: fitted(name, state.heights.length) }),
  }),
  heightsButton("Heights from the target", heights, fitted(target, heights.length)),
  heightsButton("All heights 0", heights, heights.map(() => 0)),
];

/** Index in a handle's name, "height-3". */
const indexOf = (name) => Number(name.split("-")[1]);
const panelOf = (name) =>
  name === "place" ? "step" : name === "height" || name.startsWith("end") ? "bump" : "staircase";

const handles = {
  frame: (state, name, { narrow }) => frames(state, narrow)[panelOf(name)],
  at(state, name) {
    const { place, ends, height, heights, target } = state;
    if (name === "place") return [place, 0.5];
    if (name === "height") return [(ends[0] + ends[1]) / 2, height];
    if (name.startsWith("end")) return [ends[indexOf(name)], height / 2];
    const [i, edges] = [indexOf(name), edgesOf(target, heights.length)];
    return [(edges[i] + edges[i + 1]) / 2, heights[i]];
  },
  move(state, name, [x, y]) {
    const { ends, heights, target } = state;
    if (name === "place") return { place: x };
    if (name === "height") return { height: clamp(y, -1, 1) };
    if (name === "end-0") return { ends: [Math.min(x, ends[1] - NARROWEST), ends[1]] };
    if (name === "end-1") return { ends: [ends[0], Math.max(x, ends[0] + NARROWEST)] };
    return { heights: heights.with(indexOf(name), clamp(y, ...limits(TARGETS[target], 0.35))) };
  },
  step: 0.05,
};

/** The row of bumps or steps. @param {any} state */
export const code = (state) => codeOf(compute(state).staircase, TARGETS[state.target].interval);

export default part({ defaults, draw, describe, remark, controls, handles, code });
