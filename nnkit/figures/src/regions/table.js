/** The truth table with every unit's output, and the units' equations. */

import { format } from "../core/numbers.js";
import { group, line, named, node, rect, text } from "../core/svg.js";

const ROW = 25;

/** " + 1.0 x1", or with a minus; the first one of a sum without the plus. */
function term(value, what, first = false) {
  const sign = value < -0.004 ? "−" : "+";
  const number = format(Math.abs(value)).replace(/0$/, "");
  return `${first ? sign.replace("+", "") : `${sign} `}${number}\u200a${what}`;
}

export function drawUnits({ hidden, output }, { soft, steepness }, top) {
  const g = soft ? (z) => `σ(${format(steepness, 0)}\u200a·\u200a(${z}))` : (z) => `step(${z})`;
  const unit = ({ weight: [first, second], bias }, names) =>
    `${term(first, names[0], true)} ${term(second, names[1])} ${term(bias, "")}`.trimEnd();
  const [inputs, outputs] = [["x1", "x2"], ["h1", "h2"]].map((names) => names.map((name) => named(name)));
  const row = (k, content) => text(20, top + ROW * k, content, { class: "nn-formula" });
  return group(
    { class: "nn-units" },
    hidden.map((own, k) => row(k, `${named(`h${k + 1}`)} = ${g(unit(own, inputs))}`)),
    row(2, `${named("yhat")} = ${g(unit(output, outputs))}`),
  );
}

/** Each with its name, its place, what of a row stands in it, and whether it is bold. @type {any[][]} */
const COLUMNS = [
  ["x1", 14, ({ x }) => x[0]],
  ["x2", 42, ({ x }) => x[1]],
  ["z1", 92, ({ z }) => format(z[0])],
  ["h1", 135, ({ h }, digits) => format(h[0], digits)],
  ["z2", 190, ({ z }) => format(z[1])],
  ["h2", 233, ({ h }, digits) => format(h[1], digits)],
  ["yhat", 285, ({ yhat }, digits) => format(yhat, digits), true],
  ["y", 318, ({ y }) => y, true],
];

export function drawTable(state, { rows, right }, top) {
  const digits = state.soft ? 2 : 0;
  const cell = (column, row, y) => {
    const [name, x, read, strong] = column;
    const kind = `nn-number nn-middle${strong ? " nn-strong" : ""}`;
    return text(x, y, named(name, String(read(row, digits))), { class: kind });
  };
  const target = node("tspan", { class: "nn-strong" }, state.target.toUpperCase());
  const at = (i) => top + 26 + ROW * i;
  return group(
    { class: "nn-table" },
    rect(0, top - 15, 366, 24, { class: "nn-table-head", rx: 4 }),
    COLUMNS.map(([name, x]) => text(x, top + 2, named(name), { class: "nn-number nn-middle" })),
    rows.map((row, i) => [
      COLUMNS.map((column) => cell(column, row, at(i) + 4)),
      text(348, at(i) + 4, row.right ? "✓" : "✗", { class: "nn-number nn-middle nn-strong" }),
      line(0, at(i) + 12, 366, at(i) + 12, { class: "nn-grid" }),
    ].flat()),
    text(0, at(4) + 16, `${right} of 4`, { class: "nn-big" }),
    text(90, at(4) + 15, `rows of ${target} are right`, { class: "nn-caption" }),
  );
}
