/** Linear algebra on small matrices, rows as arrays: plain loops, no library. */

/** @typedef {number[][]} Matrix */

/** Rows of `a` times columns of `b`: (n, k) (k, m) -> (n, m). @param {Matrix} a @param {Matrix} b */
export const matmul = (a, b) =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));

/** (n, k) (k,) -> (n,). @param {Matrix} a @param {number[]} x */
export const matvec = (a, x) => a.map((row) => row.reduce((sum, value, k) => sum + value * x[k], 0));

/** (n, m) -> (m, n). @param {Matrix} a */
export const transpose = (a) => a[0].map((_, j) => a.map((row) => row[j]));

/** Entry by entry. @param {number[]} a @param {number[]} b */
export const addVectors = (a, b) => a.map((value, i) => value + b[i]);

/** The sum of each column: (n, m) -> (m,). @param {Matrix} a */
export const sumRows = (a) => a.reduce(addVectors);

/** a_{ij} -> f(a_{ij}, i, j). @param {Matrix} a @param {(value: number, i: number, j: number) => number} f */
export const mapMatrix = (a, f) => a.map((row, i) => row.map((value, j) => f(value, i, j)));

/** @param {number} n @returns {Matrix} */
export const identity = (n) => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => +(i === j)));

/**
 * Gauss's elimination with the largest pivot of each column, done to `right` too.
 * @param {Matrix} a (n, n) @param {Matrix} right (n, m)
 * @returns {{rows: Matrix, determinant: number}} a's columns are the identity's now, where the determinant is not 0
 */
function eliminate(a, right) {
  const n = a.length;
  const rows = a.map((row, i) => [...row, ...right[i]]);
  let determinant = 1;
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[best][k])) best = i;
    if (rows[best][k] === 0) return { rows, determinant: 0 };
    if (best !== k) ([rows[k], rows[best]] = [rows[best], rows[k]]), (determinant = -determinant);
    const pivot = rows[k][k];
    determinant *= pivot;
    rows[k] = rows[k].map((value) => value / pivot);
    for (let i = 0; i < n; i++) {
      const times = rows[i][k];
      if (i !== k && times !== 0) rows[i] = rows[i].map((value, j) => value - times * rows[k][j]);
    }
  }
  return { rows, determinant };
}

/** @param {Matrix} a (n, n) */
export const determinant = (a) => eliminate(a, a.map(() => [])).determinant;

/** x with a x = b, or null where the determinant is 0. @param {Matrix} a (n, n) @param {number[]} b (n,) */
export function solve(a, b) {
  const { rows, determinant } = eliminate(a, b.map((value) => [value]));
  return determinant === 0 ? null : rows.map((row) => row[a.length]);
}

/** The inverse, or null where the determinant is 0. @param {Matrix} a (n, n) */
export function inverse(a) {
  const { rows, determinant } = eliminate(a, identity(a.length));
  return determinant === 0 ? null : rows.map((row) => row.slice(a.length));
}

/**
 * A symmetric [[a, b], [b, c]] = Σ value · vector vectorᵀ.
 * @param {Matrix} matrix
 * @returns {{values: [number, number], vectors: [[number, number], [number, number]]}} the larger value first; the
 *   vectors have length 1 and stand at a right angle, the second a quarter turn to the left of the first
 */
export function eigenSymmetric([[a, b], [, c]]) {
  const [middle, half] = [(a + c) / 2, Math.hypot((a - c) / 2, b)];
  const angle = Math.atan2(2 * b, a - c) / 2;
  const [x, y] = [Math.cos(angle), Math.sin(angle)];
  return { values: [middle + half, middle - half], vectors: [[x, y], [-y, x]] };
}
