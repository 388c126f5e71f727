import assert from "node:assert/strict";
import { test } from "node:test";

import { ACTIVATIONS, softmax } from "../../nnkit/figures/src/core/activations.js";
import { compute } from "../../nnkit/figures/src/overfit/compute.js";
import { nestedFits } from "../../nnkit/figures/src/overfit/fit.js";
import { MODELS } from "../../nnkit/figures/src/overfit/models.js";

const near = (found, expected) => assert.ok(Math.abs(found - expected) < 1e-12, `${found} is not ${expected}`);

test("every derivative is the slope of its function", () => {
  for (const [name, { g, derivative }] of Object.entries(ACTIVATIONS)) {
    for (const z of [-2.3, -0.4, 0.7, 3.1]) {
      const slope = (g(z + 1e-5) - g(z - 1e-5)) / 2e-5;
      assert.ok(Math.abs(derivative(z) - slope) < 1e-8, `${name} at ${z}: ${derivative(z)}, not ${slope}`);
    }
  }
});

test("softmax is a distribution, however large its logits are", () => {
  for (const z of [[1, 2, 3], [1000, -1000], [-1000, -1000, -1000]]) near(softmax(z).reduce((a, b) => a + b), 1);
});

test("a constant and a line are fitted by hand", () => {
  const [constant, line] = nestedFits([[1, 0], [1, 1], [1, 2]], [1, 3, 5], 1e-12);
  near(constant[0], 3);
  assert.ok(Math.abs(line[0] - 1) < 1e-9 && Math.abs(line[1] - 2) < 1e-9);
});

test("weight decay shrinks all weights but the constant's", () => {
  const [, line] = nestedFits([[1, -1], [1, 1]], [2, 4], 2);
  near(line[0], 3);
  near(line[1], 0.5); // the slope 1, times 2 / (2 + decay)
});

test("a larger model never has a larger least value of what is minimised", () => {
  const x = [-0.9, -0.5, -0.2, 0.1, 0.4, 0.8];
  const y = [0.3, -0.7, 0.2, 0.9, -0.1, 0.5];
  for (const { terms } of Object.values(MODELS)) {
    const rows = x.map(terms);
    const least = nestedFits(rows, y, 1e-3).map((weights) => {
      const errors = rows.map((row, i) => weights.reduce((sum, weight, j) => sum + weight * row[j], 0) - y[i]);
      const penalty = weights.slice(1).reduce((sum, weight) => sum + weight ** 2, 0);
      return errors.reduce((sum, error) => sum + error ** 2, 0) + 1e-3 * penalty;
    });
    least.slice(1).forEach((value, k) => assert.ok(value <= least[k] + 1e-12, `size ${k + 1}`));
  }
});

const STATE = { model: "relu", capacity: 3, n: 10, noise: 0.3, decay: 1e-6, seed: 4 };

test("more data leave the points that were there, another seed does not", () => {
  const few = compute(STATE);
  assert.deepEqual(compute({ ...STATE, n: 30 }).points.slice(0, 10), few.points);
  assert.deepEqual(compute({ ...STATE, n: 30 }).test, few.test);
  assert.notDeepEqual(compute({ ...STATE, seed: 5 }).points, few.points);
});

test("more noise stretches the same noise", () => {
  const [quiet, loud] = [0.1, 0.2].map((noise) => compute({ ...STATE, noise }).points);
  quiet.forEach(([x, y], i) => near(loud[i][1] - Math.sin(x), 2 * (y - Math.sin(x))));
});
