/** Every number of the convolution figure: nnkit.convolution's Conv2d with one channel and no bias (tested). */

/** @typedef {{image: number[][], kernel: number[][], stride: number, padding: number, at: number}} State */

/**
 * How many windows fit side by side.
 * @param {number} size @param {number} width @param {number} stride @param {number} padding
 */
export const windows = (size, width, stride, padding) => Math.floor((size + 2 * padding - width) / stride) + 1;

const range = (n) => Array.from({ length: n }, (_, i) => i);

/** The pixels under one window: each with its weight's place (i, j) and number k; outside the image x is 0. */
const under = ({ image, kernel, stride, padding }, p, q) =>
  kernel.flatMap((weights, i) => weights.map((w, j) => {
    const [row, column] = [p * stride + i - padding, q * stride + j - padding];
    const x = image[row]?.[column] ?? 0;
    return { i, j, k: i * weights.length + j, row, column, inside: image[row]?.[column] != null, w, x, product: w * x };
  }));

const total = (terms) => terms.reduce((sum, { product }) => sum + product, 0);

/**
 * @param {State} state
 * @returns {{rows: number, columns: number, at: number, p: number, q: number, terms: ReturnType<typeof under>,
 *   z: number[][], entries: {column: number, k: number, w: number}[][], weights: number, dense: number, zeros: number}}
 *   `terms` of the current window number `at`, in row p and column q; `entries` of each row of the matrix that makes
 *   the flattened z out of the flattened image; `dense`, how many weights a dense layer of these sizes has, and how
 *   many `zeros` of them the convolution has
 */
export function compute(state) {
  const { image, kernel, stride, padding } = state;
  const rows = windows(image.length, kernel.length, stride, padding);
  const columns = windows(image[0].length, kernel[0].length, stride, padding);
  const at = Math.min(Math.max(state.at, 0), rows * columns - 1);
  const [p, q] = [Math.floor(at / columns), at % columns];
  const all = range(rows).map((row) => range(columns).map((column) => under(state, row, column)));
  const entries = all.flat().map((terms) => terms.filter(({ inside }) => inside)
    .map(({ row, column, k, w }) => ({ column: row * image[0].length + column, k, w })));
  const dense = rows * columns * image.length * image[0].length;
  return {
    rows,
    columns,
    at,
    p,
    q,
    terms: all[p][q],
    z: all.map((row) => row.map(total)),
    entries,
    weights: kernel.length * kernel[0].length,
    dense,
    zeros: dense - entries.flat().length,
  };
}
