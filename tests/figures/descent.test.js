import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, defaults, describe, draw } from "../../nnkit/figures/src/descent.js";
import { formula, readable, tell } from "../../nnkit/figures/src/descent/words.js";

const said = (changes) => tell({ ...defaults, ...changes }, compute({ ...defaults, ...changes }));
const words = (markup) => markup.replace(/<[^>]*>/g, "");

test("numbers of any size can be read", () => {
  assert.deepEqual([1.239, 0, 123456, -0.00012, 4.2e30].map((value) => readable(value)),
    ["1.24", "0.00", "1.2·10⁵", "−1.2·10⁻⁴", "4.2·10³⁰"]);
});

test("what has come of a descent is said in words", () => {
  assert.match(said({}), /swings from side to side.*0.09 · 20 = 1.80 < 2.00/);
  assert.match(said({ lr: 0.1 }), /0.10 · 20 = 2.00 = 2.00: it swings for ever/);
  assert.match(said({ lr: 0.11 }), /Diverging: the loss has grown.*2.20 > 2.00: every step overshoots/);
  assert.match(said({ surface: "two", lr: 2, start: [2.5, 2], steps: 60 }),
    /Diverged: at step \d+ the loss is beyond the largest number/);
  assert.match(said({ surface: "two", lr: 0.3, start: [2.5, 1], steps: 80 }),
    /Stuck in valley B.*valley A lies \d.\d\d lower. A local optimum/);
  assert.match(said({ surface: "saddle", lr: 0.2, start: [2, 0], steps: 80 }), /no minimum: a saddle/);
  assert.match(said({ surface: "bowl", lr: 0.5, steps: 60 }), /Arrived: the gradient is nearly 0\./);
  assert.match(said({ surface: "bowl", lr: 0.05, steps: 3 }), /the step goes against it/);
  assert.match(said({ surface: "saddle", lr: 0.3, many: true }),
    /Of 625 starts end 48 % in A, 48 % in B, 4 % nowhere yet/);
});

test("the last step stands in the formula with its numbers", () => {
  const state = { ...defaults, start: [1, 2], lr: 0.1, steps: 1 };
  assert.match(words(formula(state, compute(state))), /w1=1.000−0.10·1.000=0.900w2=2.000−0.10·40.000=−2.000/);
  const still = { ...state, steps: 0 };
  assert.match(words(formula(still, compute(still))), /w1=1.000w2=2.000/);
});

test("a descent that has left the numbers is still drawn and told", () => {
  const far = { lr: 2.2, steps: 200 };
  for (const state of [{ ...far, surface: "two" }, { start: [1e200, 1e200] }, { ...far, many: true }]) {
    assert.doesNotMatch(draw(state), /NaN|Infinity|undefined/);
  }
  assert.match(describe({ surface: "two", lr: 2.2, steps: 200 }), /has diverged at step/);
});

test("a drag of the start computes the basins once", () => {
  const state = { ...defaults, surface: "four", many: true };
  const first = compute(state).basins;
  assert.equal(compute({ ...state, start: [1, 1], steps: 3 }).basins, first);
  assert.notEqual(compute({ ...state, lr: 0.1 }).basins, first);
});

test("on a saddle's ridge a descent that stays is told what would free it", () => {
  const told = said({ surface: "saddle", start: [2.5, 0], lr: 0.1, steps: 100 });
  assert.match(told, /no minimum: a saddle\. A little to the side/);
});
