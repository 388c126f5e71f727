import assert from "node:assert/strict";
import { test } from "node:test";

import { drawBands, levelLine, region, sample } from "../../nnkit/figures/src/core/contour.js";

const area = { left: 0, top: 0, width: 60, height: 60, xlim: [-3, 3], ylim: [-3, 3] };
const points = (ring) => ring.replace("Z", "").split("L").map((p) => p.split(" ").map(Number));
const rings = (d) => d.split("M").slice(1).map(points);
const size = (ring) =>
  Math.abs(ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length];
    return sum + (x * v - u * y) / 2;
  }, 0));

test("a region below a straight line ends exactly on the line and the border", () => {
  const [ring] = rings(region(area, sample(area, 4, 4, (x) => x), 1));
  assert.deepEqual([Math.min(...ring.map(([x]) => x)), Math.max(...ring.map(([x]) => x))], [40, 60]);
  assert.ok(Math.abs(size(ring) - 20 * 60) < 1e-9);
});

test("a straight run is drawn by its ends", () => {
  const [ring] = rings(region(area, sample(area, 31, 31, (x) => x), 1));
  assert.ok(ring.length <= 6, `${ring.length} points for four corners`);
});

test("a disc's outline is a ring of its area, and a hole's too", () => {
  const disc = rings(levelLine(area, sample(area, 61, 61, (x, y) => 4 - x * x - y * y), 0));
  assert.equal(disc.length, 1);
  assert.ok(Math.abs(size(disc[0]) - Math.PI * 400) < 5);
  assert.deepEqual(disc[0][0], disc[0].at(-1));
  const holed = rings(region(area, sample(area, 61, 61, (x, y) => x * x + y * y - 4), 0)).map(size);
  assert.equal(holed.length, 2);
  assert.ok(Math.abs(Math.max(...holed) - Math.min(...holed) - (3600 - Math.PI * 400)) < 5);
});

test("a level line never runs along the border", () => {
  const lines = rings(levelLine(area, sample(area, 31, 31, (x, y) => x * y), 1)).flat();
  assert.ok(lines.length > 30);
  for (const [x, y] of lines) assert.ok(Math.abs((x - 30) * (30 - y) - 100) < 6, `${x} ${y}`);
});

test("a saddle joins what its middle belongs to", () => {
  const saddle = (corner) => sample({ ...area, xlim: [0, 1], ylim: [0, 1] }, 2, 2, (x, y) => (x === y ? corner : -1));
  assert.equal(rings(region(area, saddle(2), 0)).length, 1);
  assert.equal(rings(region(area, saddle(0.5), 0)).length, 2);
});

test("bands have a class each, and what no place reaches is left out", () => {
  const markup = drawBands(area, sample(area, 9, 9, (x) => x / 6 + 0.5), [0.25, 0.75, 2]);
  assert.deepEqual(markup.match(/nn-band-\d/g), ["nn-band-0", "nn-band-1", "nn-band-2"]);
});

test("values that are no numbers are outside", () => {
  const d = region(area, sample(area, 7, 7, (x) => (x > 0 ? 1 : NaN)), 0);
  assert.doesNotMatch(d, /NaN/);
  assert.equal(rings(d).length, 1);
});
