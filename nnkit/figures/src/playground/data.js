/** Labelled points: the data sets of nnkit.data in the plane's middle, and which points are kept for the test. */

import { random } from "../core/random.js";
import { clamp } from "../core/numbers.js";

const polar = (radius, angle) => [radius * Math.cos(angle), radius * Math.sin(angle)];
const TURN = 2 * Math.PI;

/** A board of squares x squares over ±1.2; a square's label comes from its column and row. */
const board = (squares, labelOf) => (label, classes, { integer, uniform }) => {
  let [column, row] = [0, 0];
  do [column, row] = [integer(squares), integer(squares)];
  while (labelOf(column, row, classes) !== label);
  return [column, row].map((place) => (2.4 * (place + uniform())) / squares - 1.2);
};

/**
 * name -> title, the labels it has (none: as many as classes), and place(label, classes, random) -> a point before
 * the noise. The formulas are those of nnkit.data; moons are moved and shrunk into the middle of the plane.
 */
export const DATASETS = {
  blobs: {
    title: "blobs",
    place: (label, classes) => polar(0.9, TURN * (5 / 8 + label / classes)),
  },
  moons: {
    title: "moons",
    labels: 2,
    place(label, _, { uniform }) {
      const [x1, x2] = polar(1, Math.PI * (uniform() - label));
      return [0.8 * (x1 + label - 0.5), 0.8 * (x2 + label / 2 - 0.25)];
    },
  },
  circles: {
    title: "circles",
    place: (label, classes, { uniform }) => polar(1 - label / classes, TURN * uniform()),
  },
  spirals: {
    title: "spirals",
    place(label, classes, { uniform }) {
      const radius = Math.sqrt(uniform(0.01, 1));
      return polar(1.2 * radius, TURN * (radius + label / classes));
    },
  },
  xor: {
    title: "XOR",
    place: board(2, (column, row, classes) => (classes === 2 ? (column + row) % 2 : (column + 2 * row) % classes)),
  },
  checkerboard: { title: "checkerboard", place: board(4, (column, row, classes) => (column + row) % classes) },
};

/** Share of the golden section: multiples of it fill [0, 1) evenly, however many there are. */
const GOLDEN = 0.6180339887498949;

/** Is point i one of the share kept for the test? Where a row does not say it, by its place. */
export const isTest = (row, i, share) => (row[3] == null ? (i * GOLDEN) % 1 > 1 - share : row[3] === 1);

const round = (value) => Number(value.toFixed(3));

/**
 * @param {{dataset: string, count: number, classes: number, noise: number, share: number, seed: number,
 *   limit: number}} recipe
 * @returns {number[][]} rows x1, x2, label, and 1 for a test point, else 0
 */
export function generate({ dataset, count, classes, noise, share, seed, limit }) {
  const { place, labels = classes } = DATASETS[dataset] ?? { place: null };
  if (!place) return [];
  const source = random(seed);
  return Array.from({ length: count }, (_, i) => {
    const label = i % labels;
    const [x1, x2] = place(label, labels, source).map((x) =>
      round(clamp(x + noise * source.normal(), -limit, limit)));
    return [x1, x2, label, Number(isTest([], Math.floor(i / labels), share))];
  });
}

/** The points of a state with whether each is a test point: those given, else those of the recipe. */
export const pointsOf = (state) =>
  state.points.length || state.dataset === "own" ? marked(state.points, state.share) : recipe(state);

const marked = (points, share) =>
  points.every((row) => row.length === 4)
    ? points
    : points.map((row, i) => [...row.slice(0, 3), Number(isTest(row, i, share))]);

/** @type {{key: string, points: number[][]}} */
let last = { key: "", points: [] };

/** The last recipe's points are kept: they are asked for at every drawing. */
function recipe({ dataset, count, classes, noise, share, seed, limit }) {
  const key = JSON.stringify([dataset, count, classes, noise, share, seed, limit]);
  if (key !== last.key) last = { key, points: generate({ dataset, count, classes, noise, share, seed, limit }) };
  return last.points;
}

/**
 * Points as arrays for the network.
 * @param {number[][]} points
 * @param {number} test 1 for the test points, 0 for those to learn from
 * @returns {{x: Float64Array, target: Int32Array, n: number}}
 */
export function columns(points, test) {
  const rows = points.filter((row) => row[3] === test);
  return {
    x: Float64Array.from(rows.flatMap(([x1, x2]) => [x1, x2])),
    target: Int32Array.from(rows, ([, , label]) => label),
    n: rows.length,
  };
}

/** The same points, with another share kept for the test. */
export const split = (points, share) =>
  points.map(([x1, x2, label], i) => [x1, x2, label, Number(isTest([], i, share))]);
