/** The Jacobian of softmax as a table of numbers on colour: row i, column j says how a_i moves with z_j. */

import { format } from "../core/numbers.js";
import { group, rect, symbol, text } from "../core/svg.js";
import { name, swatch } from "./bars.js";

export const ROW = 36;
const WIDTH = 58;
const LEFT = 36;
const TOP = 44;
const STRENGTH = 0.6;

/** Full colour stands for 1 / (4T), the most that any slope can be. */
const strength = (value, temperature) => (STRENGTH * Math.min(1, Math.abs(value) * 4 * temperature)).toFixed(3);

const cell = (value, i, j, temperature) => {
  const [x, y] = [LEFT + j * WIDTH, TOP + i * ROW];
  return group(
    { class: "nn-partial", "data-nn": `a${i + 1}-z${j + 1}` },
    rect(x, y, WIDTH - 2, ROW - 2, { class: "nn-paper nn-border" }),
    rect(x, y, WIDTH - 2, ROW - 2, {
      class: value < 0 ? "nn-negative" : "nn-positive",
      "fill-opacity": strength(value, temperature),
    }),
    text(x + WIDTH / 2 - 1, y + ROW / 2 + 4, format(value), { class: "nn-number nn-middle" }),
  );
};

/**
 * @param {import("./compute.js").State} state @param {import("./compute.js").Numbers} numbers
 * @param {boolean} narrow
 */
export function drawJacobian({ temperature }, { jacobian, rowSums }, narrow) {
  const count = jacobian.length;
  const [right, bottom] = [LEFT + count * WIDTH, TOP + count * ROW];
  const column = (j) => LEFT + j * WIDTH + WIDTH / 2 - 1;
  const row = (i) => TOP + i * ROW + ROW / 2 + 4;
  const [aside, below] = narrow ? [0, bottom + 22] : [402, TOP + 14];
  return group(
    { class: "nn-jacobian" },
    text(0, 4, `Jacobian: slope of each ${symbol("a")} by each ${symbol("z")}`, { class: "nn-caption" }),
    jacobian.map((values, i) => values.map((value, j) => cell(value, i, j, temperature))),
    jacobian.map((_, j) => name(`z${j + 1}`, column(j), TOP - 10)),
    jacobian.map((_, i) => name(`a${i + 1}`, LEFT - 10, row(i), "nn-end")),
    narrow ? "" : text(right + 26, TOP - 10, "sum", { class: "nn-tick nn-middle" }),
    narrow ? "" : rowSums.map((sum, i) => text(right + 26, row(i), format(sum), { class: "nn-tick nn-middle" })),
    swatch(aside, below, "nn-positive nn-key", "above 0: a class’s own logit lifts it"),
    swatch(aside, below + 24, "nn-negative nn-key", "below 0: another’s logit pulls it down"),
    narrow ? "" : text(aside, below + 52, "Each row sums to 0: moving all logits", { class: "nn-caption" })
      + text(aside, below + 70, "together changes nothing.", { class: "nn-caption" }),
  );
}
