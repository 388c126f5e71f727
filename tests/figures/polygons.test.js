import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, controls, defaults, draw, handles, remark } from "../../nnkit/figures/src/polygons.js";
import { isConvex } from "../../nnkit/figures/src/polygons/compute.js";

const SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2]];

test("convex is what turns one way, once around, without corners in line", () => {
  const star = [0, 2, 4, 1, 3].map((k) => [Math.cos((2 * Math.PI * k) / 5), Math.sin((2 * Math.PI * k) / 5)]);
  assert.equal(isConvex(SQUARE), true);
  assert.equal(isConvex([...SQUARE].reverse()), true);
  assert.equal(isConvex(star), false);
  assert.equal(isConvex([[0, 0], [1, 0], [2, 0], [1, 1]]), false);
  assert.equal(isConvex([[0, 0], [2, 0], [0.5, 0.5], [0, 2]]), false);
});

test("a corner moves alone, a side takes two along and stays parallel, and none leaves the plane", () => {
  const state = { ...defaults, polygons: [SQUARE] };
  assert.deepEqual(handles.move(state, "corner.0.2", [2.5, 2.5]).polygons[0], SQUARE.with(2, [2.5, 2.5]));
  assert.deepEqual(handles.move(state, "side.0.3", [-1, 1]).polygons[0], [[-1, 0], [2, 0], [2, 2], [-1, 2]]);
  assert.equal(handles.move(state, "side.0.3", [-1, 2.9]), null);
});

test("a dent is told, and so is where the probe lies", () => {
  const dented = { ...defaults, polygons: [SQUARE.with(2, [0.5, 0.5])] };
  assert.match(remark(dented), /not convex/);
  assert.match(remark(defaults), /5 of the 5 .* inside polygon 1:/);
  assert.match(remark({ ...defaults, probe: [0.2, -0.2] }), /inside both/);
  assert.match(remark({ ...defaults, probe: [-2.5, 2.5] }), /outside/);
});

test("controls change the number of polygons and of their corners", () => {
  const [region, first] = controls(defaults);
  assert.equal(region.change(defaults, 1).polygons.length, 1);
  assert.equal(region.change(region.change(defaults, 1), 2).polygons.length, 2);
  const eight = { ...defaults, ...first.change(defaults, 8) };
  assert.deepEqual([eight.polygons[0].length, compute(eight).convex[0]], [8, true]);
});

test("hard regions are polygons, soft ones bands", () => {
  assert.equal(draw(defaults).match(/nn-band-7/g).length, 2);
  assert.ok(draw({ ...defaults, soft: true }).match(/nn-band-\d/g).length > 5);
});
