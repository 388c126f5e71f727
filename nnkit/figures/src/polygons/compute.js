/** Polygons as networks: half-planes, ANDs of them, an OR of those; nnkit.union_of_polygons (tested). */

import { dot } from "../core/numbers.js";
import { sigmoid } from "../core/activations.js";
import { turn } from "../core/polygon.js";

/**
 * The half-planes of a polygon's sides, with the inside where z ≥ 0: normals as long as the sides.
 * @param {[number, number][]} corners
 */
function sidesOf(corners) {
  const sides = corners.map(([x, y], i) => {
    const [u, v] = corners[(i + 1) % corners.length];
    return { from: [x, y], weight: [-(v - y), u - x] };
  });
  // Anticlockwise, the corners lie on the left of the sides; clockwise, on their right.
  const sum = sides.reduce((total, { from, weight }) =>
    total + corners.reduce((part, at) => part + dot(weight, [at[0] - from[0], at[1] - from[1]]), 0), 0);
  const way = Math.sign(sum) || 1;
  return sides.map(({ from, weight }) => {
    const own = weight.map((w) => way * w + 0);
    return { weight: own, bias: -dot(own, from) + 0 };
  });
}

/** Does the polygon turn the same way at every corner, and once around? */
export function isConvex(corners) {
  const turns = corners.map((at, i) => turn(at, corners[(i + 1) % corners.length], corners[(i + 2) % corners.length]));
  const sameWay = turns.every((value) => value > 1e-9) || turns.every((value) => value < -1e-9);
  return sameWay && isSimple(corners, Math.sign(turns[0]));
}

/** Every corner lies on the inner side of every side. */
const isSimple = (corners, way) =>
  corners.every((at, i) => {
    const next = corners[(i + 1) % corners.length];
    return corners.every((other) => way * turn(at, next, other) >= -1e-9);
  });

/** Distances, so that a soft side is as soft on a short one as on a long one. */
const scaled = ({ weight, bias }) => {
  const length = Math.hypot(...weight) || 1;
  return { weight: weight.map((w) => w / length), bias: bias / length };
};

/**
 * The network: a hidden unit for each side, an AND for each polygon, an OR over those. Hard, a side's weights are its
 * normal, as in nnkit; soft, they are of length 1 and times `steepness`, and so are those of AND and OR.
 */
export function network({ polygons, soft, steepness }) {
  const sides = polygons.map((corners) => sidesOf(corners).map((side) => (soft ? scaled(side) : side)));
  const g = soft ? (z) => sigmoid(steepness * z) : (z) => (z >= 0 ? 1 : 0);
  return { sides, g };
}

/** One place's way through the network. */
export function forward({ sides, g }, x) {
  const h = sides.map((own) => own.map(({ weight, bias }) => g(dot(weight, x) + bias)));
  const ands = h.map((own) => g(own.reduce((sum, value) => sum + value, 0) + 0.5 - own.length));
  const zOut = ands.reduce((sum, value) => sum + value, -0.5);
  return { h, ands, zOut, yhat: g(zOut) };
}

/**
 * @param {any} state see the part's defaults
 * @returns {{sides: {weight: number[], bias: number}[][], convex: boolean[], h: number[][], ands: number[],
 *   yhat: number, units: number}} a list for each polygon: its half-planes, is it convex, their outputs at the probe
 *   and their AND; then the OR; units: how many there are in all
 */
export function compute(state) {
  const net = network(state);
  const { h, ands, yhat } = forward(net, state.probe);
  return {
    sides: net.sides,
    convex: state.polygons.map(isConvex),
    h,
    ands,
    yhat,
    units: h.flat().length + ands.length + 1,
  };
}
