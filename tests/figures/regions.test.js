import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, controls, defaults, draw, handles, remark } from "../../nnkit/figures/src/regions.js";

const solve = (state) => ({ ...state, ...controls(state).find(({ label }) => label === "Solve it").act(state) });

test("every truth table can be met by two half-planes, soft or hard", () => {
  for (const target of ["and", "or", "xor", "nand", "nor"]) {
    for (const soft of [false, true]) {
      const state = { ...solve({ ...defaults, target }), soft };
      assert.equal(compute(state).right, 4, target);
      assert.match(remark(state), /is met/);
    }
  }
});

test("corners that come out alike are told", () => {
  const state = { ...defaults, anchor: [[-0.4, -0.4], [1.4, 1.4]] };
  assert.match(remark(state), /alike/);
  assert.match(remark({ ...defaults, output: "or" }), /the other output unit/);
});

test("an anchor moves the line, a tip turns it, and no arrow vanishes", () => {
  const moved = { ...defaults, ...handles.move(defaults, "anchor.1", [1, 1]) };
  assert.equal(compute(moved).hidden[1].bias, 2);
  const turned = { ...defaults, ...handles.move(defaults, "tip.0", [0.6, 0.2]) };
  assert.deepEqual(turned.weight[0], [0, 1]);
  assert.deepEqual(handles.at(turned, "tip.0").map((value) => +value.toFixed(9)), [0.6, 0.2]);
  assert.equal(handles.move(defaults, "tip.0", defaults.anchor[0]), null);
});

test("the hard regions are cut along the lines", () => {
  const areas = draw(defaults).match(/class="nn-band-[27]"/g).map((found) => found.at(-2));
  // Two corners of 0 and the strip of 1 in the plane; in the hidden space a half-plane of 1 over 0.
  assert.deepEqual(areas.sort(), ["2", "2", "2", "7", "7"]);
  assert.equal(draw({ ...defaults, soft: true }).match(/nn-band-\d/g).length, 20);
});
