import assert from "node:assert/strict";
import { test } from "node:test";

import { button, changesOf, choice, number, player, slider, toggle } from "../../nnkit/figures/src/core/controls.js";
import { sentence } from "../../nnkit/figures/src/core/html.js";
import { factor, math, matrix, mi, mn, mo, mrow, sum, variable } from "../../nnkit/figures/src/core/mathml.js";
import { drawPanel } from "../../nnkit/figures/src/core/panel.js";
import { part } from "../../nnkit/figures/src/core/part.js";
import { changeAt, valueAt } from "../../nnkit/figures/src/core/paths.js";

const W1 = slider({ name: "weight.0", mark: "w1", label: "weight w1", min: -4, max: 4, step: 0.1 });
const G = choice({ name: "g", label: "activation", mark: "g", options: [["step", "step"], ["relu", "ReLU"]] });

test("a path reads and changes deep inside a state, which stays as it was", () => {
  const state = { layers: [{ bias: [1, 2] }, { bias: [3] }], lr: 1 };
  assert.equal(valueAt(state, "layers.0.bias.1"), 2);
  assert.equal(valueAt(state, "layers.7.bias"), undefined);
  assert.deepEqual(changeAt(state, "layers.0.bias.1", 9), { layers: [{ bias: [1, 9] }, { bias: [3] }] });
  assert.deepEqual(changeAt(state, "lr", 2), { lr: 2 });
  assert.deepEqual(state.layers[0].bias, [1, 2]);
});

test("every native control has its name for those who hear it", () => {
  const markup = drawPanel([W1, G, toggle({ name: "on", label: "on & off" }), button({ label: "Do", act: () => ({}) })], { id: "a" });
  assert.match(markup, /<input type="range" min="-4" max="4" step="0.1" aria-label="weight w1">/);
  assert.match(markup, /weight <\/span>.*<i>w<\/i><sub>1<\/sub>/);
  assert.match(markup, /<legend>activation <i>g<\/i><\/legend>/);
  assert.match(markup, /<input type="radio" name="a-g" value="relu"><span>ReLU/);
  assert.match(markup, /<span>on &amp; off<\/span>/);
});

test("a symbol stands alone where its name has no word before it, and an index is no part of the word", () => {
  const drawn = (mark, label) => drawPanel([{ ...W1, mark, label }], { id: "a" });
  assert.match(drawn("w2-1-2", "weight w2,1,2"), /weight <\/span><span [^>]*><i>w<\/i><sub>2,1,2<\/sub>/);
  assert.doesNotMatch(drawn("w0-1", "kernel, row 0, column 1"), /nn-label/);
});

test("a sentence has its symbols with their indices, and nothing else changes", () => {
  assert.equal(sentence("w2,1,2 leads to x1, 2 more"), "<i>w</i><sub>2,1,2</sub> leads to <i>x</i><sub>1</sub>, 2 more");
  for (const plain of ["model[0].weight[1, 0] of 12", "Conv2d, 3x3 and 10²"]) assert.equal(sentence(plain), plain);
  assert.equal(sentence("x1 < 2"), "<i>x</i><sub>1</sub> &lt; 2");
});

test("many options are a menu", () => {
  const options = [..."abcdefg"].map((name) => [name, name]);
  assert.match(drawPanel([choice({ name: "a", label: "a", options })], { id: "a" }), /<select>.*value="g"/);
  assert.doesNotMatch(drawPanel([choice({ name: "a", label: "a", options: options.slice(1) })], { id: "a" }), /<select/);
});

test("neighbours of a group stand under one heading", () => {
  const grouped = [{ ...W1, group: "first layer" }, { ...W1, name: "weight.1", group: "first layer" }, W1];
  assert.equal(drawPanel(grouped, { id: "a" }).match(/role="group" aria-label="first layer"/g)?.length, 1);
});

test("in a still picture no control can be used", () => {
  const list = [W1, G, number({ name: "n", label: "n" }), toggle({ name: "t", label: "t" }), player({ label: "it" })];
  const markup = drawPanel(list, { id: "a", still: true });
  assert.equal(markup.match(/<(input|button|select)/g)?.length, markup.match(/ disabled/g)?.length);
});

const given = (target) => /** @type {any} */ ({ target });

test("a control's value is written to its path, or as it says itself", () => {
  const state = { weight: [1, 2], n: 0 };
  assert.deepEqual(changesOf(W1, given({ valueAsNumber: 3 }), state), { weight: [3, 2] });
  assert.deepEqual(changesOf(G, given({ value: "relu" }), state), { g: "relu" });
  const squared = { ...W1, change: (_, value) => ({ n: value ** 2 }) };
  assert.deepEqual(changesOf(squared, given({ valueAsNumber: 3 }), state), { n: 9 });
});

test("options that are numbers arrive as numbers", () => {
  const units = choice({ name: "units", label: "units", options: [[1, "1"], [2, "2"]] });
  assert.deepEqual(changesOf(units, given({ value: "2" }), {}), { units: 2 });
});

test("a typed number stays in its limits, and half a number is none", () => {
  const n = number({ name: "n", label: "n", min: 0, max: 5 });
  assert.deepEqual(changesOf(n, given({ valueAsNumber: 7 }), {}), { n: 5 });
  assert.equal(changesOf(n, given({ valueAsNumber: NaN }), {}), null);
});

test("a still figure has both pictures, room for its controls, and its words", () => {
  const drawn = part({
    defaults: { weight: [1, 2], status: "", tone: "" },
    draw: (_, { id, still }) => `<svg id="${id}" class="${still}"></svg>`,
    describe: () => "",
    remark: ({ weight }) => `${weight[0]} < 2`,
    controls: () => [W1],
    formula: () => "<math></math>",
    code: () => ({ numpy: "" }),
  }).still({ weight: [7, 2] }, { id: "x" });
  assert.match(drawn, /nn-still-wide"><svg id="x-wide" class="true">.*nn-still-narrow"><svg id="x-narrow"/);
  assert.match(drawn, /<div class="nn-controls" inert>.*type="range".*<div class="nn-bar" inert>.*Reset.*Link.*NumPy/);
  assert.match(drawn, /<math>/);
  assert.match(drawn, /7 &lt; 2/);
});

test("a figure in which nothing moves has no row to reset it", () => {
  const drawn = part({ defaults: {}, draw: () => "<svg></svg>", describe: () => "" }).still({}, { id: "x" });
  assert.doesNotMatch(drawn, /Reset/);
});

test("formulas are MathML whose terms light by name", () => {
  assert.equal(variable("w2-1-2"), '<msub data-nn="w2-1-2"><mi>w</mi><mn>2,1,2</mn></msub>');
  assert.equal(mn(-0.5), "<mn>−0.50</mn>");
  assert.equal(mn(2, { nn: "z" }), '<mn data-nn="z">2.00</mn>');
  assert.match(factor(-2), /^<mrow><mo form="prefix">\(<\/mo><mn>−2.00<\/mn>/);
  assert.doesNotMatch(factor(2), /mo/);
  assert.match(variable("yhat"), /<mover data-nn="yhat" accent="true"><mi>y<\/mi>/);
  assert.match(matrix([[mn(1), mn(2)], [mn(3), mn(4)]]), /(<mtr>(<mtd><mn>[\d.]+<\/mn><\/mtd>){2}<\/mtr>){2}/);
  assert.match(math(sum(mrow([mi("i"), mo("="), mn("1")]), mn("3"), mi("x"))), /^<math display="block"><mrow><munderover><mo>∑/);
});
