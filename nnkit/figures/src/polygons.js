/** Any polygon, and any union of polygons: half-planes, joined by AND, joined by OR. */

import { choice, slider, toggle } from "./core/controls.js";
import { format, snap } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { numpyModel, nnkitModel, torchModel } from "./core/source.js";
import { group, node, translate } from "./core/svg.js";
import { compute } from "./polygons/compute.js";
import { drawNetwork, drawPlane, frameOf, partsOf, placeOf } from "./polygons/drawing.js";

export { compute };

const TRIANGLE = [[0.1, -0.4], [2.4, 0.2], [1, 2.2]];

export const defaults = {
  ...COMMON,
  polygons: [[[-2.2, -1.6], [0.2, -2], [1, -0.4], [-0.4, 1], [-2, 0.4]], TRIANGLE],
  probe: [-0.8, -0.6],
  soft: false,
  steepness: 6,
  limit: 3,
};

const fill = (state) => ({ ...defaults, ...state });

/** @param {object} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const { polygons, probe } = fill(state);
  const { yhat, units } = compute(fill(state));
  const named = polygons.map((corners) => `${corners.length} corners`).join(" and of ");
  return `A network of ${units} units for ${polygons.length === 1 ? "a polygon" : "polygons"} of ${named}: `
    + `at x1 ${format(probe[0])}, x2 ${format(probe[1])} it says ${format(yhat)}.`;
}

/** @param {object} state @returns {string} how the network comes to its answer, and what it cannot do */
export function remark(state) {
  const { soft } = fill(state);
  const { convex, h, ands, yhat } = compute(fill(state));
  const dented = convex.indexOf(false);
  if (dented >= 0) {
    return `Polygon ${dented + 1} is not convex, and an AND of half-planes always is: `
      + "what it cuts out is another region. A dent takes a union of two polygons.";
  }
  if (soft) return "Soft units round the corners off and blur the sides; the steeper they are, the less.";
  const holds = h.map((own, p) => `${own.filter(Boolean).length} of the ${own.length} half-planes of polygon ${p + 1}`);
  return `x lies in ${holds.join(" and in ")}, so it is ${place(ands, yhat)}: `
    + "an AND needs all of its sides, the OR one AND.";
}

function place(ands, yhat) {
  if (!yhat) return "outside";
  return ands.length > 1 && ands.every(Boolean) ? "inside both" : `inside polygon ${ands.indexOf(1) + 1}`;
}

/**
 * @param {object} state see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout
 * @returns {string} SVG
 */
export function draw(state, { narrow = false, still = false } = {}) {
  const full = fill(state);
  const numbers = compute(full);
  const [width, height] = narrow ? [388, 816] : [788, 410];
  return node(
    "svg",
    { class: "nn-svg", viewBox: `0 0 ${width} ${height}`, role: still ? "img" : "group", "aria-label": describe(full) },
    drawPlane(full, numbers, { still }),
    group({ transform: narrow ? translate(4, 420) : translate(412, 10) }, drawNetwork(full, numbers)),
  );
}

const RADIUS = 1.2;

/** A regular polygon around the middle of the old corners. */
function regular(corners, n) {
  const mean = [0, 1].map((i) => corners.reduce((sum, corner) => sum + corner[i], 0) / corners.length);
  return Array.from({ length: n }, (_, k) => {
    const turned = Math.PI * ((2 * k) / n - 0.5);
    return [mean[0] + RADIUS * Math.cos(turned), mean[1] + RADIUS * Math.sin(turned)].map((value) => snap(value, 0.05));
  });
}

const cornersSlider = (p) =>
  slider({
    name: `corners.${p}`,
    label: `corners of polygon ${p + 1}`,
    min: 3,
    max: 8,
    step: 1,
    show: (value) => String(value),
    value: ({ polygons }) => polygons[p].length,
    change: ({ polygons }, n) => ({ polygons: polygons.with(p, regular(polygons[p], n)) }),
  });

export function controls({ polygons, soft }) {
  return [
    choice({
      name: "polygons",
      label: "region",
      options: [[1, "one polygon"], [2, "union of two"]],
      value: (state) => state.polygons.length,
      change: (state, n) => ({ polygons: n === 1 ? state.polygons.slice(0, 1) : [state.polygons[0], TRIANGLE] }),
    }),
    ...polygons.map((_, p) => cornersSlider(p)),
    toggle({ name: "soft", label: "soft units: sigmoid instead of step" }),
    ...(soft ? [slider({ name: "steepness", mark: "k", label: "steepness k", min: 3, max: 40, step: 1 })] : []),
  ];
}

/** A corner moves alone; a side takes both of its corners along. */
function move(state, name, place) {
  const [kind, p, i] = partsOf(name);
  if (kind === "probe") return { probe: place };
  const corners = state.polygons[p];
  if (kind === "corner") return { polygons: state.polygons.with(p, corners.with(i, place)) };
  const old = placeOf(state, name);
  const shifted = (corner) => corner.map((value, axis) => Number((value + place[axis] - old[axis]).toFixed(6)));
  const j = (i + 1) % corners.length;
  const moved = corners.with(i, shifted(corners[i])).with(j, shifted(corners[j]));
  const fits = [moved[i], moved[j]].flat().every((value) => Math.abs(value) <= state.limit);
  return fits ? { polygons: state.polygons.with(p, moved) } : null;
}

export const handles = { frame: frameOf, at: placeOf, move, step: 0.1 };

/** The network that is shown; a steepness belongs to weight and bias. */
export function code(state) {
  const { soft, steepness } = fill(state);
  const { sides } = compute(fill(state));
  const [times, activation] = soft ? [steepness, "sigmoid"] : [1, "step"];
  const layer = (weight, bias) =>
    ({ weight: weight.map((row) => row.map((w) => w * times)), bias: bias.map((b) => b * times), activation });
  const all = sides.flat();
  const owner = sides.flatMap((own, p) => own.map(() => p));
  const layers = [
    layer(all.map(({ weight }) => weight), all.map(({ bias }) => bias)),
    layer(sides.map((_, p) => owner.map((own) => +(own === p))), sides.map((own) => 0.5 - own.length)),
    layer([sides.map(() => 1)], [-0.5]),
  ];
  return { nnkit: nnkitModel(layers), numpy: numpyModel(layers), torch: torchModel(layers) };
}

export default part({ defaults, draw, describe, remark, controls, handles, code });
