/** The layers' matrices, their product cell by cell, one input's way by both routes, and both functions as curves. */

import { axes, border, frame } from "../core/frame.js";
import { key } from "../core/key.js";
import { format } from "../core/numbers.js";
import { circle, group, line, node, path, rect, symbol, text, translate } from "../core/svg.js";
import { LIMIT } from "./compute.js";
import { parse, said } from "./names.js";

const WIDE = { width: 460, cell: 42, row: 26 };
const NARROW = { width: 388, cell: 40, row: 40 };

const ROOMY = 34; // pixels that a number with two decimals needs

/** Do the product's chosen entry and this entry meet in its sum? Row of the last matrix, column of what is before. */
function feeds(state, name) {
  const { kind, indices: [k, i, j] } = parse(name);
  const chosen = parse(state.cell);
  const [, row, column] = chosen.indices;
  const before = state.depth - 1;
  if (kind === "W" && k === state.depth) return i === row;
  const own = kind === "b" && k === state.depth && i === row;
  if (chosen.kind === "p") return own || (k === before && kind === (before === 1 ? "b" : "p"));
  return k === before && kind === (before === 1 ? "W" : "P") && j === column;
}

/** An entry in its cell: moved, chosen, or only shown. */
function drawEntry(state, { name, value, act }, x, y, { cell, row }, still) {
  const label = { "data-handle": name, tabindex: 0, "aria-label": said(name), "aria-valuetext": format(value) };
  const role = act === "move" ? "slider" : "button";
  const range = act === "move" ? { "aria-valuenow": String(value), "aria-orientation": "vertical" } : {};
  const small = cell < ROOMY;
  const kinds = [
    "nn-entry",
    small && "nn-small",
    (name === state.chosen || name === state.cell) && "nn-chosen",
    feeds(state, name) && "nn-feeds",
  ];
  const digits = small && act === "move" ? 1 : 2;
  return group(
    { class: kinds.filter(Boolean).join(" "), "data-nn": name, ...(still || !act ? {} : { ...label, role, ...range }) },
    rect(x, y, cell, row, { class: "nn-plate" }),
    text(x + cell / 2, y + row / 2 + 4.5, format(value, digits), { class: "nn-number nn-middle" }),
  );
}

/** A matrix in brackets under its title. entries: (name, value, act) by rows. -> [markup, width] */
function drawMatrix(state, title, rows, x, y, sizes, still) {
  const { cell, row } = sizes;
  const [width, height] = [cell * rows[0].length, row * rows.length];
  const bracket = (at, side) =>
    `<path class="nn-bracket" d="M${at + 5 * side} ${y - 2}H${at}V${y + height + 2}H${at + 5 * side}"></path>`;
  const drawn = rows.flatMap((entries, i) =>
    entries.map((entry, j) => drawEntry(state, entry, x + j * cell, y + i * row, sizes, still)));
  return group(
    {},
    bracket(x - 4, 1),
    bracket(x + width + 4, -1),
    text(x + width / 2, y - 10, title, { class: "nn-caption nn-middle" }),
    drawn,
  );
}

const entriesOf = (prefix, matrix, act) =>
  matrix.map((row, i) => row.map((value, j) => ({ name: `${prefix}-${i + 1}-${j + 1}`, value, act })));
const column = (prefix, vector, act) => vector.map((value, i) => [{ name: `${prefix}${i + 1}`, value, act }]);

const heightOf = (matrices) => Math.max(...matrices.map(([, rows]) => rows.length));

/** Matrices beside each other, as many pixels apart as there is room. [title, rows, sign before it][] */
function drawRow(state, matrices, top, sizes, still) {
  const columns = matrices.reduce((sum, [, rows]) => sum + rows[0].length, 0);
  const cell = Math.min(sizes.cell, (sizes.width - 20 * matrices.length - 8) / columns);
  const space = Math.min(34, (sizes.width - 8 - cell * columns) / matrices.length);
  const most = heightOf(matrices);
  const middle = top + (sizes.row * most) / 2 + 5;
  let x = space / 2 + 4;
  return matrices.map(([title, rows, sign]) => {
    const before = sign ? text(x - space / 2, middle, sign, { class: "nn-middle nn-strong" }) : "";
    const y = top + (sizes.row * (most - rows.length)) / 2;
    const drawn = drawMatrix(state, title, rows, x, y, { ...sizes, cell }, still);
    x += cell * rows[0].length + space;
    return before + drawn;
  });
}

const productTitle = (depth) => Array.from({ length: depth }, (_, k) => symbol(`W${depth - k}`)).join("");
const BIAS_TITLES = { 2: `${symbol("W2")}${symbol("b1")}+${symbol("b2")}`, 3: symbol("b") };

/** W₁, b₁, W₂, b₂, … */
const layerMatrices = ({ weights, biases, depth }) =>
  weights.slice(0, depth).flatMap((weight, k) => [
    [symbol(`W${k + 1}`), entriesOf(`W${k + 1}`, weight, "move")],
    [symbol(`b${k + 1}`), column(`b${k + 1}-`, biases[k], "move")],
  ]);

/** W₂W₁ and W₂b₁ + b₂, then with W₃; the last ones' entries are chosen to see their sums. */
const productMatrices = (products) =>
  products.flatMap(({ weight, bias }, k) => {
    const act = k === products.length - 1 ? "press" : null;
    const depth = k + 2;
    return [
      [productTitle(depth), entriesOf(`P${depth}`, weight, act), k ? "→" : null],
      [BIAS_TITLES[depth], column(`p${depth}-`, bias, act)],
    ];
  });

/** x through the layers, and x through the one layer beside it. */
function routeMatrices(state, { z, a, yhat, one, difference }) {
  const g = state.activation === "linear" ? "" : "g";
  const inner = a.flatMap((values, k) => [
    [symbol(`z${k + 1}`), column(`z${k + 1}-`, z[k], null), "→"],
    ...(g ? [[`${symbol("g")}(${symbol(`z${k + 1}`)})`, column(`a${k + 1}-`, values, null), "→"]] : []),
  ]);
  return [
    [symbol("x"), column("x", state.x, "move")],
    ...inner,
    [symbol("yhat"), column("yhat-", yhat, null), "→"],
    [`${symbol("W")}${symbol("x")}+${symbol("b")}`, column("one-", one, null), difference < 1e-9 ? "=" : "≠"],
  ];
}

const heading = (y, words) => text(4, y, words, { class: "nn-strong" });

/** @returns {[string, number]} markup and height of the matrices */
function drawMatrices(state, numbers, sizes, still) {
  const blocks = [
    ["The layers: move any entry", layerMatrices(state)],
    ["Multiplied out: choose an entry", productMatrices(numbers.products)],
    ["One input by both routes", routeMatrices(state, numbers)],
  ];
  let y = 16;
  const drawn = blocks.map(([title, matrices]) => {
    const markup = heading(y, title) + drawRow(state, matrices, y + 38, sizes, still).join("");
    y += 38 + sizes.row * heightOf(matrices) + 34;
    return markup;
  });
  return [drawn.join(""), y - 20];
}

/** The first output along x₁, by the layers and by the one layer. */
function drawCurves(state, { curve, yhat, one }, width, height) {
  const most = Math.ceil(Math.max(1, ...curve.layers.map(Math.abs), ...curve.one.map(Math.abs)));
  const f = frame({ left: 46, top: 74, width: width - 56, height, xlim: [-LIMIT, LIMIT], ylim: [-most, most] });
  const along = (values) => path(curve.x.map((x, i) => [f.x(x), f.y(values[i])]));
  const at = state.x[0];
  const inside = Math.abs(at) <= LIMIT;
  const others = state.x.slice(1).map((value, k) => `, ${symbol(`x${k + 2}`)} = ${format(value)}`).join("");
  return group(
    {},
    heading(16, "The same as functions"),
    key([{ name: "one layer W x + b", role: "truth" }, { name: "the layers", role: "yours" }], 46, 36),
    rect(f.left, f.top, f.width, f.height, { class: "nn-paper" }),
    axes(f, { xlabel: "x1", ylabel: "" }),
    border(f),
    `<path class="nn-line nn-role-truth" d="${along(curve.one)}"></path>`,
    `<path class="nn-line nn-role-yours" d="${along(curve.layers)}"></path>`,
    inside ? line(f.x(at), f.top, f.x(at), f.top + f.height, { class: "nn-cursor" }) : "",
    inside ? circle(f.x(at), f.y(one[0]), 6, { class: "nn-bead nn-role-truth" }) : "",
    inside ? circle(f.x(at), f.y(yhat[0]), 4, { class: "nn-bead nn-role-yours" }) : "",
    text(f.left, f.top + f.height + 56, `upwards: ${symbol("yhat1")}${others}`, { class: "nn-caption" }),
  );
}

/** @returns {[string, number, number]} the markup, its width and its height */
export function drawCollapse(state, numbers, { narrow, still }) {
  const [matrices, height] = drawMatrices(state, numbers, narrow ? NARROW : WIDE, still);
  const panel = node("g", { class: "nn-collapse", "data-plane": "matrices" }, matrices);
  const plot = drawCurves(state, numbers, narrow ? 380 : 308, narrow ? 220 : height - 140);
  const moved = group({ transform: narrow ? translate(4, height + 8) : translate(480, 0) }, plot);
  return [panel + moved, narrow ? 388 : 788, narrow ? height + 8 + 74 + 220 + 64 : height];
}
