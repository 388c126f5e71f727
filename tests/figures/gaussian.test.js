import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, controls, defaults, draw, handles, remark } from "../../nnkit/figures/src/gaussian.js";
import { small } from "../../nnkit/figures/src/gaussian/numbers.js";
import { classify } from "../../nnkit/figures/src/gaussian/compute.js";

const conic = (a11, a12, a22, b1, b2, c) => classify({ A: [[a11, a12], [a12, a22]], b: [b1, b2], c });
const known = [
  ["line", 0, 0, 0, 1, 2, 3],
  ["circle", 1, 0, 1, 2, 0, -3],
  ["ellipse", 2, 0.5, 1, 0, 0, -1],
  ["none", 1, 0, 2, 0, 0, 1],
  ["hyperbola", 1, 0, -1, 0, 0, 1],
  ["crossing", 1, 0, -1, 2, 0, 1],
  ["parabola", 1, 0, 0, 0, 1, 0],
  ["parabola", 0.5, 0.5, 0.5, 1, -1, 0],
  ["parallel", 1, 0, 0, 0, 0, -4],
  ["none", 0, 0, 2, 0, 1, 4],
  ["none", 0, 0, 0, 0, 0, 1],
];

test("every kind of conic is known", () => {
  for (const [kind, ...coefficients] of known) assert.equal(conic(...coefficients).conic, kind, coefficients);
});

test("the class inside an ellipse, or everywhere, is the one with z > 0 there", () => {
  assert.equal(conic(1, 0, 2, 0, 0, -1).inside, 0);
  assert.equal(conic(-1, 0, -2, 0, 0, 1).inside, 1);
  assert.equal(conic(1, 0, 2, 0, 0, 1).inside, 1);
  assert.equal(conic(0, 0, 0, 0, 0, -1).inside, 0);
});

test("each button leads to the boundary that it names", () => {
  const names = { ellipse: "ellipse", parabola: "parabola", hyperbola: "hyperbola", "two lines": "crossing" };
  const drawn = draw(defaults);
  assert.match(drawn, /a straight line/);
  for (const { label, act } of controls().filter(({ kind }) => kind === "button")) {
    assert.equal(compute({ ...defaults, ...act(defaults) }).conic, names[label], label);
  }
});

test("an axis follows the hand, at both of its ends", () => {
  const { at, move } = handles;
  for (const name of ["along0", "across0", "along1", "across1"]) {
    for (const place of [[2, 1], [-3, -0.5], [0.5, -2.5]]) {
      const state = { ...defaults, shared: false, mean0: [0, 0], mean1: [0, 0] };
      const [x, y] = at({ ...state, ...move(state, name, place) }, name);
      assert.ok(Math.hypot(x - place[0], y - place[1]) < 0.15, `${name} ${place}: ${x} ${y}`);
    }
  }
});

test("with one covariance for both, either ellipse changes it", () => {
  const changes = handles.move(defaults, "along1", [3, 0.8]);
  assert.deepEqual(Object.keys(changes), ["spread0", "angle0"]);
});

test("a spread stops before the covariance is singular, and the figure says why", () => {
  const changes = handles.move(defaults, "across0", defaults.mean0);
  assert.deepEqual(changes.spread0, [1.1, 0.3]);
  assert.match(remark({ ...defaults, ...changes }), /singular/);
});

test("a density keeps three digits, however small, and Bayes' rule says that it is rounded", () => {
  const said = [0.07381, 0.0062649, 0.9996, 1.2345e-5, 0].map((value) => small(value).replace(/<[^>]*>/g, ""));
  assert.deepEqual(said, ["0.0738", "0.00626", "1.00", "1.23·10−5\u200b", "0"]);
  assert.match(draw(defaults).replace(/<[^>]*>/g, ""), /ŷ ≈ (0\.\d+) \/ \(\1 \+ 0\.00\d+\) ≈ 0\.86/);
});
