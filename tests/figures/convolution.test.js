import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, defaults, draw, step } from "../../nnkit/figures/src/convolution.js";
import { brief } from "../../nnkit/figures/src/convolution/cells.js";
import { IMAGES, KERNELS, shifted, titleOf } from "../../nnkit/figures/src/convolution/presets.js";
import { formula, tell } from "../../nnkit/figures/src/convolution/words.js";

const words = (markup) => markup.replace(/<[^>]*>/g, "");

test("a number in a square has no decimals that say nothing", () => {
  assert.deepEqual([1, -1, 0.5, 1 / 9, 10, -0.001].map(brief), ["1", "−1", "0.5", "0.11", "10", "0"]);
});

test("presets are known again, a reader’s own kernel is none of them", () => {
  for (const title of Object.keys(KERNELS)) assert.equal(titleOf(KERNELS, structuredClone(KERNELS[title])), title);
  assert.equal(titleOf(KERNELS, KERNELS.blur.with(0, [0, 0, 0])), "");
});

test("a shifted image has a shifted output, where no border comes in", () => {
  const state = { ...defaults, image: IMAGES.block };
  const [before, after] = [state.image, shifted(state.image)].map((image) => compute({ ...state, image }).z);
  assert.deepEqual(after.map((row) => row.slice(1)), before.map((row) => row.slice(0, -1)));
});

test("the formula writes the products out, with their sum and the size", () => {
  const state = { ...defaults, at: 6 };
  assert.match(words(formula(state, compute(state))), /=\(−1\)·1\+0·1\+1·1\+\(−1\)·0\+0·0\+1·1\+\(−1\)·0\+0·1\+1·0=1/);
  const padded = { ...state, stride: 2, padding: 1 };
  assert.match(words(formula(padded, compute(padded))), /rows of\u00a0z=⌊\(6\+2·1−3\)\/2⌋\+1=3/);
});

test("what is special is said", () => {
  const said = (changes) => tell({ ...defaults, ...changes }, compute({ ...defaults, ...changes }));
  assert.match(said({}), /add up to 0.*same 9 weights serve all 16 windows.*dense layer .* 576, of which 432 are 0/);
  assert.match(said({ kernel: KERNELS.blur }), /mean of nine pixels/);
  assert.match(said({ kernel: KERNELS.identity, padding: 1 }), /image itself.*keeps its size/);
  assert.match(said({ stride: 2 }), /skips every other window/);
});

test("equal weights have equal colours in the matrix: one path a weight", () => {
  for (const padding of [0, 1]) {
    const svg = draw({ view: "matrix", padding });
    const paths = [...svg.matchAll(/<path class="nn-c-k nn-c-k(\d)"[^>]* d="([^"]*)"/g)];
    assert.deepEqual(paths.map(([, k]) => Number(k)), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const counts = paths.map(([, , d]) => d.split("M").length - 1);
    assert.deepEqual(counts, padding ? [25, 30, 25, 30, 36, 30, 25, 30, 25] : Array(9).fill(16));
  }
});

test("the window walks to the last place and stays there", () => {
  assert.deepEqual(step({ at: 14 }), { at: 15 });
  assert.equal(step({ at: 15 }), null);
  assert.equal(step({ at: 8, stride: 2, padding: 1 }), null);
});
