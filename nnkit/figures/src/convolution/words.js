/** What the convolution's state says, in words and as a formula. */

import { fenced, lines, math, mi, mn, mo, mrow, msub, mtext } from "../core/mathml.js";
import { brief } from "./cells.js";
import { windows } from "./compute.js";

/** @param {number} value @param {string} [nn] the name by which it lights */
const numeral = (value, nn = undefined) =>
  (value < 0 ? fenced(mn(brief(value)), ["(", ")"], { nn }) : mn(brief(value), { nn }));
const both = mrow([mi("i"), mo(","), mi("j")]);
const plus = mo("+", { form: "infix" }); // though it begins a row
const indexed = (letter, ...indices) => msub(mi(letter), mn(indices.join(",")));

/** Σ written out: three rows of three products, then the sum; and how many windows fit. */
export function formula(state, { p, q, z, terms }) {
  const { image, kernel, stride, padding } = state;
  const product = ({ i, j, w, x }) => mrow([numeral(w, `w${i}-${j}`), mo("·"), numeral(x)], { nn: `w${i}-${j}` });
  const row = (i) => terms.filter((term) => term.i === i)
    .flatMap((term, k) => (k ? [mo("+"), product(term)] : [product(term)]));
  const size = mrow([mo("⌊"), fenced(mrow([
    mn(String(image.length)), mo("+"), mn("2"), mo("·"), mn(String(padding)), mo("−"),
    mn(String(kernel.length))])), mo("/"), mn(String(stride)), mo("⌋"), mo("+"), mn("1")]);
  return math(lines([
    [indexed("z", p, q), mrow([mo("="), msub(mo("∑"), both), msub(mi("w"), both), place(state, p, q)])],
    ["", mrow([mo("="), ...row(0)])],
    ["", mrow([plus, ...row(1)])],
    ["", mrow([plus, ...row(2), mo("="), mn(brief(z[p][q]))])],
    [mrow([mtext("rows of\u00a0"), mi("z")]), mrow([mo("="), size, mo("="), mn(String(windows(image.length, kernel.length, stride, padding)))])],
  ]));
}

/** x with the indices of the pixel under weight (i, j). */
const place = ({ stride, padding }, p, q) =>
  msub(mi("x"), mrow([shifted(p * stride - padding, "i"), mo(","), shifted(q * stride - padding, "j")]));
function shifted(by, letter) {
  if (by === 0) return mi(letter);
  return mrow(by < 0 ? [mi(letter), mo("−"), mn(String(-by))] : [mn(String(by)), mo("+"), mi(letter)]);
}

const near = (a, b) => Math.abs(a - b) < 1e-9;

function character(kernel) {
  const weights = kernel.flat();
  const all = weights.reduce((sum, w) => sum + w, 0);
  if (weights.every((w) => near(w, 0))) return "All weights are 0: the output sees nothing.";
  if (weights.every((w) => near(w, weights[0])) && near(all, 1))
    return "Each output is the mean of nine pixels: the picture is blurred.";
  if (near(all, 0)) return "The weights add up to 0, so an even area gives 0 and only changes answer.";
  if (weights.filter((w) => !near(w, 0)).length === 1)
    return "One weight alone: the output is the image itself, scaled or shifted.";
  return "";
}

export function tell(state, { rows, columns, weights, dense, zeros }) {
  const count = rows * columns;
  const many = `The same ${weights} weights serve all ${count} windows; `
    + `a dense layer of these sizes would have ${dense}, of which ${zeros} are 0 here.`;
  const kept = rows === state.image.length ? " With a ring of zeros around it the image keeps its size." : "";
  const jump = state.stride > 1 ? " A stride of 2 skips every other window." : "";
  return `${character(state.kernel)} ${many}${kept}${jump}`.trim();
}
