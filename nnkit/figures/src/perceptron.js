/** The perceptron learns: one point after the other, and a mistake moves the line. */

import { button, choice, player, slider } from "./core/controls.js";
import { format } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { pointHandles, switchLabel } from "./core/plane.js";
import { nnkitModel, numpyModel, torchModel } from "./core/source.js";
import { group, node, translate } from "./core/svg.js";
import { MOST, compute, nextMistake, theEnd } from "./perceptron/compute.js";
import { counted, drawNumbers } from "./perceptron/numbers.js";
import { drawPlane, frameOf } from "./perceptron/plane.js";
import { SETS } from "./perceptron/sets.js";

export { compute };

export const defaults = {
  ...COMMON,
  points: SETS.separable,
  weight: [0, 0],
  bias: 0,
  rate: 1,
  looks: 10,
  selected: -1,
  adds: "1",
  limit: 2.5,
};

const fill = (state) => ({ ...defaults, ...state });

/** @param {object} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const { points } = fill(state);
  const { after, updates, mistakes, point } = compute(fill(state));
  const seen = point < 0 ? "no point looked at" : `point ${point + 1} looked at last`;
  return `A perceptron with weights ${format(after[0])} and ${format(after[1])} and bias ${format(after[2])} after `
    + `${updates} updates, ${seen}: ${mistakes} of ${points.length} points misclassified.`;
}

/** @param {object} state @returns {string} what the last look did, and where it leads */
export function remark(state) {
  const full = fill(state);
  const numbers = compute(full);
  if (!full.points.length) return "There are no points: a click on the plane adds one.";
  return [look(full, numbers), future(full, numbers)].filter(Boolean).join(" ");
}

function look({ points, rate }, { point, yhat, after }) {
  if (point < 0) return "Step looks at the first point.";
  const [x1, x2, y] = points[point];
  if (yhat === y) return `Point ${point + 1} is on its side: nothing changes.`;
  const now = (after[0] * x1 + after[1] * x2 + after[2] >= 0 ? 1 : 0) === y;
  const moved = `η = ${format(rate)} times the point is ${y ? "added to" : "taken from"} the weights`;
  const then = now ? "It is right now" : "It is still wrong: one update is not always enough";
  return `Point ${point + 1} was on the wrong side: ${moved}. ${then}.`;
}

function future({ looks }, { mistakes, updates, separable }) {
  if (!mistakes) return `No mistake is left after ${counted(updates, "update")}: the rule has come to its end.`;
  const cut = looks >= MOST ? ` Here it is cut off after ${MOST} looks.` : "";
  if (!separable) return `No line separates these labels, so the rule never comes to an end.${cut}`;
  return looks >= MOST ? `A line separates these labels, but ${MOST} looks at the points did not find one.` : "";
}

/**
 * @param {object} state see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout
 * @returns {string} SVG
 */
export function draw(state, { id = "nn", narrow = false, still = false } = {}) {
  const full = fill(state);
  const numbers = compute(full);
  const [width, height] = narrow ? [388, 830] : [788, 420];
  return node(
    "svg",
    { class: "nn-svg", viewBox: `0 0 ${width} ${height}`, role: still ? "img" : "group", "aria-label": describe(full) },
    drawPlane(full, numbers, { id, still }),
    group({ transform: narrow ? translate(16, 430) : translate(420, 0) }, drawNumbers(full, numbers)),
  );
}

const LABELS = [["1", "label 1"], ["0", "label 0"]];

export function controls(state) {
  const { mistakes } = compute(fill(state));
  const { looks, points, selected } = state;
  const chosen = Boolean(points[selected]);
  const over = !mistakes || looks >= MOST || !points.length;
  return [
    player({ label: "looks at the points", perSecond: 3, again: looks ? () => ({ looks: 0 }) : undefined }),
    button({ label: "Back", act: (now) => ({ looks: Math.max(0, now.looks - 1) }), disabled: looks === 0 }),
    button({ label: "Next mistake", act: (now) => ({ looks: nextMistake(now) }), disabled: over }),
    button({ label: "To the end", act: (now) => ({ looks: theEnd(now) }), disabled: over }),
    button({ label: "From the start", act: () => ({ looks: 0 }), disabled: looks === 0 }),
    slider({ name: "rate", mark: "η", label: "learning rate η", min: 0.1, max: 2, step: 0.1 }),
    ...Object.entries(SETS).map(([label, set]) =>
      button({ label, group: "Points", act: () => ({ points: set, looks: 0, selected: -1 }) })),
    choice({ name: "adds", tool: true, label: "a click on the plane adds", options: LABELS }),
    button({ label: "Switch this point’s label", act: (now) => switchLabel(now, now.selected), disabled: !chosen }),
    button({ label: "Remove this point", act: remove, disabled: !chosen }),
  ];
}

const remove = ({ points, selected }) => ({ points: points.toSpliced(selected, 1), selected: -1 });

/** One look, until there is no mistake left. */
export function step(state) {
  const { mistakes } = compute(state);
  return mistakes && state.looks < MOST ? { looks: state.looks + 1 } : null;
}

/** As many points as a click may add: more could not be told apart. */
const CROWD = 40;

const rounded = (place) => place.map((value) => Math.round(value * 20) / 20);

export const handles = {
  ...pointHandles(frameOf),
  tap: ({ points, adds }, _, place) =>
    points.length < CROWD
      ? { points: [...points, [...rounded(place), Number(adds)]], selected: points.length }
      : null,
};

/** The neuron as it is after the last look. */
export function code(state) {
  const [w1, w2, b] = compute(fill(state)).after;
  const layers = [{ weight: [[w1, w2]], bias: [b], activation: "step" }];
  return { nnkit: nnkitModel(layers), numpy: numpyModel(layers), torch: torchModel(layers) };
}

export default part({ defaults, draw, describe, remark, controls, handles, step, code });
