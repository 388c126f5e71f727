/** The same convolution as one matrix: a row for each window, the image laid out as one long row above it. */

import { group, line, rect, symbol, text } from "../core/svg.js";
import { brief, cell, grid, handle, pixel } from "./cells.js";

const HIGH = 350;

/** Columns of the matrix stand under the pixels that they weigh. */
export function panels({ image }, { entries }, narrow) {
  const count = image.length * image[0].length;
  const size = narrow ? 9.5 : 19;
  const [left, top] = narrow ? [4, 22] : [6, 22];
  const high = Math.min(20, HIGH / entries.length);
  const below = top + size + 14;
  return {
    strip: grid(left, top, size, count, 1),
    rows: { ...grid(left, below, size, count, entries.length), height: high * entries.length, high },
    z: { left: left + size * count + (narrow ? 6 : 12), width: narrow ? 30 : 48 },
    kernel: narrow ? grid(120, below + HIGH + 34, 44, 3) : grid(770, below + 22, 26, 3),
    size: narrow ? [388, below + HIGH + 34 + 140] : [850, below + HIGH + 6],
  };
}

/** The frame in which the window's handle moves: one place a row of the matrix. */
export const rowFrame = (place, count) => {
  const { top, height } = place.rows;
  return {
    ...grid(place.z.left, top, 1, 1, count),
    left: place.z.left,
    width: place.z.width,
    top,
    height,
    x: () => place.z.left + place.z.width / 2,
    xInverse: () => 0,
    yInverse: (y) => count - 0.5 - ((y - top) / height) * count,
  };
};

/** All squares of one weight in one path: equal weights have equal colours. */
function drawEntries({ entries }, { left, top, size, high }, count) {
  const paths = Array.from({ length: count }, () => "");
  entries.forEach((row, r) => {
    for (const { column, k } of row) {
      const [x, y] = [left + column * size + 0.5, top + r * high + 0.5];
      paths[k] += `M${x.toFixed(1)} ${y.toFixed(1)}h${size - 1}v${(high - 1).toFixed(1)}h${1 - size}Z`;
    }
  });
  return paths.map((d, k) =>
    `<path class="nn-c-k nn-c-k${k}" data-nn="w${Math.floor(k / 3)}-${k % 3}" d="${d}"></path>`).join("");
}

/** Thin lines where a new row of the image begins. */
const separators = ({ left, top, size, height }, image) =>
  image.slice(1).map((_, i) => {
    const x = left + (i + 1) * image[0].length * size;
    return line(x, top - size - 14, x, top + height, { class: "nn-c-separator" });
  });

function drawStrip({ image, pixel: [row, column] }, g, still) {
  const width = image[0].length;
  return group(
    { "data-plane": "strip" },
    rect(g.left, g.top, g.width, g.size, { class: "nn-paper" }),
    image.flat().map((value, k) => pixel(g, 0, k, value)),
    rect(g.left, g.top, g.width, g.size, { class: "nn-border" }),
    handle(g, 0, row * width + column, {
      name: "pixel",
      role: "button",
      label: `Pixel in row ${row}, column ${column}: Enter switches it`,
      value: brief(image[row][column]),
      still,
    }),
  );
}

/** The current row: its weights as numbers, and the pixels that they meet. */
const drawCurrent = ({ entries, at }, { left, top, size, high, width }, narrow) =>
  rect(left - 2, top + at * high - 1, width + 4, high + 2, { class: "nn-c-current" })
  + (narrow || high < 14 ? "" : entries[at].map(({ column, w }) =>
    text(left + (column + 0.5) * size, top + (at + 0.5) * high + 4, brief(w),
      { class: `nn-middle ${brief(w).length > 2 ? "nn-c-tiny" : "nn-c-small"}` })).join(""));

function drawSums(numbers, place, narrow, still) {
  const { z, at, columns } = numbers;
  const { rows: { top, high }, z: { left, width } } = place;
  const values = z.flat();
  const most = Math.max(1e-9, ...values.map(Math.abs));
  const squares = values.map((value, r) =>
    rect(left, top + r * high, width, high, {
      class: `nn-c-shade ${value < 0 ? "nn-c-minus" : "nn-c-plus"}`,
      style: `fill-opacity:${((0.75 * Math.abs(value)) / most).toFixed(2)}`,
    }) + (high > 12
      ? text(left + width / 2, top + (r + 0.5) * high + 4, brief(value), { class: "nn-middle nn-c-small" }) : ""));
  const knob = handle({ left, top: top + at * high, size: high, across: width }, 0, 0, {
    name: "window",
    role: "slider",
    label: "Window",
    value: `row ${Math.floor(at / columns)}, column ${at % columns}: output ${brief(values[at])}`,
    still,
  });
  return group(
    { "data-plane": "rows" },
    rect(left, top, width, high * values.length, { class: "nn-paper nn-border" }),
    squares,
    knob,
  );
}

/** @param {any} state @param {any} numbers of compute @param {{narrow: boolean, still: boolean}} layout */
export function drawMatrix(state, numbers, { narrow, still }) {
  const place = panels(state, numbers, narrow);
  const { strip, rows, z, kernel } = place;
  const count = state.image.length * state.image[0].length;
  const label = narrow ? "" : ` (${numbers.entries.length} × ${count})`;
  return [
    text(strip.left, 14, `image ${symbol("x")} as one row of ${count} pixels`, { class: "nn-caption" }),
    drawStrip(state, strip, still),
    group(
      { "data-plane": "matrix" },
      rect(rows.left, rows.top, rows.width, rows.height, { class: "nn-paper nn-border" }),
      drawEntries(numbers, rows, numbers.weights),
      separators(rows, state.image),
      drawCurrent(numbers, rows, narrow),
    ),
    text(z.left + z.width / 2, strip.top + 12, symbol("z"), { class: "nn-middle nn-axis" }),
    drawSums(numbers, place, narrow, still),
    text(kernel.left, kernel.top - 8, narrow ? `the kernel’s 9 weights; blank: 0` : "kernel", { class: "nn-caption" }),
    state.kernel.map((line_, i) => line_.map((w, j) =>
      cell(kernel, i, j, { label: brief(w), kind: `nn-c-k nn-c-k${3 * i + j}`, nn: `w${i}-${j}` })).join("")),
    narrow ? "" : text(kernel.left, kernel.top + 3 * kernel.size + 20, "blank: 0", { class: "nn-tick" }),
    narrow || !label ? "" : text(rows.left + rows.width, 14, `matrix${label} below it`, { class: "nn-caption nn-end" }),
  ];
}
