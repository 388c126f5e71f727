import assert from "node:assert/strict";
import { test } from "node:test";

import { byArrow } from "../../nnkit/figures/src/core/arrows.js";

const FRAME = { xlim: [0, 4], ylim: [0, 4] };
const press = (handles, state, key) => byArrow(handles, state, "it", key, FRAME, 1);
const FREE = { at: ({ x, y }) => [x, y], move: (_, name, [x, y]) => ({ x, y }) };
/** On a curve: its height follows from its place. */
const SIDEWAYS = { at: ({ x }) => [x, x / 2], move: (_, name, [x]) => ({ x }) };
const UPRIGHT = { at: ({ y }) => [1, y], move: (_, name, [, y]) => ({ y }) };

test("what moves freely goes where the arrow points, and stops at the frame", () => {
  assert.deepEqual(press(FREE, { x: 1, y: 1 }, "ArrowUp"), { x: 1, y: 2 });
  assert.deepEqual(press(FREE, { x: 1, y: 1 }, "ArrowLeft"), { x: 0, y: 1 });
  assert.deepEqual(press(FREE, { x: 1, y: 4 }, "ArrowUp"), { x: 1, y: 4 });
});

test("what moves only sideways goes on with up and back with down", () => {
  const ways = { ArrowRight: 3, ArrowLeft: 1, ArrowUp: 3, ArrowDown: 1 };
  for (const [key, x] of Object.entries(ways)) assert.deepEqual(press(SIDEWAYS, { x: 2 }, key), { x });
  assert.deepEqual(press(SIDEWAYS, { x: 4 }, "ArrowUp"), { x: 4 });
  assert.deepEqual(press(SIDEWAYS, { x: 4 }, "ArrowDown"), { x: 3 });
});

test("what moves only up and down stays where the arrow points sideways", () => {
  assert.deepEqual(press(UPRIGHT, { y: 2 }, "ArrowUp"), { y: 3 });
  assert.deepEqual(press(UPRIGHT, { y: 2 }, "ArrowRight"), { y: 2 });
});

test("other keys and what cannot move change nothing", () => {
  assert.equal(press(FREE, { x: 1, y: 1 }, "Enter"), null);
  assert.equal(press({ ...FREE, at: () => null }, { x: 1, y: 1 }, "ArrowUp"), null);
});
