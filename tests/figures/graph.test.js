import assert from "node:assert/strict";
import { test } from "node:test";

import graph, { compute, defaults } from "../../nnkit/figures/src/graph.js";
import { layout } from "../../nnkit/figures/src/graph/layout.js";
import { short } from "../../nnkit/figures/src/graph/notation.js";
import { read } from "../../nnkit/figures/src/graph/program.js";
import { tell } from "../../nnkit/figures/src/graph/words.js";
import { formula } from "../../nnkit/figures/src/graph/formula.js";

const twoPaths = { program: "s = x.sigmoid()\ny = x * s", leaves: { x: 1.5 } };
const words = (markup) => markup.replace(/<[^>]*>/g, "");

test("a number says what it has to say", () => {
  assert.deepEqual([0.5, 2, -0.17649, 12.251, 0.00042, 0, 1e-9, -1.0004].map(short),
    ["0.5", "2", "−0.176", "12.25", "0.00042", "0", "0", "−1"]);
});

test("what is no program is refused", () => {
  const wrong = ["", "z", "z = x", "z = 3", "z = f(x)", "z = x +", "z = (x * 2", "z = x ** y", "z = x; y", "z = x % 2"];
  for (const text of wrong) {
    assert.throws(() => read(text), Error, text);
  }
});

test("no two boxes of a layout overlap, and no edge runs through a box", () => {
  const programs = [...defaults.examples.map(({ program }) => program),
    "f = x * x * x * x + x", "a = x + y\nb = a * x\nc = b * a\nf = c * y"];
  for (const program of programs) {
    const { places, edges } = layout(read(program));
    const spots = [...places, ...edges.flatMap(({ via }) => via)];
    spots.forEach((a, i) => spots.slice(i + 1).forEach((b) =>
      assert.ok(a.column !== b.column || Math.abs(a.row - b.row) > 0.999, `${program}: ${JSON.stringify([a, b])}`)));
    for (const { from, to, via } of edges) assert.equal(places[to].column - places[from].column, via.length + 1);
  }
});

test("where paths meet, the sum is said in words and in the formula", () => {
  const first = compute({ ...twoPaths, at: 4 });
  const second = compute({ ...twoPaths, at: 5 });
  assert.match(tell(first), /x feeds 2 nodes: this is its first path, another share is to come/);
  assert.match(tell(second), /x’s second path: its share is added to the 0.818 of the path before/);
  assert.match(words(formula(second)), /=0.818\+1.5·0.149=1.041/);
  const square = compute({ program: "y = x * x", leaves: { x: 3 }, at: 3 });
  assert.match(tell(square), /x stands in y 2 times/);
  assert.match(words(formula(square)), /=1·3=3.*=3\+1·3=6/);
});

test("the steps go forward and back, and end", () => {
  const part = graph.defaults;
  const { steps } = compute(part);
  let state = { ...part, at: 0 };
  const labels = [];
  for (let i = 0; i < 20; i += 1) {
    labels.push(compute(state).steps[compute(state).at].kind);
    state = { ...state, at: Math.min(state.at + 1, steps.length - 1) };
  }
  assert.equal(labels.filter((kind) => kind === "forward").length, 5);
  assert.equal(compute({ ...part, at: 99 }).at, steps.length - 1);
});
