/** Two Gaussian classes: Bayes' rule turns their densities into ŷ, and the boundary is a line or a quadric. */

import { button, slider, toggle } from "./core/controls.js";
import { clamp, snap } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { group, node, translate } from "./core/svg.js";
import { compute } from "./gaussian/compute.js";
import { code as codeOf } from "./gaussian/code.js";
import { drawNumbers } from "./gaussian/numbers.js";
import { drawPlane, frameOf, partsOf, placeOf, shapeOf } from "./gaussian/plane.js";
import * as words from "./gaussian/words.js";

export { compute };

export const defaults = {
  ...COMMON,
  mean0: [-1.4, -0.6],
  mean1: [1.2, 0.8],
  spread0: [1.1, 0.6],
  spread1: [1.3, 0.6],
  angle0: 30,
  angle1: 110,
  shared: true,
  prior: 0.5,
  probe: [0.2, 1.2],
  limit: 4,
};

const fill = (state) => ({ ...defaults, ...state });

/** @param {object} state @returns {string} the figure in one sentence, for those who hear it */
export const describe = (state) => words.describe(fill(state), compute(fill(state)));

/** @param {object} state @returns {string} which boundary it is, and why */
export const remark = (state) => words.remark(fill(state), compute(fill(state)));

/**
 * @param {object} state see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout
 * @returns {string} SVG
 */
export function draw(state, { id = "nn", narrow = false, still = false } = {}) {
  const full = fill(state);
  const numbers = compute(full);
  const [width, height] = narrow ? [388, 800] : [800, 430];
  return node(
    "svg",
    { class: "nn-svg", viewBox: `0 0 ${width} ${height}`, role: still ? "img" : "group", "aria-label": describe(full) },
    drawPlane(full, numbers, { id, still }),
    group({ transform: narrow ? translate(14, 436) : translate(418, 0) }, drawNumbers(full, numbers)),
  );
}

/** Starts that show each kind of boundary; the two lines come from classes that mirror each other. */
const KINDS = {
  ellipse: { mean0: [-0.5, 0], mean1: [1, 0.5], spread0: [1.6, 1.4], angle0: 0, spread1: [0.8, 0.6], angle1: 30 },
  parabola: { mean0: [-1, -0.6], mean1: [1, 0.8], spread0: [1, 1.2], angle0: 0, spread1: [1, 0.6], angle1: 0 },
  hyperbola: { mean0: [-1, -0.5], mean1: [1, 0.5], spread0: [1.4, 0.6], angle0: 20, spread1: [1.4, 0.6], angle1: 110 },
  "two lines": { mean0: [-0.5, 0], mean1: [0.5, 0], spread0: [1.5, 0.5], angle0: 45, spread1: [1.5, 0.5], angle1: 135 },
};

export function controls() {
  const start = ([label, shape]) =>
    button({ label, group: "Boundaries to start from", act: () => ({ ...shape, shared: false, prior: 0.5 }) });
  return [
    slider({ name: "prior", label: "prior of class 1, p(1)", mark: "p(1)", min: 0.05, max: 0.95, step: 0.05 }),
    toggle({ name: "shared", label: "one covariance for both classes" }),
    ...Object.entries(KINDS).map(start),
  ];
}

/** An axis follows the hand: its length is half the distance from the mean, its direction the hand's. */
function moveAxis(state, name, [x, y]) {
  const [k, axis] = partsOf(name);
  const { own, spread, angle } = shapeOf(state, k);
  const [dx, dy] = [x - state[`mean${k}`][0], y - state[`mean${k}`][1]];
  const i = axis === "along" ? 0 : 1;
  const turned = Math.round((Math.atan2(dy, dx) * 180) / Math.PI) - 90 * i;
  const length = clamp(snap(Math.hypot(dx, dy) / 2, 0.05), words.LEAST, 0.45 * state.limit);
  return {
    [`spread${own}`]: spread.with(i, length),
    [`angle${own}`]: Math.hypot(dx, dy) > 0.2 ? (turned + 540) % 360 - 180 : angle,
  };
}

export const handles = {
  frame: frameOf,
  at: placeOf,
  move: (state, name, at) => {
    const within = at.map((value) => clamp(snap(value, 0.05), -state.limit, state.limit));
    return name === "probe" || name.startsWith("mean") ? { [name]: within } : moveAxis(state, name, at);
  },
  step: 0.1,
};

export const code = (state) => codeOf(compute(fill(state)).boundary, fill(state).shared);

export default part({ defaults, draw, describe, remark, controls, handles, code });
