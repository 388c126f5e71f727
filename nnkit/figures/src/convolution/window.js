/** The window over the image, the products under it, and the map of all sums. */

import { group, node, rect, symbol, text } from "../core/svg.js";
import { brief, cell, corner, grid, handle, pixel } from "./cells.js";

/** Where the image (with room for its ring of zeros), the kernel and the output stand. */
export function panels({ image }, { rows }, narrow) {
  const n = image.length;
  if (narrow) {
    return {
      image: grid(4 + 22, 30 + 22, 22, n),
      kernel: grid(49, 252, 97, 3),
      output: grid(204, 30, Math.min(44, 180 / rows), rows),
      size: [388, 252 + 3 * 62 + 44],
      high: 62,
    };
  }
  return {
    image: grid(6 + 33, 34 + 33, 33, n),
    kernel: grid(302, 67, 84, 3),
    output: grid(600, 67, Math.min(58, 240 / rows), rows),
    size: [850, 312],
    high: 62,
  };
}

const title = (g, content, top = 10) => text(g.left, g.top - top, content, { class: "nn-caption" });

function drawImage(state, numbers, g, still) {
  const { image, kernel, padding, stride, pixel: [row, column] } = state;
  const n = image.length;
  const [wide, around] = [g.size * (n + 2 * padding), g.size * padding];
  const ring = rect(g.left - around, g.top - around, wide, wide,
    { class: "nn-c-ring" });
  const [x, y] = corner(g, numbers.p * stride - padding, numbers.q * stride - padding);
  return group(
    { "data-plane": "image" },
    padding ? ring : "",
    rect(g.left, g.top, g.width, g.height, { class: "nn-paper" }),
    image.map((line, i) => line.map((value, j) => pixel(g, i, j, value)).join("")),
    handle(g, row, column, {
      name: "pixel",
      role: "button",
      label: `Pixel in row ${row}, column ${column}: Enter switches it`,
      value: brief(image[row][column]),
      still,
    }),
    rect(x, y, g.size * kernel[0].length, g.size * kernel.length, { class: "nn-c-window" }),
  );
}

/** The kernel's square (i, j): its weight, and under it what it makes of the pixel. */
function drawTerm(g, high, { i, j, k, w, x, product }) {
  const [left, top] = [g.left + j * g.size, g.top + i * high];
  const middle = left + g.size / 2;
  return group(
    { "data-nn": `w${i}-${j}` },
    rect(left, top, g.size, high, { class: `nn-c-k nn-c-k${k}` }),
    text(middle, top + 25, brief(w), { class: "nn-middle nn-c-weight" }),
    text(middle, top + 48, `· ${brief(x)} = ${node("tspan", { class: "nn-strong" }, brief(product))}`,
      { class: "nn-middle nn-c-product" }),
  );
}

function drawOutput({ z, p, q }, g, still) {
  const most = Math.max(1e-9, ...z.flat().map(Math.abs));
  return group(
    { "data-plane": "output" },
    rect(g.left, g.top, g.width, g.height, { class: "nn-paper" }),
    z.map((line, i) => line.map((value, j) =>
      cell(g, i, j, { label: brief(value), tone: (0.75 * value) / most })).join("")),
    handle(g, p, q, {
      name: "window",
      role: "slider",
      label: "Window",
      value: `row ${p}, column ${q}: output ${brief(z[p][q])}`,
      still,
    }),
  );
}

/** @param {any} state @param {any} numbers of compute @param {{narrow: boolean, still: boolean}} layout */
export function drawWindow(state, numbers, { narrow, still }) {
  const { image, kernel, output, high } = panels(state, numbers, narrow);
  const { z, p, q, terms } = numbers;
  const n = state.image.length;
  const ring = state.padding ? ", zeros around" : "";
  const live = !still && !narrow;
  const below = kernel.top + 3 * high + 26;
  return [
    title(image, `image ${symbol("x")}, ${n} × ${n}${ring}${live ? ": click pixels" : ""}`,
      10 + image.size * state.padding),
    drawImage(state, numbers, image, still),
    title(kernel, `kernel ${symbol("w")}: weight · pixel under it`),
    terms.map((term) => drawTerm(kernel, high, term)),
    text(kernel.left + kernel.width / 2, below,
      `their sum: ${symbol("z")} = ${node("tspan", { class: "nn-strong" }, brief(z[p][q]))}`,
      { class: "nn-middle nn-formula" }),
    title(output, `output ${symbol("z")}, ${numbers.rows} × ${numbers.columns}${live ? ": drag the window" : ""}`),
    drawOutput(numbers, output, still),
  ];
}
