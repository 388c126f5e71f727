/** The current step of the graph as MathML: by names, then by numbers. */

import { fenced, lines, math, mi, mfrac, mn, mo, mrow, msup, strut, variable } from "../core/mathml.js";
import { short } from "./notation.js";

const SIGNS = { "+": "+", "-": "−", "*": "·", "/": "/" };
const TITLES = { exp: "exp", log: "log", tanh: "tanh", sigmoid: "σ", relu: "relu" };
const HIGH = strut("1.25em", "0.85em"); // every row is as high as one with ∂J/∂z
const BLANK = ["", HIGH];

/** A node's name, which lights with the drawing; of a leaf without name, its number. */
const nameOf = (node) => (node.constant == null ? variable(node.name) : mn(short(node.constant)));
const numberOf = (value, nn) => (value < 0 ? fenced(mn(short(value)), ["(", ")"], { nn }) : mn(short(value), { nn }));

/** Brackets that do not grow: rows keep their height. */
const round = (inside) =>
  mrow([mo("(", { form: "prefix", stretchy: "false" }), inside, mo(")", { form: "postfix", stretchy: "false" })]);

/** An operation on terms that are markup already. */
function applied({ op, exponent, base }, terms) {
  if (exponent !== undefined) return msup(terms[0], mn(short(exponent)));
  if (base !== undefined) return msup(mn(short(base)), terms[0]);
  if (op in TITLES) return mrow([mi(TITLES[op]), round(terms[0])]);
  return mrow(terms.length === 1 ? [mo("−"), terms[0]] : [terms[0], mo(SIGNS[op]), terms[1]]);
}

/** All steps put into each other: the output by its leaves. */
function whole(nodes) {
  const written = [];
  nodes.forEach((node, i) => {
    const loose = ({ op }) => op === "+" || op === "-";
    const terms = node.inputs.map((k) =>
      loose(nodes[k]) && !(node.op in TITLES) && node.op !== "+" ? round(written[k]) : written[k]);
    const power = node.exponent !== undefined && nodes[node.inputs[0]].inputs.length && !loose(nodes[node.inputs[0]]);
    written[i] = node.inputs.length ? applied(node, power ? [round(terms[0])] : terms) : nameOf(node);
  });
  return written.at(-1);
}

/** op(numbers) of one node; in a function's own brackets a negative number needs none. */
function filled(node, nodes, values) {
  const bare = node.op in TITLES;
  return applied(node, node.inputs.map((k) => bare
    ? mn(short(values[k]), { nn: nodes[k].label || undefined })
    : numberOf(values[k], nodes[k].label || undefined)));
}

const equation = (left, ...right) => [left, mrow([HIGH, ...right.flatMap((term) => [mo("="), term])])];

function forward({ nodes, values }, i) {
  const node = nodes[i];
  const symbols = applied(node, node.inputs.map((k) => nameOf(nodes[k])));
  const result = mn(short(values[i]), { nn: node.label || undefined });
  return [equation(nameOf(node), symbols, filled(node, nodes, values), result), BLANK];
}

const by = (above, below) => mfrac(mrow([mo("∂"), nameOf(above)]), mrow([mo("∂"), nameOf(below)]));

/** One share of the chain rule; what came along other paths is added. */
function row({ nodes, steps, at }, { node, grad }, { input, local, before, after }, earlier) {
  const [output, from, to] = [nodes.at(-1), nodes[node], nodes[input]];
  const sofar = earlier || steps.slice(0, at).some(({ shares = [] }) => shares.some((share) => share.input === input));
  const plus = sofar ? [numberOf(before), mo("+")] : [];
  return equation(
    by(output, to),
    mrow([...plus, by(output, from), mo("·"), by(from, to)]),
    mrow([...plus, numberOf(grad), mo("·"), numberOf(local)]),
    mn(short(after)),
  );
}

function backward(numbers, step) {
  const rows = step.shares.map((share, k) =>
    row(numbers, step, share, step.shares.slice(0, k).some(({ input }) => input === share.input)));
  return rows.length > 1 ? rows : [...rows, BLANK];
}

/** @param {any} numbers of compute @returns {string} MathML */
export function formula(numbers) {
  const { nodes, steps, at } = numbers;
  const step = steps[at];
  const output = nodes.at(-1);
  const rows = {
    start: () => [equation(nameOf(output), whole(nodes)), BLANK],
    forward: () => forward(numbers, step.node),
    seed: () => [equation(by(output, output), mn("1")), BLANK],
    backward: () => backward(numbers, step),
  };
  return math(lines(rows[step.kind]()));
}
