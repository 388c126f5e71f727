/** The nested sum in symbols and filled with numbers, and the chain rule's steps backward, as MathML. */

import { ACTIVATIONS } from "../core/activations.js";
import { fenced, hat, lines, math, mfrac, mi, mn, mo, mrow, msub, msup, sum, variable } from "../core/mathml.js";
import { format } from "../core/numbers.js";
import { activationsOf } from "./compute.js";
import { parse, unitName, weightName } from "./names.js";

const LETTERS = ["i", "j", "k", "m"]; // the index of a unit of layer 1, 2, …
const times = mo("·");
const equals = mo("=");

const counted = (n) => Array.from({ length: n }, (_, k) => k + 1);
const joined = (terms, sign = mo("+")) => mrow(terms.flatMap((term, k) => (k ? [sign, term] : [term])));
const comma = (...indices) => mrow(indices.flatMap((index, k) => (k ? [mo(","), index] : [index])));

/** A number that lights by a name; negative ones in brackets, unless they come first. */
const number = (value, nn, { digits = 2, first = false } = {}) => {
  const shown = format(value, digits);
  return shown.startsWith("−") && !first ? fenced(mn(shown, { nn }), ["(", ")"], { nn }) : mn(shown, { nn });
};

/** g around a sum; linear units have none, and cross entropy's output has its own, σ. */
const applied = (g, inside, nn) => (g ? mrow([mi(g, { nn }), fenced(inside)]) : fenced(inside));

/** The letters of layers 2, 3, …: g, σ where cross entropy asks for it, none for a linear unit. */
const lettersOf = (state) =>
  activationsOf(state).map((name) => (name === state.activation ? (name === "linear" ? "" : "g") : "σ"));

const outputSymbol = (sizes, index) =>
  sizes.at(-1) === 1 ? hat("y", { nn: unitName(sizes.length, 1) }) : msub(hat("y"), index);

/** ŷ = z_{4,1} = g(Σ_k w_{3,k,1} g(Σ_j w_{2,j,k} g(Σ_i w_{1,i,j} x_i))) */
function nestedSum(state, sizes) {
  const letters = lettersOf(state);
  const unit = (l, index) => {
    if (l === 1) return msub(mi("x"), index);
    const from = mi(LETTERS[l - 2]);
    const products = mrow([msub(mi("w"), comma(mn(String(l - 1)), from, index)), unit(l - 1, from)]);
    const all = sum(mrow([from, mo("="), mn("1")]), mn(String(sizes[l - 2])), products);
    return letters[l - 2] ? mrow([mi(letters[l - 2]), fenced(all)]) : fenced(all);
  };
  const last = sizes.length;
  const index = sizes.at(-1) === 1 ? mn("1") : mi(LETTERS[last - 1]);
  const z = msub(mi("z"), comma(mn(String(last)), index));
  return [outputSymbol(sizes, index), mrow([equals, z, equals, unit(last, index)])];
}

/** One unit: in symbols, filled in, and its value. */
function oneUnit(state, numbers, l, j) {
  const name = unitName(l, j);
  const [letter, g] = [lettersOf(state)[l - 2], ACTIVATIONS[activationsOf(state)[l - 2]].symbol];
  const before = counted(numbers.sizes[l - 2]);
  const symbols = before.map((i) => mrow([variable(weightName(l - 1, i, j)), variable(unitName(l - 1, i))]));
  const filled = before.map((i) =>
    mrow([
      number(state.weights[l - 2][i - 1][j - 1], weightName(l - 1, i, j), { first: i === 1 }),
      times,
      number(numbers.z[l - 2][i - 1], unitName(l - 1, i)),
    ]));
  const s = number(numbers.s[l - 2][j - 1], name, { first: true });
  const z = number(numbers.z[l - 1][j - 1], name, { first: true });
  return [
    [variable(name), mrow([equals, applied(letter, joined(symbols), name)])],
    ["", mrow([equals, applied(g, joined(filled), name)])],
    ["", mrow([equals, ...(g ? [applied(g, s, name), equals] : []), z])],
  ];
}

const opening = mo("(", { form: "prefix", stretchy: "false" });
const closing = mo(")", { form: "postfix", stretchy: "false" });

/** A row of the written-out sum, further in where it is deeper. */
const indented = (depth, ...terms) => ["", mrow([`<mspace width="${1.4 * depth}em"></mspace>`, ...terms])];

/** A unit of layer 2 on one line: g(w · x + …). */
function innermost(state, j, g) {
  const products = state.x.map((x, i) =>
    mrow([number(state.weights[0][i][j - 1], weightName(1, i + 1, j), { first: i === 0 }), times,
      number(x, unitName(1, i + 1))]));
  return applied(g, joined(products), unitName(2, j));
}

/** The products inside unit z_{l,j} of layer 3 or more: a row each. */
function productRows(state, signs, l, j, depth) {
  return state.weights[l - 2].flatMap((row, k) => {
    const i = k + 1;
    const weight = number(row[j - 1], weightName(l - 1, i, j), { first: k === 0 });
    const start = [...(k ? [mo("+")] : []), weight, times];
    if (l === 3) return [indented(depth, ...start, innermost(state, i, signs[0]))];
    const head = [mi(signs[l - 3], { nn: unitName(l - 1, i) }), opening];
    const inside = productRows(state, signs, l - 1, i, depth + 1);
    return [indented(depth, ...start, ...head), ...inside, indented(depth, closing)];
  });
}

/** The nested sum of one output with numbers for all weights and inputs. */
function wholeRows(state, { sizes, yhat }, output) {
  const signs = activationsOf(state).map((name) => ACTIVATIONS[name].symbol);
  const [last, name] = [sizes.length, unitName(sizes.length, output)];
  const symbol = outputSymbol(sizes, mn(String(output)));
  const end = [equals, number(yhat[output - 1], name, { first: true })];
  if (last === 2) return [[symbol, mrow([equals, innermost(state, output, signs[0]), ...end])]];
  return [
    [symbol, mrow([equals, mi(signs[last - 2], { nn: name }), opening])],
    ...productRows(state, signs, last, output, 1),
    indented(0, closing, ...end),
  ];
}

/** dJ/d(something) */
const byName = (name, body = variable(name)) => mfrac(mrow([mi("d"), mi("J")]), mrow([mi("d"), body]), { nn: name });

/** g′ of the sum s_{l,j} inside unit z_{l,j}. */
function slope(state, l, j) {
  const g = msup(mi(lettersOf(state)[l - 2] || "g"), mo("′"));
  return mrow([g, fenced(variable(`s${l}-${j}`, { nn: unitName(l, j) }))], { nn: unitName(l, j) });
}
const fine = (value, nn, first = false) => number(value, nn, { digits: 3, first });

/** dJ/dw_{l,i,j} = z_{l,i} g′(s_{l+1,j}) dJ/dz_{l+1,j} */
function byWeight(state, numbers, name) {
  const { l, i, j } = parse(name);
  const [from, to] = [unitName(l, i), unitName(l + 1, j)];
  return [
    [byName(name), mrow([equals, variable(from), times, slope(state, l + 1, j), times, byName(to)])],
    ["", mrow([
      equals, fine(numbers.z[l - 1][i - 1], from, true), times, fine(numbers.slopes[l - 1][j - 1], to), times,
      fine(numbers.dz[l][j - 1], to), equals, fine(numbers.dw[l - 1][i - 1][j - 1], name, true),
    ])],
  ];
}

/** dJ/dz_{l,i} = Σ_j w_{l,i,j} g′(s_{l+1,j}) dJ/dz_{l+1,j} */
function byUnit(state, numbers, l, i) {
  const name = unitName(l, i);
  const after = counted(numbers.sizes[l]);
  const symbols = after.map((j) =>
    mrow([variable(weightName(l, i, j)), times, slope(state, l + 1, j), times, byName(unitName(l + 1, j))]));
  const filled = after.map((j) => {
    const to = unitName(l + 1, j);
    return mrow([
      number(state.weights[l - 1][i - 1][j - 1], weightName(l, i, j), { first: j === 1 }), times,
      fine(numbers.slopes[l - 1][j - 1], to), times, fine(numbers.dz[l][j - 1], to),
    ]);
  });
  return [
    [byName(name), mrow([equals, joined(symbols)])],
    ["", mrow([equals, joined(filled), equals, fine(numbers.dz[l - 1][i - 1], name, true)])],
  ];
}

/** The first step back: the loss's own derivative by an output. */
function byOutput(state, numbers, k) {
  const [last, one] = [numbers.sizes.length, numbers.sizes.at(-1) === 1];
  const name = unitName(last, k);
  const [y, yhat] = [one ? "y" : `y${k}`, one ? "yhat" : `yhat${k}`];
  const [target, value] = [state.target[k - 1], numbers.yhat[k - 1]];
  const result = fine(numbers.dz[last - 1][k - 1], name, true);
  if (state.loss === "sse") {
    const twice = (a, b) => mrow([equals, mn("2"), fenced(mrow([a, mo("−"), b]))]);
    return [
      [byName(name), twice(variable(yhat, { nn: name }), variable(y))],
      ["", mrow([twice(fine(value, name, true), fine(target, y)), equals, result])],
    ];
  }
  const [sign, above, below] = target === 1
    ? [mo("−"), variable(yhat, { nn: name }), fine(value, name)]
    : [mo(""), mrow([mn("1"), mo("−"), variable(yhat, { nn: name })]), mrow([mn("1"), mo("−"), fine(value, name)])];
  return [[byName(name), mrow([
    equals, sign, mfrac(mn("1"), above), equals, sign, mfrac(mn("1"), below), equals, result,
  ])]];
}

/** The derivatives by all units in numbers, from the outputs to the inputs. */
const allBackward = (state, numbers) =>
  counted(numbers.sizes.length).reverse().flatMap((l) =>
    counted(numbers.sizes[l - 1]).map((j) => {
      const rows = unitRows(state, numbers, l, j);
      return [byName(unitName(l, j)), rows[rows.length - 1][1]];
    }));

const unitRows = (state, numbers, l, j) =>
  l === numbers.sizes.length ? byOutput(state, numbers, j) : byUnit(state, numbers, l, j);

function backwardRows(state, numbers) {
  if (state.written === "whole") return allBackward(state, numbers);
  const { l, j } = parse(state.unit);
  const chosen = parse(state.chosen);
  const other = chosen.kind === "w" ? byWeight(state, numbers, state.chosen) : byUnit(state, numbers, 1, chosen.j);
  return [...unitRows(state, numbers, l, j), ...other];
}

function forwardRows(state, numbers) {
  const { l, j } = parse(state.unit);
  if (state.written === "unit") return oneUnit(state, numbers, l, j);
  return wholeRows(state, numbers, l === numbers.sizes.length ? j : 1);
}

/** The figure's formula: the nested sum in symbols, and what is chosen with its numbers. */
export function drawFormula(state, numbers) {
  const backward = state.view === "backward";
  const rows = (backward ? backwardRows : forwardRows)(state, numbers);
  const all = backward ? rows : [nestedSum(state, numbers.sizes), ...rows];
  const label = backward ? "The chain rule in numbers" : "The network's nested sum, and its numbers";
  return math(lines(all, { displaystyle: "true" }), { label });
}
