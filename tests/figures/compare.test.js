import assert from "node:assert/strict";
import { test } from "node:test";

import * as arrays from "../../nnkit/figures/src/array.js";
import { apart, brief } from "../../nnkit/figures/src/array/words.js";
import * as curve from "../../nnkit/figures/src/curve.js";
import { frameOf } from "../../nnkit/figures/src/curve/limits.js";
import * as plane from "../../nnkit/figures/src/plane.js";

const CELLS = { name: "dW", role: "yours", shape: [1, 2], row_names: [], column_names: [] };
const WRONG = { ...CELLS, values: [[0.5, 1]], truth: [[0.25, 1]], wrong: [[true, false]] };
const EMPTY = { x: [], curves: [], tangents: [], dots: [], bands: [], xlim: null, ylim: null };

const words = (markup) => markup.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
const paths = (svg, kind) => [...svg.matchAll(new RegExp(`<path class="${kind}" d="([^"]*)"`, "g"))].map(([, d]) => d);

test("a cell's number is short, whatever it is", () => {
  const shown = [0, 2, -0.5, 1 / 3, 0.0123456, 1234.5, 12345, -1e300, 3e-9, "inf", "-inf", null].map((v) => brief(v));
  assert.deepEqual(shown,
    ["0", "2", "−0.5", "0.333", "0.012", "1235", "1e4", "−1e300", "3e−9", "∞", "−∞", "nan"]);
});

test("two numbers that differ are not written alike", () => {
  assert.deepEqual(apart(0.33331, 0.33339), ["0.3333", "0.3334"]);
  assert.deepEqual(apart(0.25, 0.5), ["0.25", "0.5"]);
});

test("a wrong cell has a mark, yours and the right number, and is told with its place", () => {
  const svg = arrays.draw({ arrays: [WRONG] });
  assert.equal(svg.match(/nn-a-cell nn-a-wrong/g)?.length, 2, "the cell and the legend");
  assert.match(words(svg), /dW \(1, 2\) 0 1 ✗ 0\.5 0\.25 1 yours ✗ yours is wrong here/);
  assert.equal(arrays.describe({ arrays: [WRONG] }), "dW, shape (1, 2): 1 of 2 wrong (entry 0: 0.5, right is 0.25).");
});

test("a right array has no mark, and its numbers are told", () => {
  const right = { ...WRONG, wrong: [[false, false]] };
  assert.doesNotMatch(arrays.draw({ arrays: [right] }), /nn-a-wrong/);
  assert.equal(arrays.describe({ arrays: [right] }), "dW, shape (1, 2), all right: 0.5, 1.");
});

test("arrays stand beside each other while there is room, and stay in the picture", () => {
  const six = Array.from({ length: 6 }, () => ({ ...WRONG, values: [[1, 2, 3]], truth: null, wrong: null }));
  for (const narrow of [false, true]) {
    const svg = arrays.draw({ arrays: six }, { narrow });
    const [, width, height] = /viewBox="0 0 (\d+) ([\d.]+)"/.exec(svg)?.map(Number) ?? [];
    const edge = /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" class="nn-a-edge"/g;
    const edges = [...svg.matchAll(edge)];
    assert.equal(edges.length, 6);
    for (const [, x, y, across, down] of edges.map((edge) => edge.map(Number))) {
      assert.ok(x + across <= width && y + down <= height, `${x + across} of ${width}, ${y + down} of ${height}`);
    }
    assert.ok(new Set(edges.map(([, , y]) => y)).size < 6);
    assert.equal(new Set(edges.map(([, x, y]) => `${x} ${y}`)).size, 6);
  }
});

test("cells too small for numbers cross out what is wrong", () => {
  const many = Array.from({ length: 20 }, () => 1);
  const array = { ...CELLS, values: [many], truth: [many], wrong: [many.map((_, i) => i === 3)] };
  const svg = arrays.draw({ arrays: [array] }, { narrow: true });
  assert.equal(svg.match(/nn-a-strike/g)?.length, 1);
  assert.doesNotMatch(words(svg), /stands below/);
});

test("a bar is as high as its share of the largest number", () => {
  const array = { ...CELLS, role: "given", values: [[1, 0.5, 0]], truth: null, wrong: null };
  const bars = [...arrays.draw({ arrays: [array], bars: true }).matchAll(/height="([\d.]+)" class="nn-a-bar/g)];
  assert.deepEqual(bars.map(([, high]) => Number(high)), [44, 22, 0]);
});

test("yours may widen the limits, but never so that the truth is lost", () => {
  const yours = (y) => [{ role: "truth", y: [0, 1] }, { role: "yours", y }];
  const ylim = (y) => frameOf({ ...EMPTY, x: [0, 1], curves: yours(y) }, false).ylim;
  const alone = ylim([0, 1]);
  assert.deepEqual(ylim([0.2, 0.8]), alone);
  assert.ok(ylim([0, 1.5])[1] > 1.5);
  assert.deepEqual(ylim([0, 1e300]), ylim([0, 1e9]));
  assert.ok(ylim([0, 1e300])[1] < 3);
});

test("a tangent has the slope of its numbers in the picture", () => {
  const state = { x: [0, 4], xlim: [0, 4], ylim: [0, 2], tangents: [{ at: 2, value: 1, slope: 0.5, role: "yours" }] };
  const svg = curve.draw(state);
  const [x1, y1, x2, y2] = /<line x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)" class="nn-line nn-role-yours"/
    .exec(svg)?.slice(1).map(Number) ?? [];
  const f = frameOf({ ...EMPTY, ...state }, false);
  const slope = (f.yInverse(y2) - f.yInverse(y1)) / (f.xInverse(x2) - f.xInverse(x1));
  assert.ok(Math.abs(slope - 0.5) < 1e-3, `${slope}`);
  assert.match(words(svg), /yours: slope 0\.5/);
});

test("a band lies between its edges, and its gaps are left out", () => {
  const bands = [{ name: "± ε", low: [0, 0, null], high: [1, 1, 1] }];
  const svg = curve.draw({ x: [0, 1, 2], ylim: [0, 1], bands });
  assert.equal(paths(svg, "nn-between")[0].replace(/[^MLZ]/g, ""), "MLLLLZ");
  assert.match(words(svg), /± ε/);
});

test("the boundary of a surface lies where its values cross the level", () => {
  const values = [[0, 0.5, 1], [0, 0.5, 1]].map((row) => row.map((value) => value * 0.8));
  const svg = plane.draw({ surfaces: [{ role: "truth", values }], level: 0.4, xlim: [0, 2], ylim: [0, 1] });
  const [d] = paths(svg, "nn-line nn-role-truth");
  const places = [...d.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x]) => Number(x));
  assert.ok(places.length > 1 && places.every((x) => Math.abs(x - 227) < 0.2), d); // the middle of 52 … 402
  assert.doesNotMatch(svg, /nn-band-5/);
  assert.match(plane.draw({ surfaces: [{ role: "yours", values }] }), /nn-band-5/);
});

test("an arrow ends where it points, a path is parted by gaps, a place has the form of its label", () => {
  const arrow = plane.draw({ arrows: [{ role: "yours", rows: [[0, 0, 1.5, 0]] }] });
  assert.match(arrow, /translate\(314\.5 187\) rotate\(0\.0\)/); // 52 + 350 · 4.5 / 6
  const way = plane.draw({ paths: [{ role: "yours", rows: [[0, 0], [1, 1], [null, null], [2, 2]], dots: true }] });
  assert.equal(paths(way, "nn-line nn-role-yours")[0].replace(/[^ML]/g, ""), "MLM");
  assert.equal(way.match(/<circle [^>]*nn-bead/g)?.length, 3);
  const places = plane.draw({ places: [{ role: "yours", rows: [[0, 0, 1], [1, 1, 0], [2, 2, 1], [null, 1, 1]] }] });
  assert.equal(places.match(/<circle [^>]*nn-place/g)?.length, 2);
  assert.equal(places.match(/<rect [^>]*nn-place/g)?.length, 1);
});

test("what is far outside is drawn with numbers that SVG can read", () => {
  const far = [[0, 0], [1e300, -1e300]];
  const arrows = [{ role: "yours", rows: [[0, 0, 1e300, 1]] }];
  const svg = plane.draw({ paths: [{ role: "yours", rows: far }], arrows })
    + curve.draw({ x: [0, 1], ylim: [0, 1], curves: [{ role: "yours", name: "yours", y: [0, 1e300] }] });
  assert.doesNotMatch(svg.replace(/aria-label="[^"]*"/g, ""), /e\+|NaN|Infinity/);
});
