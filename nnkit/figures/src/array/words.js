/** Numbers in cells, and the arrays in words. */

const MOST = 6; // figures

/** Below and above these, powers of ten are shorter. */
const [TINY, HUGE] = [1e-3, 1e4];

/**
 * @param {number | "inf" | "-inf" | null} value
 * @param {number} [figures] of a number near 1; smaller ones get fewer, as their zeros take room too
 * @returns {string} a number as short as a cell is narrow
 */
export function brief(value, figures = 3) {
  if (value == null) return "nan";
  if (typeof value === "string") return value === "inf" ? "∞" : "−∞";
  const size = Math.abs(value);
  const given = size < 0.1 ? figures - 1 : size < 1000 ? figures : Math.max(4, figures);
  const plain = value === 0 || (size >= TINY && size < HUGE);
  const shown = plain ? String(Number(value.toPrecision(given))) : value.toExponential(figures - 3);
  return shown.replace("-", "−").replace("e+", "e").replace("e-", "e−");
}

/** Two different numbers with as many figures as it takes to see that they differ. @returns {[string, string]} */
export function apart(a, b) {
  let figures = 3;
  while (figures < MOST && brief(a, figures) === brief(b, figures)) figures += 1;
  return [brief(a, figures), brief(b, figures)];
}

/** @returns {string} "(3, 4)" or "(3,)", as NumPy writes it; nothing for a number */
export const shapeOf = ({ shape }) => (shape.length ? `(${shape.join(", ")}${shape.length === 1 ? "," : ""})` : "");

const FEW = 16; // numbers that are read aloud

const place = (row, column, { rows }) => (rows === 1 ? `entry ${column}` : `row ${row}, column ${column}`);

/** The first few wrong cells of an array. */
function mistakes({ values, truth, wrong }, size) {
  const found = wrong.flatMap((line, row) => line.flatMap((bad, column) => (bad ? [[row, column]] : [])));
  const told = found.slice(0, 4).map(([row, column]) => {
    const [mine, right] = apart(values[row][column], truth[row][column]);
    return `${place(row, column, size)}: ${mine}, right is ${right}`;
  });
  return `${found.length} of ${size.rows * size.columns} wrong (${told.join("; ")}${found.length > 4 ? "; …" : ""})`;
}

function sentence(array, size) {
  const { name, values, role } = array;
  const shape = shapeOf(array);
  const head = `${name || "array"}${role === "truth" ? " (right)" : ""}${shape && `, shape ${shape}`}`;
  if (size.wrong) return `${head}: ${mistakes(array, size)}.`;
  const numbers = values.map((row) => row.map((value) => brief(value)).join(", ")).join(" / ");
  return `${head}${role === "yours" ? ", all right" : ""}${size.rows * size.columns <= FEW ? `: ${numbers}` : ""}.`;
}

/** @returns {string} */
export const describeArrays = ({ arrays }, sizes) =>
  arrays.length ? arrays.map((array, i) => sentence(array, sizes[i])).join(" ") : "No arrays yet.";
