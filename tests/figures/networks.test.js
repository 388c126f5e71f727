import assert from "node:assert/strict";
import { test } from "node:test";

import backprop, { draw as drawBackprop } from "../../nnkit/figures/src/backprop.js";
import * as entries from "../../nnkit/figures/src/collapse/names.js";
import { compute } from "../../nnkit/figures/src/network/compute.js";
import { labelPlace, layoutOf } from "../../nnkit/figures/src/network/drawing.js";
import { drawFormula } from "../../nnkit/figures/src/network/formulas.js";
import { headOf, parse, put, settled, valueOf } from "../../nnkit/figures/src/network/names.js";

const zeros = (rows, columns) => Array.from({ length: rows }, () => Array(columns).fill(0));
const network = (...sizes) => ({
  weights: sizes.slice(1).map((n, k) => zeros(sizes[k], n)),
  x: Array(sizes[0]).fill(1),
  target: Array(sizes.at(-1)).fill(1),
  activation: "sigmoid", loss: "sse", view: "forward", written: "unit", chosen: "w1-1-1", unit: "z2-1",
});

test("a name finds its number, and a change its place", () => {
  const state = network(3, 2, 1);
  assert.deepEqual(parse("w2-1-1"), { kind: "w", l: 2, i: 1, j: 1 });
  assert.equal(headOf("w1-3-2"), "z2-2");
  const changed = { ...state, ...put(state, "w1-3-2", 5) };
  assert.deepEqual(changed.weights[0], [[0, 0], [0, 0], [0, 5]]);
  assert.equal(valueOf(changed, "w1-3-2"), 5);
  assert.equal(state.weights[0][2][1], 0);
});

test("what is chosen in another network is chosen anew", () => {
  const { chosen, unit } = settled({ ...network(2, 1), chosen: "w3-1-1", unit: "z4-1" });
  assert.deepEqual([chosen, unit], ["w1-1-1", "z2-1"]);
  const kept = settled({ ...network(2, 2, 1), chosen: "x2", unit: "z3-1" });
  assert.deepEqual([kept.chosen, kept.unit], ["x2", "z3-1"]);
});

test("no two weights meet on their edges, for any sizes", () => {
  for (const narrow of [false, true]) {
    const [width, height] = narrow ? [34, 17] : [42, 17];
    for (let n = 1; n <= 4; n++) {
      for (let m = 1; m <= 4; m++) {
        const layout = layoutOf(network(n, m, n, m), narrow);
        const places = [];
        for (let i = 1; i <= n; i++) for (let j = 1; j <= m; j++) places.push(labelPlace(layout, 1, i, j));
        places.forEach(([x, y], k) => {
          for (const [x2, y2] of places.slice(0, k)) {
            assert.ok(Math.abs(x - x2) >= width || Math.abs(y - y2) >= height, `${[n, m, narrow]}: ${[x, y, x2, y2]}`);
          }
        });
      }
    }
  }
});

const count = (markup, piece) => markup.split(piece).length - 1;

test("the whole sum has every product once, each weight by its name", () => {
  const state = { ...network(2, 3, 2, 1), written: "whole", activation: "tanh" };
  const formula = drawFormula(state, compute(state));
  assert.equal(count(formula, '<mn data-nn="x1">'), 3 * 2); // a way through each pair of hidden units
  assert.equal(count(formula, '<mn data-nn="w1-1-2">'), 2);
  assert.equal(count(formula, '<mn data-nn="w3-2-1">'), 1);
});

test("a network of one layer, of two outputs, of linear units has its formula too", () => {
  for (const given of [network(1, 1), network(4, 2), network(2, 2, 2, 2)]) {
    for (const written of ["unit", "whole"]) {
      for (const [view, loss] of [["forward", "sse"], ["backward", "sse"], ["backward", "cross_entropy"]]) {
        const state = { ...given, activation: "linear", written, view, loss };
        assert.doesNotMatch(drawFormula(state, compute(state)), /undefined|NaN|null/);
      }
    }
  }
});

test("an entry of the product keeps its place in a product of more layers", () => {
  const state = { weights: [zeros(3, 2), zeros(2, 3), zeros(1, 2)], chosen: "b9-1", depth: 3, cell: "P2-1-2" };
  assert.deepEqual(entries.parse("P2-1-2"), { kind: "P", indices: [2, 1, 2] });
  assert.equal(entries.settled(state).cell, "P3-1-2");
  assert.equal(entries.settled({ ...state, biases: [], cell: "p2-2" }).cell, "P3-1-1"); // one row is left
  assert.equal(entries.settled(state).chosen, "W1-1-1");
  assert.deepEqual(entries.put({ x: [1, 2] }, "x2", 7), { x: [1, 7] });
});

/** Left, top, right and bottom of every tensor with its name and shape above it. */
function tensorsIn(svg) {
  const outlines = svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" class="nn-outline">/g);
  return [...outlines].map(([, ...numbers]) => numbers.map(Number)).map(([x, y, w, h]) => [x, y - 30, x + w, y + h]);
}

const CAPTION = 42; // as wide as dJ/dW₁

const meet = (a, b) => {
  const room = (one) => Math.max(one[2] - one[0], CAPTION);
  const apart = Math.abs(a[0] + a[2] - b[0] - b[2]) / 2;
  return apart < (room(a) + room(b)) / 2 && a[1] < b[3] && b[1] < a[3];
};

test("narrow too, all of backpropagation's tensors lie in the picture, and no two meet", () => {
  for (const narrow of [false, true]) {
    for (const batch of [1, 6]) {
      const svg = drawBackprop({ batch, at: 12 }, { narrow });
      const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg).map(Number);
      const found = tensorsIn(svg);
      assert.equal(found.length, 6 + 5 + 8);
      for (const [left, , right, bottom] of found) assert.ok(left >= 0 && right <= width && bottom <= height);
      found.forEach((one, i) => found.slice(i + 1).forEach((other) => assert.ok(!meet(one, other))));
    }
  }
});

test("what is kept from step to step is what would be drawn anew; every number has its zero", () => {
  const other = { ...backprop.defaults, weights: [[[9, 9], [9, 9], [9, 9]], [[9, 9, 9]]], at: 12 };
  const before = drawBackprop({ at: 12 });
  assert.notEqual(drawBackprop(other), before);
  drawBackprop({ at: 0 }, { narrow: true });
  assert.equal(drawBackprop({ at: 12 }), before);
  assert.ok(before.includes(">−0.010<"));
  assert.doesNotMatch(before, />−?\.\d/);
});
