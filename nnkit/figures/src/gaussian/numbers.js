/** Bayes' rule at the probe, and the boundary's equation, filled with numbers. */

import { format } from "../core/numbers.js";
import { group, line, named, node, symbol, text } from "../core/svg.js";
import { CONICS } from "./compute.js";

const TOP = 24;
const ROW = 25;

const strong = (content) => node("tspan", { class: "nn-strong" }, content);
const raised = (content) =>
  node("tspan", { class: "nn-index", dy: -5 }, content) + node("tspan", { dy: 5 }, "\u200b");
const BOLD_A = node("tspan", { class: "nn-symbol nn-strong" }, "A");
const lowered = (letter, index) => symbol(`${letter}${index}`);

/** A density, rounded to three digits: 0.0738, or 1.23·10⁻⁵. */
export function small(value) {
  if (value === 0) return "0";
  const [digits, power] = value.toExponential(2).split("e").map(Number);
  return power >= -3 ? format(value, 2 - power) : `${format(digits)}·10${raised(format(power, 0))}`;
}

export function drawNumbers(state, numbers) {
  const row = (k, content, attributes) => text(0, TOP + ROW * k, content, { class: "nn-formula", ...attributes });
  const title = (k, content) => row(k, content, { class: "nn-caption nn-heading" });
  const x = named("x", node("tspan", { class: "nn-symbol nn-strong" }, "x"));
  const place = state.probe.map((value) => format(value)).join(", ");
  return group(
    {},
    title(0, `Bayes’ rule at ${x} = (${place}): ${named("yhat")} = p(1 | ${x})`),
    bayes(state, numbers, x).map((content, i) => row(i + 1, content)),
    title(5.6, `Where both classes are equally likely, ${named("z")} = 0`),
    text(0, TOP + ROW * 6.75, CONICS[numbers.conic], { class: "nn-big" }),
    state.shared ? drawLinear(numbers, row) : drawQuadratic(numbers, row),
    drawMatrices(state, numbers, TOP + ROW * 12.2),
  );
}

function bayes({ prior }, { joint, z, posterior }, x) {
  const product = (k) => {
    const share = k ? prior : 1 - prior;
    const of = `p(${x} | ${k})\u200a·\u200ap(${k})`;
    return `${of} ≈ ${small(joint[k] / share)}\u200a·\u200a${format(share)} ≈ ${strong(small(joint[k]))}`;
  };
  const sum = `${small(joint[1])} / (${small(joint[1])} + ${small(joint[0])})`;
  return [
    product(1),
    product(0),
    `${named("yhat")} ≈ ${sum} ≈ ${named("yhat", format(posterior), { class: "nn-strong" })}`,
    `${named("z")} ≈ log (${small(joint[1])} / ${small(joint[0])}) ≈ ${named("z", format(z), { class: "nn-strong" })}`,
  ];
}

/** " + 1.20 x1", or with a minus. */
const term = (value, what, first = false) => {
  const sign = value < -0.004 ? "−" : first ? "" : "+";
  return `${sign}${first ? "" : " "}${format(Math.abs(value))}${what ? `\u200a${what}` : ""}`;
};

function drawLinear({ boundary: { b, c } }, row) {
  const [x1, x2] = ["x1", "x2"].map((name) => named(name));
  const mu = (k) => named(`mu${k}`, lowered("μ", k));
  const terms = [
    `${named("w1", term(b[0], "", true))}\u200a${x1}`,
    `${named("w2", term(b[1]))}\u200a${x2}`,
    named("b", term(c)),
  ];
  return [
    row(8, `${named("z")} = ${named("w1")}${x1} + ${named("w2")}${x2} + ${named("b")}`),
    row(9, `= ${terms.join(" ")}`, { dx: 13 }),
    row(10, `(${named("w1")}, ${named("w2")}) = Σ${raised("−1")} (${mu(1)} − ${mu(0)})`),
  ].join("");
}

function drawQuadratic({ boundary: { A, b, c } }, row) {
  const [x1, x2] = ["x1", "x2"].map((name) => named(name));
  const square = (x) => `${x}${raised("2")}`;
  const sigma = (k) => `${lowered("Σ", k)}${raised("−1")}`;
  const squares = [
    named("A", term(A[0][0], square(x1), true)),
    named("A", term(2 * A[0][1], `${x1}${x2}`)),
    named("A", term(A[1][1], square(x2))),
  ];
  return [
    row(8, `${named("z")} = ${squares.join(" ")}`),
    row(9, `${named("b", `${term(b[0], x1)} ${term(b[1], x2)}`)} ${named("c", term(c))}`, { dx: 25 }),
    row(10, `${named("A", BOLD_A)} = ½ (${sigma(0)} − ${sigma(1)})`),
  ].join("");
}

/** The covariances, and A beside them where it is not 0. */
function drawMatrices(state, { covariances, boundary }, middle) {
  const ofClass = (k) => [lowered("Σ", k), `Sigma${k}`, covariances[k]];
  const drawn = state.shared ? [["Σ", "Sigma0", covariances[0]]] : [ofClass(0), ofClass(1), [BOLD_A, "A", boundary.A]];
  return drawn.map(([title, name, matrix], i) => drawMatrix(title, name, matrix, 124 * i, middle)).join("");
}

function drawMatrix(title, name, matrix, left, middle) {
  const [open, close] = [left + 36, left + 116];
  const entry = (value, i, j) =>
    text(open + 36 + 40 * j, middle - 6 + 21 * i, format(value), { class: "nn-matrix-entry nn-end" });
  const bracket = (x, inward) =>
    line(x, middle - 22, x, middle + 23) + line(x, middle - 22, x + inward, middle - 22)
    + line(x, middle + 23, x + inward, middle + 23);
  return group(
    { "data-nn": name },
    text(left, middle + 5, `${title} =`, { class: "nn-formula" }),
    group({ class: "nn-matrix-bracket" }, bracket(open, 5), bracket(close, -5)),
    matrix.map((row, i) => row.map((value, j) => entry(value, i, j))).flat(),
  );
}
