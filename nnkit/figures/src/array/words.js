/** Numbers in cells, and the arrays in words. */

/** One figure more than a cell has room for: nobody needs them. */
const MOST = 6;

/** @param {number | "inf" | "-inf" | null} value @returns {string} a few figures, never more than seven characters */
export function brief(value, figures = 3) {
  if (value == null) return "nan";
  if (typeof value === "string") return value === "inf" ? "∞" : "−∞";
  const size = Math.abs(value);
  const plain = value === 0 || (size >= 1e-3 && size < 1e4);
  const shown = plain ? Number(value.toPrecision(Math.max(figures, size >= 1e3 ? 4 : 0))).toString() : value.toExponential(figures > 3 ? 2 : 0);
  return shown.replace("-", "−").replace("e+", "e").replace("e-", "e−");
}

/** Two different numbers with as many figures as it takes to see that they differ. @returns {[string, string]} */
export function apart(a, b) {
  for (let figures = 3; figures <= MOST; figures += 1) {
    const both = [brief(a, figures), brief(b, figures)];
    if (both[0] !== both[1] || figures === MOST) return /** @type {[string, string]} */ (both);
  }
  return ["", ""];
}

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
  const { name, values, wrong, role } = array;
  const shape = size.rows === 1 ? `${size.columns} numbers` : `${size.rows} rows, ${size.columns} columns`;
  const head = `${name || "array"}${role === "truth" ? " (right)" : ""}, ${shape}`;
  if (size.wrong) return `${head}: ${mistakes({ ...array, wrong }, size)}.`;
  const all = size.rows * size.columns <= FEW ? `: ${values.map((row) => row.map((v) => brief(v)).join(", ")).join(" / ")}` : "";
  return `${head}${role === "yours" ? ", all right" : ""}${all}.`;
}

/** @returns {string} */
export const describeArrays = ({ arrays }, sizes) =>
  arrays.length ? arrays.map((array, i) => sentence(array, sizes[i])).join(" ") : "No arrays yet.";
