import assert from "node:assert/strict";
import { test } from "node:test";

import {
  addVectors, determinant, eigenSymmetric, identity, inverse, mapMatrix, matmul, matvec, solve, sumRows, transpose,
} from "../../nnkit/figures/src/core/linear.js";

function close(found, expected) {
  const right = expected.flat();
  found.flat().forEach((value, i) => assert.ok(Math.abs(value - right[i]) < 1e-12, `${found} ≠ ${expected}`));
}

const A = [[2, -1, 0], [1, 0, 3], [0, 4, 1]];

test("products and sums are those of hand calculation", () => {
  assert.deepEqual(matmul([[1, 2, 3], [4, 5, 6]], [[1, 0], [0, 1], [2, -1]]), [[7, -1], [16, -1]]);
  assert.deepEqual(matvec([[1, 2, 3], [4, 5, 6]], [1, 0, -1]), [-2, -2]);
  assert.deepEqual(transpose([[1, 2, 3], [4, 5, 6]]), [[1, 4], [2, 5], [3, 6]]);
  assert.deepEqual(addVectors([1, 2], [10, 20]), [11, 22]);
  assert.deepEqual(sumRows([[1, 2], [3, 4], [5, 6]]), [9, 12]);
  assert.deepEqual(mapMatrix([[1, 2], [3, 4]], (value, i, j) => value * 100 + i * 10 + j), [[100, 201], [310, 411]]);
});

test("a determinant is that of hand calculation, with its sign where rows change places", () => {
  assert.equal(determinant([[3]]), 3);
  assert.equal(determinant([[0, 2], [3, 5]]), -6);
  close([determinant(A)], [-23]);
  assert.equal(determinant([[1, 2], [2, 4]]), 0);
});

test("solve and inverse undo the product, also where the first pivot is 0", () => {
  for (const a of [A, [[0, 2], [3, 5]], [[1e-14, 1], [1, 1]]]) {
    const x = a.map((_, i) => i - 0.5);
    close(solve(a, matvec(a, x)), x);
    close(matmul(inverse(a), a), identity(a.length));
  }
});

test("a matrix whose rows depend on each other has no inverse", () => {
  assert.equal(inverse([[1, 2], [2, 4]]), null);
  assert.equal(solve([[1, 2], [2, 4]], [1, 1]), null);
});

test("a symmetric matrix is its eigenvalues along its eigenvectors", () => {
  const matrices = [[[2, 0], [0, 1]], [[1, 0], [0, 2]], [[1, 2], [2, 1]], [[3, -0.7], [-0.7, 0.4]], [[1, 0], [0, 1]]];
  for (const matrix of matrices) {
    const { values, vectors } = eigenSymmetric(matrix);
    assert.ok(values[0] >= values[1]);
    vectors.forEach((vector, k) => close(matvec(matrix, vector), vector.map((v) => v * values[k])));
    close(matmul(vectors, transpose(vectors)), identity(2));
  }
});
