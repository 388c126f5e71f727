import assert from "node:assert/strict";
import { test } from "node:test";

import staircase, { draw as drawStaircase } from "../../nnkit/figures/src/staircase.js";
import { frames } from "../../nnkit/figures/src/staircase/panels.js";
import { graph, linspace, targetGraph, valueAt } from "../../nnkit/figures/src/approximation/network.js";
import { TARGETS } from "../../nnkit/figures/src/approximation/targets.js";
import { defaults, draw } from "../../nnkit/figures/src/design.js";
import { compute, MOST } from "../../nnkit/figures/src/design/compute.js";
import * as design from "../../nnkit/figures/src/design/edit.js";
import { slopeHandle } from "../../nnkit/figures/src/design/panels.js";
import { hint } from "../../nnkit/figures/src/design/words.js";
import { fitted } from "../../nnkit/figures/src/staircase/compute.js";

const after = (state, changes) => ({ ...state, ...changes });

test("a step network is drawn level and upright, with its jumps where they are", () => {
  const corners = graph({ kind: "step", units: [[1, 1, 2], [2, -1, 5]], bias: 0 }, [0, 4]);
  assert.deepEqual(corners, [[0, 5], [1, 5], [1, 7], [2, 7], [2, 2], [4, 2]]);
});

test("a broken line is drawn from bend to bend", () => {
  assert.deepEqual(graph({ kind: "relu", units: [[1, 1, 2]], bias: 3 }, [0, 4]), [[0, 3], [1, 3], [4, 9]]);
});

test("a steep sigmoid is drawn with its bend, which even places would miss", () => {
  const unit = { kind: "sigmoid", units: [[0.5004, 1000, 1]], bias: 0 };
  const bend = graph(unit, [0, 1]).filter(([, y]) => y > 0.01 && y < 0.99);
  assert.ok(bend.length >= 7, `${bend.length} places`);
});

test("a target that jumps is drawn upright there", () => {
  const jumps = targetGraph(TARGETS.steps).filter(([x]) => Math.abs(x - 2) < 1e-6).map(([, y]) => y);
  assert.deepEqual([jumps.at(0), jumps.at(-1)], [1, 3]);
});

test("linspace ends where it says", () => {
  assert.equal(linspace(-Math.PI, Math.PI, 1001).at(-1), Math.PI);
  assert.deepEqual(linspace(0, 4, 4, false), [0, 1, 2, 3]);
});

test("a click adds a unit that lifts the network to that place", () => {
  const state = after(defaults, { kind: "step", units: [[-1, 1, 0.5]] });
  const added = after(state, design.addBelow(state, [0.5, 0.9]));
  assert.deepEqual(added.units, [[-1, 1, 0.5], [0.5, 1, 0.4]]);
  assert.equal(added.selected, 1);
  assert.ok(Math.abs(valueAt(added, 0.5) - 0.9) < 1e-12);
});

test("a unit is added where the error is largest, and makes it smaller there", () => {
  const state = after(defaults, { kind: "step", target: "steps", units: [[1, 1, 1]] });
  const added = after(state, design.addWhereWorst(state));
  const [place, , height] = added.units[1];
  assert.deepEqual([place, height], [2, 2]);
  assert.ok(compute(added).largest < compute(state).largest);
});

test("there are always between one unit and the most", () => {
  assert.equal(design.remove(after(defaults, { units: [[0, 1, 1]] })), null);
  const full = after(defaults, { units: Array(MOST).fill([0, 1, 1]) });
  assert.equal(design.addWhereWorst(full), null);
  const removed = design.remove(after(defaults, { selected: 1 }));
  assert.deepEqual(removed, { units: [[-0.9, 4, 0.9]], selected: 0 });
});

test("a unit stays inside the interval, its slope and height within their limits", () => {
  assert.deepEqual(design.edit(defaults, [9, -99, 9]).units[0], [3, -40, 2]);
  assert.deepEqual(design.edit(defaults, [null, null, 0.5]).units[0], [-0.9, 4, 0.5]);
});

test("where a unit is selected that is not, the last one is meant", () => {
  const state = after(defaults, { selected: 7 });
  assert.deepEqual(design.turn(state).units[1], [0.9, -4, -0.9]);
  assert.equal(draw(state), draw(after(defaults, { selected: 1 })));
  assert.deepEqual(design.remove(state), { units: [[-0.9, 4, 0.9]], selected: 0 });
});

test("a unit turned round twice is the same", () => {
  const turned = after(defaults, design.turn(defaults));
  assert.equal(turned.units[0][1], -4);
  assert.deepEqual(design.turn(turned).units, defaults.units);
});

test("other units keep the places and the directions", () => {
  const state = after(defaults, { units: [[-0.9, -8, 0.9], [0.9, 4, -0.9]] });
  assert.deepEqual(design.changeKind(state, "relu").units, [[-0.9, -1, 0.9], [0.9, 1, -0.9]]);
});

test("another target takes the units to the same fractions of its interval and of its heights", () => {
  assert.deepEqual(design.changeTarget(defaults, "zigzag").units, [[1.4, 4, 1.8], [2.6, 4, -1.8]]);
});

test("the slope's handle is where the tangent reaches the height, and never outside", () => {
  assert.deepEqual(slopeHandle(defaults), [-0.4, 0.9]);
  assert.equal(slopeHandle(after(defaults, { units: [[-0.9, 0, 1]] }))[0], 3);
  assert.equal(slopeHandle(after(defaults, { units: [[-0.9, -0.1, 1]] }))[0], -3);
});

test("the heights of a staircase are the target's in the middle of each cell", () => {
  assert.deepEqual(fitted("steps", 4), [0, 1, 3, 2]);
});

const HINTS = [
  ["a line is a line", { kind: "linear" }, /straight line, and no line’s largest error is below 0\.500/],
  ["no star without a jump", { target: "steps" }, /wrong by at least half of it, 1\.00\. Only step units/],
  ["where steps belong", { target: "steps", kind: "step", units: [[1, 1, 1]] }, /jumps at x = 2 and 3/],
  ["where ReLUs belong", { target: "tent", kind: "relu", units: [[-1, 1, 1], [0, 1, -2]] }, /bends at x = 1:/],
  ["too low", {}, /At x = 0\.00 your network is 0\.15 too low\. A sigmoid to the left moves what is right of it up/],
  ["too high", { units: [[-0.9, 4, 1.9], [0.9, 4, -1.9]] }, /too high\. .* down/],
  ["all stars", { target: "ramp", kind: "relu", units: [[0, 1, 0.5], [2, 1, -0.5]] }, /Three stars with 2 hidden/],
];
for (const [name, changes, words] of HINTS) {
  test(`a hint says what is missing: ${name}`, () => assert.match(hint(after(defaults, changes)), words));
}

test("the units of a row stand inside its panel", () => {
  for (const narrow of [false, true]) {
    const state = { ...staircase.defaults, heights: Array(6).fill(0.5) };
    const { left, width } = frames(state, narrow).staircase;
    const chips = [...drawStaircase(state, { narrow }).matchAll(/<g class="nn-chip[^>]*><rect x="([\d.]+)"/g)];
    const places = chips.map(([, x]) => Number(x));
    assert.equal(places.length, 12);
    assert.ok(Math.min(...places) >= left - 10 && Math.max(...places) + 40 <= left + width + 10);
    assert.ok(narrow || (Math.min(...places) === left && Math.max(...places) + 40 === left + width));
  }
});
