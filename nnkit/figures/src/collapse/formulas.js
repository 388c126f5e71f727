/** Why it collapses, in symbols, and one entry of the product in numbers. */

import { fenced, hat, lines, math, mi, mn, mo, mrow, msub, variable } from "../core/mathml.js";
import { format } from "../core/numbers.js";
import { parse } from "./names.js";

const [equals, times, plus] = ["=", "·", "+"].map((sign) => mo(sign));
const W = (k) => msub(mi("W"), mn(String(k)));
const b = (k) => msub(mi("b"), mn(String(k)));

/** W₂ g(W₁ x + b₁) + b₂ */
function nested(depth, g) {
  if (depth === 0) return mi("x");
  const inner = nested(depth - 1, g);
  const bracketed = depth === 1 ? inner : mrow([...(g ? [mi("g", { nn: "g" })] : []), fenced(inner)]);
  return mrow([W(depth), bracketed, plus, b(depth)]);
}

const chain = (depth) => Array.from({ length: depth }, (_, k) => W(depth - k));
/** W₃ (W₂ b₁ + b₂) + b₃ */
const foldedBias = (depth) => mrow([W(depth), depth === 2 ? b(1) : fenced(foldedBias(depth - 1)), plus, b(depth)]);

const number = (value, nn, first) => {
  const shown = mn(format(value), { nn });
  return value < -0.004 && !first ? fenced(shown, ["(", ")"], { nn }) : shown;
};

/** Row times column of the chosen entry, and for a bias the last layer's own. */
function entry({ weights, biases, depth, cell }, products) {
  const { kind, indices: [, i, j] } = parse(cell);
  const before = depth === 2 ? { weight: weights[0], bias: biases[0] } : products[depth - 3];
  const isBias = kind === "p";
  const name = (k) => (isBias ? `${depth === 2 ? "b1" : "p2"}-${k}` : `${depth === 2 ? "W1" : "P2"}-${k}-${j}`);
  const terms = weights[depth - 1][i - 1].flatMap((weight, k) => [
    ...(k ? [plus] : []),
    number(weight, `W${depth}-${i}-${k + 1}`, k === 0), times,
    number(isBias ? before.bias[k] : before.weight[k][j - 1], name(k + 1), false),
  ]);
  const own = isBias ? [plus, number(biases[depth - 1][i - 1], `b${depth}-${i}`, false)] : [];
  const result = products[depth - 2];
  const value = isBias ? result.bias[i - 1] : result.weight[i - 1][j - 1];
  const whole = isBias ? fenced(foldedBias(depth)) : fenced(mrow(chain(depth)));
  const index = isBias ? mn(String(i)) : mrow([mn(String(i)), mo(","), mn(String(j))]);
  return [msub(whole, index, { nn: cell }), mrow([equals, ...terms, ...own, equals, number(value, cell, true)])];
}

/** @param {import("./compute.js").State} state @param {{products: any[], difference: number}} numbers */
export function drawFormula(state, { products }) {
  const { depth, activation } = state;
  const linear = activation === "linear";
  const yhat = hat("y", { nn: "yhat" });
  const folded = mrow([fenced(mrow(chain(depth))), variable("x"), plus, fenced(foldedBias(depth))]);
  const rows = [
    [yhat, mrow([equals, nested(depth, !linear)])],
    ["", mrow([linear ? equals : mo("≠"), folded])],
    entry(state, products),
  ];
  const label = linear ? "The layers multiplied out to one" : "With g between, the layers are not one layer";
  return math(lines(rows, { displaystyle: "true" }), { label });
}
