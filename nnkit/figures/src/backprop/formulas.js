/** The equation of each step in symbols, and filled with its matrices. */

import {
  fenced, hat, lines, math, matrix, mfrac, mi, mn, mo, mrow, msub, msup, mtext, variable,
} from "../core/mathml.js";
import { format } from "../core/numbers.js";
import { transpose } from "../core/linear.js";

const [equals, times, plus, minus, entrywise] = ["=", "·", "+", "−", "⊙"].map((sign) => mo(sign));
const T = mi("⊤");

/** A tensor's symbol: "z1", "yhat", or "dz1" for dJ/dz₁. */
function symbol(name) {
  if (name[0] !== "d") return name === "yhat" ? hat("y", { nn: name }) : variable(name);
  return mfrac(mrow([mi("d"), mi("J")]), mrow([mi("d"), variable(name.slice(1), { nn: name })]), { nn: name });
}

const flipped = (name) => msup(name[0] === "d" ? fenced(symbol(name)) : symbol(name), T);

/** A tensor's numbers: derivatives have a digit more. */
const filled = (name, rows, digits = name[0] === "d" ? 3 : 2) =>
  rows.length * rows[0].length === 1
    ? mn(format(rows[0][0], digits), { nn: name })
    : matrix(rows.map((row) => row.map((value) => mn(format(value, digits)))), { nn: name });

/** Each equation is [its left side, terms in symbols, terms in numbers]; the numbers end with what comes out. */
const product = (name, a, b) => (t) => [
  [name, [a.symbol, b.symbol], [filled(a.name, a.of(t)), filled(b.name, b.of(t))]],
];
const plain = (name) => ({ name, symbol: symbol(name), of: (t) => t[name] });
const turned = (name) => ({ name, symbol: flipped(name), of: (t) => transpose(t[name]) });
const slopes = (k) => mrow([msup(mi("g"), mo("′")), fenced(variable(`z${k}`))]);

const forwardLinear = (k, from) => (t) => [[
  `z${k}`,
  [symbol(from), flipped(`W${k}`), plus, symbol(`b${k}`)],
  [filled(from, t[from]), filled(`W${k}`, transpose(t[`W${k}`])), plus, filled(`b${k}`, t[`b${k}`])],
]];
const forwardActivation = (k, to) => (t) => [[
  to, [mi("g"), fenced(symbol(`z${k}`))], [mi("g"), fenced(filled(`z${k}`, t[`z${k}`]))],
]];
const backwardActivation = (k, from) => (t) => [[
  `dz${k}`, [symbol(from), entrywise, slopes(k)], [filled(from, t[from]), entrywise, filled(`z${k}`, t[`g${k}`])],
]];
const byWeights = (k, input) => (t) => [
  ...product(`dW${k}`, turned(`dz${k}`), plain(input))(t),
  [`db${k}`, [mtext("column sums of\u00a0"), symbol(`dz${k}`)], []],
];
const byInput = (k, input) => product(`d${input}`, plain(`dz${k}`), plain(`W${k}`));
const count = (t) => t.y.length * t.y[0].length;

/** One for each of STEPS. @type {((t: any) => any)[]} */
const EQUATIONS = [
  (t) => [["x", [], []]],
  forwardLinear(1, "x"),
  forwardActivation(1, "a1"),
  forwardLinear(2, "a1"),
  forwardActivation(2, "yhat"),
  (t) => [[
    "J", [mtext("mean of all\u00a0"), msup(fenced(mrow([symbol("yhat"), minus, symbol("y")])), mn("2"))],
    [mtext("mean of all\u00a0"), msup(fenced(mrow([filled("yhat", t.yhat), minus, filled("y", t.y)])), mn("2"))],
  ]],
  (t) => [[
    "dyhat",
    [mfrac(mn("2"), mrow([mi("N"), msub(mi("n"), mn("3"))])), fenced(mrow([symbol("yhat"), minus, symbol("y")]))],
    [mfrac(mn("2"), mn(String(count(t)))), fenced(mrow([filled("yhat", t.yhat), minus, filled("y", t.y)]))],
  ]],
  backwardActivation(2, "dyhat"),
  byWeights(2, "a1"),
  byInput(2, "a1"),
  backwardActivation(1, "da1"),
  byWeights(1, "x"),
  byInput(1, "x"),
];

/** The rule of which a backward step is a case: dJ/dx = dJ/dy · dy/dx, for the layer's own names. */
function rule(name, input) {
  const [by, of] = [name.slice(1), input.slice(1)];
  const inner = mfrac(mrow([mi("d"), of === "yhat" ? hat("y") : variable(of)]), mrow([mi("d"), variable(by)]));
  return [symbol(input), times, inner, equals];
}

function rows([name, symbols, numbers], tensors, { of }) {
  const [before] = of;
  const general = name[0] === "d" && before[0] === "d" ? rule(name, before) : [];
  const result = filled(name, tensors[name], name === "J" ? 3 : undefined);
  if (!symbols.length) return [[symbol(name), mrow([equals, result])]];
  return [
    [symbol(name), mrow([equals, ...general, ...symbols])],
    ["", mrow([equals, ...numbers, ...(numbers.length ? [equals] : []), result])],
  ];
}

/** @param {number} at @param {Record<string, number[][]>} tensors @param {import("./steps.js").Step} step */
export const drawFormula = (at, tensors, step) =>
  math(lines(EQUATIONS[at](tensors).flatMap((equation) => rows(equation, tensors, step)), { displaystyle: "true" }),
    { label: step.why });
