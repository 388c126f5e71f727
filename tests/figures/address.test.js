import assert from "node:assert/strict";
import { test } from "node:test";

import { random } from "../../nnkit/figures/src/core/random.js";
import { decode, encode, fits, searchWith, textOf } from "../../nnkit/figures/src/core/url.js";

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
