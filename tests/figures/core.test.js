import assert from "node:assert/strict";
import { test } from "node:test";

import { frame, roundUp, ticks } from "../../nnkit/figures/src/core/frame.js";
import { factor, format, snap } from "../../nnkit/figures/src/core/numbers.js";
import { drawNormal, segment } from "../../nnkit/figures/src/core/plane.js";
import { escape, node } from "../../nnkit/figures/src/core/svg.js";

test("numbers are written as readers expect them", () => {
  assert.equal(format(-1.239), "−1.24");
  assert.equal(format(-0.001), "0.00");
  assert.equal(format(null), "–");
  assert.equal(format(-Infinity), "−∞");
  assert.equal(factor(-0.5), "(−0.50)");
  assert.equal(snap(0.1 + 0.2, 0.05), 0.3);
});

test("ticks are round numbers inside the limits", () => {
  assert.deepEqual(ticks(-3, 3), [-3, -2, -1, 0, 1, 2, 3]);
  assert.deepEqual(ticks(-0.07, 1.02), [0, 0.2, 0.4, 0.6, 0.8, 1]);
});

test("a step is rounded up to 1, 2 or 5 times a power of ten", () => {
  assert.deepEqual([0.06, 0.1, 0.011, 30, 51].map(roundUp).map((step) => +step.toPrecision(6)), [0.1, 0.1, 0.02, 50, 100]);
});

test("a frame's scales and their inverses agree", () => {
  const f = frame({ left: 10, top: 20, width: 300, height: 200, xlim: [-3, 3], ylim: [0, 5] });
  assert.equal(f.x(-3), 10);
  assert.equal(f.y(5), 20);
  assert.ok(Math.abs(f.xInverse(f.x(1.7)) - 1.7) < 1e-12);
  assert.ok(Math.abs(f.yInverse(f.y(1.7)) - 1.7) < 1e-12);
});

const square = { xlim: [-3, 3], ylim: [-3, 3] };

test("a line is cut at the frame", () => {
  assert.deepEqual(segment([1, 0], -2, square), [[2, -3], [2, 3]]);
  assert.deepEqual(segment([0, 1], 1, square).map(([, y]) => y), [-1, -1]);
  assert.equal(segment([1, 0], -4, square), null);
  assert.equal(segment([1, 0], 4, square), null);
  assert.equal(segment([0, 0], 1, square), null);
});

test("markup is escaped", () => {
  assert.equal(escape('<b a="1">&'), "&lt;b a=&quot;1&quot;&gt;&amp;");
  assert.equal(node("text", { "aria-label": '"', hidden: false, x: 1.005 }, "a"), '<text aria-label="&quot;" x="1">a</text>');
});

test("the arrow of the weights stands where the whole of it is inside the frame", () => {
  const f = frame({ left: 0, top: 0, width: 100, height: 100, xlim: [-3, 3], ylim: [-3, 3] });
  const tipOf = (line) => /translate\((\S+) (\S+)\)/.exec(drawNormal(f, line))?.slice(1).map(Number);
  assert.deepEqual(tipOf([0, 1, 0]), [50, 33.33]);
  const [x, y] = tipOf([1, 5, -11.5]) ?? []; // the line leaves the frame at its upper left corner
  assert.ok(x > 60 && y >= 0, `${x}, ${y}`);
});
