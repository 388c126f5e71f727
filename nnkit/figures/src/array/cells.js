/** Where arrays stand, and their cells. */

import { escape, group, line, node, rect, text } from "../core/svg.js";
import { apart, brief, shapeOf } from "./words.js";

const WIDE = 660;
const NARROW = 388;
const GAP = 26;
const LARGE = 66; // a cell's width at most
const SHORT = 44; // where all numbers are short
const SMALL = 36; // below it a cell has no room for a number
const STRENGTH = 0.5;
const BAR = 44; // the height of a whole bar, below the numbers

const named = (names) => names.length > 0;
const longest = (names) => Math.max(0, ...names.map((name) => name.length));

/** What one array takes around its cells. */
const margins = ({ row_names: rows }, columns, { xlabel, ylabel }) => ({
  left: (named(rows) ? 10 + 7.5 * longest(rows) : 22) + (ylabel ? 18 : 0),
  top: 22 + (columns > 1 ? 18 : 0),
  bottom: xlabel ? 22 : 4,
});

/** A cell's width at most: short numbers need less. */
const widthOf = ({ values, truth }) =>
  ([...values, ...(truth ?? [])].flat().every((value) => brief(value).length < 4) ? SHORT : LARGE);

/** Rows are as high as cells are wide, but two numbers and a bar want some room. */
const heightOf = (cell, rows, { bars }) => (cell < SMALL ? cell : (rows > 10 ? 34 : 40) + (bars ? BAR : 0));

/**
 * A place for every array, side by side until a line is full.
 * @returns {{places: any[], width: number, height: number}}
 */
export function arrange(state, numbers, narrow) {
  const width = narrow ? NARROW : WIDE;
  const places = [];
  let [x, y, next] = [0, 0, 0];
  state.arrays.forEach((array, i) => {
    const { rows, columns } = numbers[i];
    const { left, top, bottom } = margins(array, columns, state);
    const cell = Math.min(widthOf(array), (width - left - 4) / Math.max(1, columns));
    const high = heightOf(cell, rows, state);
    const across = Math.max(left + columns * cell, 7.2 * array.name.length + 70);
    if (x > 0 && x + across > width) [x, y] = [0, next];
    places.push({ x: x + left, y: y + top, cell, high, numbered: cell >= SMALL });
    next = Math.max(next, y + top + rows * high + bottom + GAP);
    x += across + GAP;
  });
  return { places, width, height: Math.max(next, 40) };
}

/** @returns {string} one array: title, names of rows and columns, cells */
export function drawArray(array, place, { rows, columns, largest }, { bars, xlabel, ylabel }) {
  const { x, y, cell, high } = place;
  const every = Math.ceil((cell < 20 ? 20 : cell) / cell);
  const column = (j) =>
    text(x + (j + 0.5) * cell, y - 5, nameOf(array.column_names, j), { class: "nn-tick nn-middle" });
  const row = (i) => text(x - 7, y + (i + 0.5) * high + 4, nameOf(array.row_names, i), { class: "nn-tick nn-end" });
  const below = [x + (columns * cell) / 2, y + rows * high + 17];
  const side = `translate(${x - 26 - 4 * longest(array.row_names)} ${y + (rows * high) / 2}) rotate(-90)`;
  const top = columns > 1 ? 24 : 7;
  return group(
    { class: `nn-a-array nn-a-${array.role}` },
    text(x, y - top, title(array), { class: "nn-axis" }),
    columns > 1 ? range(columns, every).map(column) : "",
    rows > 1 ? range(rows, Math.ceil(16 / high)).map(row) : "",
    array.values.map((values, i) => values.map((_, j) => drawCell(array, i, j, place, largest, bars))),
    rect(x, y, columns * cell, rows * high, { class: "nn-a-edge" }),
    xlabel ? text(...below, escape(xlabel), { class: "nn-caption nn-middle" }) : "",
    ylabel && rows > 1 ? node("text", { class: "nn-caption nn-middle", transform: side }, escape(ylabel)) : "",
  );
}

const title = (array) => `${escape(array.name)} ${node("tspan", { class: "nn-tick" }, shapeOf(array))}`;
const nameOf = (names, i) => escape(named(names) ? names[i] ?? "" : String(i));
const range = (count, every) => Array.from({ length: Math.ceil(count / every) }, (_, i) => i * every);

/** Share of the largest number, −1 … 1. */
const share = (value, largest) => {
  const size = typeof value === "string" ? (value === "inf" ? 1 : -1) : (value ?? 0) / (largest || 1);
  return Math.max(-1, Math.min(1, size));
};

function drawCell(array, i, j, place, largest, bars) {
  const [value, right] = [array.values[i][j], array.truth?.[i][j]];
  const wrong = Boolean(array.wrong?.[i][j]);
  const { cell, high } = place;
  const [x, y] = [place.x + j * cell, place.y + i * high];
  const part = share(value, largest);
  return group(
    { class: wrong ? "nn-a-cell nn-a-wrong" : "nn-a-cell" },
    bars ? drawBar(x, y, place, part, wrong ? share(right, largest) : null) : shade(x, y, place, part),
    rect(x + 1.5, y + 1.5, cell - 3, high - 3, { class: "nn-a-box" }),
    place.numbered
      ? drawNumbers([x + cell / 2, y + (bars ? high - BAR : high) / 2], cell, value, wrong ? right : undefined)
      : cross(x, y, place, wrong),
  );
}

const kind = (part) => (part < 0 ? "nn-a-minus" : "nn-a-plus");

const shade = (x, y, { cell, high }, part) =>
  rect(x, y, cell, high, { class: kind(part), style: `fill-opacity:${(STRENGTH * Math.abs(part)).toFixed(2)}` });

/** A bar from below, as high as its share; where it is wrong a line stands at the right height. */
const drawBar = (x, y, { cell, high }, part, right) => {
  const level = (size) => y + high - 2 - Math.abs(size) * Math.min(BAR, high - 4);
  return rect(x + 5, level(part), cell - 10, y + high - 2 - level(part), { class: `nn-a-bar ${kind(part)}` })
    + (right === null ? "" : line(x + 2, level(right), x + cell - 2, level(right), { class: "nn-line nn-role-truth" }));
};

/** A wrong cell that is too small for numbers is crossed. */
const cross = (x, y, { cell, high }, wrong) =>
  (wrong ? node("path", { class: "nn-a-strike", d: `M${x} ${y}l${cell} ${high}m0 ${-high}l${-cell} ${high}` }) : "");

/** Long numbers are written small. */
const font = ({ length }, cell) =>
  (length * 8 <= cell - 6 ? "nn-a-number" : length * 6.8 <= cell - 6 ? "nn-a-small" : "nn-a-tiny");

/** Yours, and the right number below it if it is another. */
function drawNumbers([x, middle], cell, value, right) {
  const write = (at, content, look = "") => text(x, at, content, { class: `nn-middle ${font(content, cell)} ${look}` });
  if (right === undefined) return write(middle + 4.5, brief(value));
  const [mine, truth] = apart(value, right);
  return write(middle - 3, `✗ ${mine}`) + write(middle + 13, truth, "nn-a-right");
}
