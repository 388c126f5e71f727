/** Least squares with weight decay, for all sizes of a growing model at once. */

/** Householder: makes column k of `rows` zero below its row k, by one reflection of all columns from k on. */
function reflect(rows, k) {
  const v = rows.map((row, i) => (i < k ? 0 : row[k]));
  v[k] += Math.hypot(...v) * (v[k] < 0 ? -1 : 1);
  const length = v.reduce((sum, value) => sum + value * value, 0);
  if (length === 0) return;
  for (let j = k; j < rows[0].length; j++) {
    let share = 0;
    for (let i = k; i < rows.length; i++) share += v[i] * rows[i][j];
    share *= 2 / length;
    for (let i = k; i < rows.length; i++) rows[i][j] -= share * v[i];
  }
}

/** Solves the upper left triangle of size `m`; the right side is the last column. */
function backSubstitute(rows, m) {
  const w = new Array(m).fill(0);
  for (let i = m - 1; i >= 0; i--) {
    let rest = rows[i].at(-1);
    for (let j = i + 1; j < m; j++) rest -= rows[i][j] * w[j];
    w[i] = rest / rows[i][i];
  }
  return w;
}

/**
 * Weights that minimise Σ (a w − y)² + decay Σ_{j > 0} w_j² with the first m columns of `a` only, for every m. (A
 * column's decay is a row below `a` that is 0 in all columns before it: one triangle holds the solutions of all m.)
 * @param {number[][]} a (n, M), a constant in its first column @param {number[]} y (n,) @param {number} decay > 0
 * @returns {number[][]} weights of length 1, 2, …, M
 */
export function nestedFits(a, y, decay) {
  const columns = a[0].length;
  const penalties = Array.from({ length: columns - 1 }, (_, j) =>
    Array.from({ length: columns + 1 }, (_, k) => (k === j + 1 ? Math.sqrt(decay) : 0)));
  const rows = [...a.map((row, i) => [...row, y[i]]), ...penalties];
  for (let k = 0; k < columns; k++) reflect(rows, k);
  return Array.from({ length: columns }, (_, k) => backSubstitute(rows, k + 1));
}
