import assert from "node:assert/strict";
import { test } from "node:test";

import { choice, number, slider, toggle } from "../../nnkit/figures/src/core/controls.js";
import { random } from "../../nnkit/figures/src/core/random.js";
import { decode, encode, fits, searchWith, textOf } from "../../nnkit/figures/src/core/url.js";
import { asked } from "../../nnkit/figures/src/core/view.js";

const START = {
  weight: [1.2, -0.8],
  bias: 0,
  name: "sigmoid",
  on: false,
  at: null,
  points: [[1, 2, 0], [-1, 0.5, 1]],
  layers: [{ bias: [0, 1] }],
};
const back = (changes) => {
  const state = { ...START, ...changes };
  return { ...START, ...decode(encode(state, START), START) };
};

test("only what differs from the start is written", () => {
  assert.equal(encode(START, START), "");
  assert.equal(encode({ ...START, weight: [1.2, 3], bias: -0.5 }, START), "weight.1:3~bias:-0.5");
  assert.equal(encode({ ...START, points: [[1, 2, 0], [-1, 2.5, 1]] }, START), "points.1.1:2.5");
  assert.equal(encode({ ...START, points: [[1, 2, 0]] }, START), "points:((1,2,0))");
});

for (const [title, changes] of Object.entries({
  "a number to the last bit": { bias: 0.1 + 0.2, at: -1e-17 },
  "large numbers": { bias: 1e300, at: 12345678901234 },
  "a word": { name: "leaky relu (0.1), 2:1 ~ *" },
  "a word that reads like a number": { name: "12" },
  "an empty word": { name: "" },
  "a word that reads like null": { name: "null" },
  "a switch": { on: true },
  "null": { at: null, bias: null },
  "a longer list": { points: [...START.points, [3, -0.25, 1]] },
  "an empty list": { points: [] },
  "lists in objects": { layers: [{ bias: [5, 1, 2] }, { bias: [] }] },
  "words of other scripts": { name: "Größe ŷ 𝛼" },
})) {
  test(`an address brings back ${title}`, () => assert.deepEqual(back(changes), { ...START, ...changes }));
}

test("random states come back exactly", () => {
  const { uniform, normal, integer } = random(3);
  for (let i = 0; i < 200; i++) {
    const points = Array.from({ length: integer(5) }, () => [normal(), normal(), integer(2)]);
    const changes = { weight: [normal(), normal(0, 1e-9)], bias: uniform(-1e6, 1e6), points };
    assert.deepEqual(back(changes), { ...START, ...changes });
  }
});

for (const text of [
  "bias:word", "bias:", "weight.2:1", "weight:(1,(2))", "weight:(1,x)", "nothing:1", "name:3", "bias:1~~on:3", "on:1", "bias",
  "points:((1,2,0)", "points:(1,2,0))", "points:7", "name:*3c*script*3e*", "__proto__.x:1", "constructor:1", "layers.0.x:1",
  "at:(1,*3c*b*3e*)", "name:*110000000*",
]) {
  test(`what is not of this figure is refused: ${text}`, () => assert.deepEqual(decode(text, START), {}));
}

test("text with markup in it never fits", () => {
  for (const text of ["<b>", "a&b", 'a"b', "a'b", "`"]) assert.equal(fits(text, "a"), false);
  assert.equal(fits(["<"], null), false);
});

test("a figure's part of an address leaves the others' alone", () => {
  const search = searchWith("?neuron-1=bias:2&q=a%20b", "plane-1", "at:1");
  assert.equal(search, "?neuron-1=bias:2&q=a%20b&plane-1=at:1");
  assert.equal(textOf(search, "plane-1"), "at:1");
  assert.equal(textOf(search, "plane"), "");
  assert.equal(searchWith(search, "neuron-1", ""), "?q=a%20b&plane-1=at:1");
  assert.equal(searchWith("?neuron-1=bias:2", "neuron-1", ""), "");
});

test("what a chat program has escaped is read, and broken escapes are nothing", () => {
  assert.equal(textOf("?a=points%3A%28%281%2C2%29%29", "a"), "points:((1,2))");
  assert.equal(textOf("?a=%E0%A4%A", "a"), "");
});

test("a seed gives the same numbers again, another seed others", () => {
  const draw = (seed) => Array.from({ length: 5 }, random(seed).normal);
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
});

const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("uniform and normal numbers have the mean and the spread that are asked for", () => {
  const { uniform, normal } = random(5);
  const flat = Array.from({ length: 20000 }, () => uniform(2, 4));
  assert.ok(Math.min(...flat) >= 2 && Math.max(...flat) < 4);
  assert.ok(Math.abs(average(flat) - 3) < 0.02);
  const bell = Array.from({ length: 20000 }, () => normal(1, 2));
  assert.ok(Math.abs(average(bell) - 1) < 0.05);
  assert.ok(Math.abs(average(bell.map((value) => (value - 1) ** 2)) - 4) < 0.15);
});

test("a shuffle keeps every item, leaves its list alone and reaches every order", () => {
  const { shuffle } = random(7);
  const items = ["a", "b", "c"];
  const orders = new Set(Array.from({ length: 200 }, () => shuffle(items).join("")));
  assert.deepEqual([...orders].sort(), ["abc", "acb", "bac", "bca", "cab", "cba"]);
  assert.deepEqual(items, ["a", "b", "c"]);
});

/** A part that would draw for ever what its controls never give. */
const GIVEN = { n: 5, rate: 0.1, on: 0, kind: "a", size: 9, list: [1, 2] };
const SPEC = /** @type {any} */ ({
  draw: ({ n, on, list }) => assert.ok(n <= 100 && on <= 1 && list.length < 9, "this should not be drawn"),
  controls: () => [
    slider({ name: "n", label: "n", min: 1, max: 100, step: 1 }),
    slider({ name: "rate", label: "rate", min: 0, max: 1, step: 0.1 }),
    slider({ name: "size", label: "size", min: 1, max: 3, step: 1 }),
    number({ name: "list.0", label: "first", min: -9, max: 9 }),
    slider({ name: "many", label: "many", min: 1, max: 4, step: 1, value: ({ list }) => list.length }),
    toggle({ name: "on", label: "on", value: ({ on }) => on === 1, change: (_, checked) => ({ on: checked ? 1 : 0 }) }),
    choice({ name: "kind", label: "kind", options: [["a", "A"], ["b", "B"]] }),
  ],
});

for (const text of ["n:1e9", "n:0", "n:2.5", "n:null", "rate:1.01", "rate:-1e300", "list.0:10", "list:(1,2,3,4,5)", "on:2", "kind:c", "size:8"]) {
  test(`what no control of the figure gives is refused: ${text}`, () => {
    const told = [];
    const spec = { ...SPEC, draw: (state) => told.push(state) };
    assert.deepEqual(asked(spec, GIVEN, text), {});
    assert.deepEqual(told, [], "refused before it is drawn");
  });
}

test("what the controls can give comes back, and so does what the author has set beyond them", () => {
  for (const text of ["n:100", "rate:0.30000000000000004", "on:1", "kind:b", "list:(1,2,3,4)", "size:3"])
    assert.equal(encode({ ...GIVEN, ...asked(SPEC, GIVEN, text) }, GIVEN), text);
  assert.deepEqual(asked(SPEC, GIVEN, "n:7"), { n: 7 }, "size stays at 9");
});
