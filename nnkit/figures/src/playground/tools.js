/** What stands close at hand: the case, run and step; the tools of the plane; the units of the warped grid. */

import { button, choice, player, toggle } from "../core/controls.js";
import { pointsOf } from "./data.js";
import { standardise } from "./paste.js";
import { PRESETS, applyPreset } from "./presets.js";
import { SPEEDS, sizesOf } from "./settings.js";
import { LARGE, tenth } from "./words.js";

const menu = (options) => ({ ...choice(options), kind: "menu" });

/** The lecture's cases. */
export function caseControls() {
  const presets = [["", "free play"], ...Object.entries(PRESETS).map(([name, { title }]) => [name, title])];
  const change = (_, name) => (name ? applyPreset(name) : { preset: "" });
  return [menu({ name: "preset", label: "case", options: presets, change })];
}

const never = () => false;

/**
 * Undo and redo are the store's; on a still page there is none.
 * @param {{undo?: () => void, redo?: () => void, canUndo?: () => boolean, canRedo?: () => boolean}} store
 */
export function runControls({ undo, redo, canUndo = never, canRedo = never }) {
  return [
    player({ label: "training" }),
    button({ label: "Start again", act: () => ({ parameters: [], step: 0, losses: [], running: false }) }),
    button({ label: "New weights", act: (now) => ({ weights_seed: (now.weights_seed + 1) % 10000, running: false }) }),
    button({ label: "Undo", act: () => (undo?.(), null), disabled: !canUndo() }),
    button({ label: "Redo", act: () => (redo?.(), null), disabled: !canRedo() }),
    choice({ name: "speed", label: "speed: steps a frame", options: SPEEDS }),
  ];
}

/** The point set, moved or erased is `state.selected`, if any. */
export function toolControls(state) {
  const points = pointsOf(state);
  const classes = Array.from({ length: state.classes }, (_, k) => [k, `${"■●▲◆"[k]} ${k}`]);
  const next = (step) => (now) => ({ selected: (now.selected + step + points.length) % points.length });
  return [
    choice({ name: "tool", tool: true, label: "click", options: [["add", "sets, moves"], ["erase", "erases"]] }),
    choice({ name: "label", tool: true, label: "class of new points", options: classes }),
    button({ label: "Set a point at the cursor", act: (now) => addPoint(now, now.cursor) }),
    button({ label: "Next point", act: next(1), disabled: !points.length }),
    button({ label: "Erase point", act: (now) => erasePoint(now, now.selected), disabled: !points[state.selected] }),
    button({ label: "Erase all", act: eraseAll, disabled: !points.length }),
    toggle({ name: "paste", label: "points as text" }),
  ];
}

/** A way out of trouble. @param {import("./types.js").View} view */
export function helpControls({ state, session }) {
  const lr = tenth(state.lr);
  const begin = { parameters: [], step: 0, losses: [] };
  const scale = (now) => ({ ...ownPoints([]), ...standardise(pointsOf(now)), ...begin, selected: -1 });
  if (session.trouble) return [button({ label: `Start again with η = ${lr}`, act: () => ({ lr, ...begin }) })];
  return state.limit > LARGE ? [button({ label: "Standardise the points", act: scale })] : [];
}

/** Of points set by hand none is kept for the test, until the reader says so. */
const eraseAll = () => ({ ...ownPoints([]), share: 0, selected: -1 });

/** From now on the points are the reader's. */
const ownPoints = (points) => ({ points, dataset: "own" });

const round = (value) => Number(value.toFixed(3));

/** A new point, to learn from. */
export const addPoint = (state, [x1, x2]) =>
  ownPoints([...pointsOf(state), [round(x1), round(x2), state.label, 0]]);

export function movePoint(state, i, [x1, x2]) {
  const points = pointsOf(state);
  return points[i] && ownPoints(points.with(i, [round(x1), round(x2), points[i][2], points[i][3]]));
}

export const erasePoint = (state, i) =>
  i < 0 ? null : { ...ownPoints(pointsOf(state).filter((_, k) => k !== i)), selected: -1 };

/** The next class, as often as it is pressed. */
export function relabelPoint(state, i) {
  const points = pointsOf(state);
  const [x1, x2, label, test] = points[i];
  return ownPoints(points.with(i, [x1, x2, (label + 1) % state.classes, test]));
}

/** Which two units the warped grid shows. */
export function plotControls(state) {
  const sizes = sizesOf(state);
  const hidden = state.hidden.map((_, l) => [l + 1, `layer ${l + 1}`]);
  const layers = hidden.length ? hidden : [[0, "the inputs"]];
  const layer = Math.min(state.plot[0], sizes.length - 2);
  const units = Array.from({ length: sizes[layer] }, (_, j) => [j, layer ? `unit ${j + 1}` : `x${j + 1}`]);
  const within = (place) => (now) => Math.min(now.plot[place], sizes[layer] - 1);
  return [
    menu({ name: "plot.0", label: "units of", options: layers, value: () => layer,
      change: (_, l) => ({ plot: [l, 0, Math.min(1, sizes[l] - 1)] }) }),
    menu({ name: "plot.1", label: "across", options: units, value: within(1) }),
    menu({ name: "plot.2", label: "upwards", options: units, value: within(2) }),
  ];
}
