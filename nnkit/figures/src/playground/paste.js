/** Own points as text: rows x1, x2, label. */

import { mean } from "../core/numbers.js";

const MOST_POINTS = 2000;
const MOST_CLASSES = 4;

/**
 * @param {string} line
 * @returns {string[]} its cells, separated by commas, semicolons, tabs or spaces; between semicolons or tabs a comma is
 *   a decimal one
 */
function cells(line) {
  const decimal = /[;\t]/.test(line) ? line.replace(/(\d),(\d)/g, "$1.$2") : line;
  return decimal.trim().split(/\s*[,;\t]\s*|\s+/).map((cell) => cell.replace(/^["']|["']$/g, ""));
}

const isNumber = (cell) => cell !== "" && Number.isFinite(Number(cell));
const refuse = (line, why) => {
  throw new Error(`Line ${line}: ${why}`);
};

/**
 * @param {string} text one point a line: x1, x2, label; a first line of names is left out. Labels are 0, 1, 2, 3, or up
 *   to four words, which become 0, 1, 2, 3 in the order in which they come
 * @returns {{points: number[][], classes: number, limit: number, said: string}} `limit`: the plane that holds them all
 * @throws {Error} in the reader's words, with the line
 */
export function readPoints(text) {
  const lines = text.split(/\r?\n/).map((line, i) => ({ line: i + 1, row: cells(line), blank: !line.trim() }));
  const rows = lines.filter(({ blank }) => !blank);
  if (rows.length && !isNumber(rows[0].row[0]) && !isNumber(rows[0].row[1] ?? "")) rows.shift();
  if (!rows.length) throw new Error("There is no row yet: write one point a line, x1, x2, label, such as 0.5, -1, 1.");
  if (rows.length > MOST_POINTS) throw new Error(`These are ${rows.length} points; at most ${MOST_POINTS} fit.`);
  rows.forEach(check);
  const names = labelNames(rows);
  const points = rows.map(({ row }) => [Number(row[0]), Number(row[1]), names.indexOf(row[2])]);
  const limit = limitFor(points);
  return { points, classes: Math.max(2, names.length), limit, said: saying(points, names) };
}

function check({ line, row }) {
  const found = `${row.length} ${row.length === 1 ? "value" : "values"}`;
  if (row.length !== 3) refuse(line, `it has ${found}; a point has three: x1, x2, label.`);
  for (const [i, cell] of row.slice(0, 2).entries()) {
    if (!isNumber(cell)) refuse(line, `x${i + 1} is “${cell}”, which is not a number (a decimal point is written .).`);
  }
}

/** The label that becomes 0, that which becomes 1, … */
function labelNames(rows) {
  const found = [...new Set(rows.map(({ row }) => row[2]))];
  const whole = found.every((name) => /^\d+$/.test(name));
  const names = whole ? Array.from({ length: 1 + Math.max(...found.map(Number)) }, (_, k) => String(k)) : found;
  if (names.length <= MOST_CLASSES) return whole ? names : found;
  const { line, row } = rows.find(({ row: [, , label] }) => names.indexOf(label) >= MOST_CLASSES);
  return refuse(line, `the label “${row[2]}” is one too many: there are up to four classes, 0, 1, 2 and 3.`);
}

/** A round number that no coordinate passes. */
function limitFor(points) {
  const most = Math.max(...points.flatMap(([x1, x2]) => [Math.abs(x1), Math.abs(x2)]), 1e-6);
  const power = 10 ** Math.floor(Math.log10(most));
  return Number((power * ([1, 1.5, 2, 3, 5].find((step) => step * power >= most) ?? 10)).toPrecision(3));
}

/**
 * The same points, each column with mean 0 and standard deviation 1, in a plane that holds them all.
 * @param {number[][]} points
 */
export function standardise(points) {
  const scales = [0, 1].map((i) => {
    const column = points.map((row) => row[i]);
    const middle = mean(column);
    return { middle, spread: Math.sqrt(mean(column.map((value) => (value - middle) ** 2))) || 1 };
  });
  const scaled = points.map(([x1, x2, ...rest]) =>
    [...[x1, x2].map((x, i) => Number(((x - scales[i].middle) / scales[i].spread).toFixed(3))), ...rest]);
  return { points: scaled, limit: limitFor(scaled) };
}

function saying(points, names) {
  const count = (k) => points.filter((row) => row[2] === k).length;
  const counts = names.map((name, k) => `${count(k)} of class ${k}${name === String(k) ? "" : ` (${name})`}`);
  return `${points.length} points: ${counts.join(", ")}.`;
}

/** The points as rows that `readPoints` takes. */
export const writePoints = (points) => points.map(([x1, x2, label]) => `${x1}, ${x2}, ${label}`).join("\n");
