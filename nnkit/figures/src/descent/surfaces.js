/** Loss surfaces over two weights, with their gradients. The same formulas stand in nnkit/figures/_descent.py. */

/** Two hollows along one axis, at about ±√2. */
const well = (a) => ((a * a - 2) * (a * a - 2)) / 8;
const wellSlope = (a) => (a * (a * a - 2)) / 2;

/**
 * name -> title; f and its derivatives by the first and the second weight; places near its minima; levels of the
 * lines; of a quadratic one its largest curvature
 */
export const SURFACES = {
  bowl: {
    title: "bowl",
    f: (a, b) => (a * a + b * b) / 2,
    slopes: [(a) => a, (a, b) => b],
    near: [[0, 0]],
    levels: [0.1, 0.5, 1, 2, 3, 4.5, 6, 8],
    curvature: 1,
  },
  ravine: {
    title: "ravine",
    f: (a, b) => (a * a + 20 * b * b) / 2,
    slopes: [(a) => a, (a, b) => 20 * b],
    near: [[0, 0]],
    levels: [0.3, 1, 2.5, 5, 10, 20, 40, 70],
    curvature: 20,
  },
  saddle: {
    title: "saddle",
    f: (a, b) => (a * a - b * b) / 2 + (b * b * b * b) / 8,
    slopes: [(a) => a, (a, b) => (b * b * b) / 2 - b],
    near: [[0, 1.4], [0, -1.4]],
    levels: [-0.45, -0.3, -0.12, 0, 0.3, 0.8, 1.6, 3, 5, 8],
  },
  two: {
    title: "two valleys",
    f: (a, b) => well(a) + a / 4 + (b * b) / 2 + (a * b) / 4,
    slopes: [(a, b) => wellSlope(a) + 1 / 4 + b / 4, (a, b) => b + a / 4],
    near: [[-1.6, 0.4], [1.3, -0.3]],
    levels: [-0.45, -0.25, 0, 0.25, 0.6, 1.2, 2.5, 4.5, 7.5],
  },
  four: {
    title: "four valleys",
    f: (a, b) => well(a) + well(b) + a / 4 + b / 8 + (a * b) / 8,
    slopes: [(a, b) => wellSlope(a) + 1 / 4 + b / 8, (a, b) => wellSlope(b) + 1 / 8 + a / 8],
    near: [[-1.5, -1.4], [-1.6, 1.4], [1.2, -1.5], [1.1, 1.2]],
    levels: [-0.4, -0.1, 0.15, 0.4, 0.7, 1.2, 2.2, 4, 7],
  },
};

/** A plain descent with small steps ends at the minimum to all digits. */
function settle({ f, slopes: [da, db] }, [a, b]) {
  for (let t = 0; t < 2000; t += 1) [a, b] = [a - 0.05 * da(a, b), b - 0.05 * db(a, b)];
  return { place: [a, b], value: f(a, b) };
}

const known = new Map();

/** @param {string} name @returns {{place: [number, number], value: number}[]} the minima, the lowest first */
export function minima(name) {
  if (!known.has(name)) {
    const found = SURFACES[name].near.map((place) => settle(SURFACES[name], place));
    known.set(name, found.sort((one, other) => one.value - other.value));
  }
  return known.get(name);
}
