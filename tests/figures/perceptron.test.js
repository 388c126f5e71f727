import assert from "node:assert/strict";
import { test } from "node:test";

import { areSeparable, clip, cornersOf, hull } from "../../nnkit/figures/src/core/polygon.js";
import { compute, controls, defaults, draw, handles, remark, step } from "../../nnkit/figures/src/perceptron.js";

const act = (state, label) => ({ ...state, ...controls(state).find((control) => control.label === label).act(state) });
const XOR = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]];

test("the buttons walk from mistake to mistake, to the end and back", () => {
  const next = act(defaults, "Next mistake");
  assert.equal(compute(next).updates, compute(defaults).updates + 1);
  const end = act(next, "To the end");
  assert.deepEqual([end.looks, compute(end).mistakes, compute(act(end, "Back")).mistakes > 0], [22, 0, true]);
  assert.equal(step(end), null);
  assert.deepEqual(step(defaults), { looks: 11 });
  assert.equal(act(end, "From the start").looks, 0);
});

test("labels that no line separates are said so, and the run is cut off", () => {
  const state = { ...defaults, points: XOR };
  assert.match(remark(state), /No line separates.*an end\.$/);
  assert.match(remark({ ...state, looks: 1000 }), /cut off after 1000 looks/);
  assert.equal(act(state, "To the end").looks, 1000);
  assert.equal(step({ ...state, looks: 1000 }), null);
});

test("a click adds a point of the chosen label, and it can be removed", () => {
  const added = { ...defaults, ...handles.tap({ ...defaults, adds: "0" }, "plane", [0.512, -1.01]) };
  assert.deepEqual(added.points.at(-1), [0.5, -1, 0]);
  assert.deepEqual(act(added, "Remove this point").points, defaults.points);
});

test("no points, one point and a line without weights can be drawn", () => {
  for (const points of [[], [[0, 0, 1]], [[0, 0, 0]]]) {
    for (const looks of [0, 1]) assert.doesNotMatch(draw({ ...defaults, points, looks }), /NaN|undefined/);
  }
  assert.match(remark({ ...defaults, points: [] }), /no points/);
});

test("hulls that touch cannot be separated, and those that are apart can", () => {
  const square = [[0, 0], [1, 0], [1, 1], [0, 1]];
  const cases = [
    [[[2, 0.5]], true], [[[1, 0.5]], false], [[[0.5, 0.5]], false], [[[-1, 2], [2, -0.5]], false],
    [[[1.5, 0], [1.5, 9]], true], [[[1.2, 0.9], [0.9, 1.2]], true], [[[0.5, 2], [0.5, -1]], false],
  ];
  for (const [others, apart] of cases) {
    assert.equal(areSeparable(square, others), apart, JSON.stringify(others));
    assert.equal(areSeparable(others, square), apart, JSON.stringify(others));
  }
  assert.equal(areSeparable([[0, 0], [1, 1]], [[2, 2], [3, 3]]), true);
  assert.equal(areSeparable([[0, 0], [2, 2]], [[1, 1]]), false);
  assert.equal(areSeparable([], [[1, 1]]), true);
  assert.equal(areSeparable([[1, 1]], [[1, 1]]), false);
});

test("a half-plane cuts a polygon, a hull has its corners only", () => {
  const frame = cornersOf({ xlim: [0, 4], ylim: [0, 2] });
  assert.deepEqual(clip(frame, [-1, 0], 1), [[0, 0], [1, 0], [1, 2], [0, 2]]);
  assert.deepEqual(clip(frame, [1, 0], -5), []);
  assert.deepEqual(hull([[0, 0], [1, 1], [2, 0], [1, 0], [2, 2], [0, 2]]), [[0, 0], [2, 0], [2, 2], [0, 2]]);
});

test("every learning rate draws the same lines from w = 0", () => {
  for (let rate = 0.1; rate < 2.05; rate += 0.1) {
    const { counts, after } = compute({ ...defaults, rate, looks: 22 });
    assert.deepEqual(counts, [6, 4, 6, 1, 1, 0]);
    assert.ok(Math.abs(after[0] / rate - 1.9) < 1e-9);
  }
});

test("the points of the buttons are what the chapter on a single neuron says of them", () => {
  assert.deepEqual(act(defaults, "separable").points, defaults.points);
  const gap = act(defaults, "narrow gap");
  assert.equal(compute(act(gap, "To the end")).updates, 26);
  const wider = gap.points.map(([x1, x2, y], i) => [x1, i >= 5 && i < 9 ? x2 - 0.5 : x2, y]);
  assert.equal(compute(act({ ...gap, points: wider }, "To the end")).updates, 9);
  assert.deepEqual(["overlapping", "XOR"].map((set) => compute(act(defaults, set)).separable), [false, false]);
});
