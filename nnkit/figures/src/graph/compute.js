/** Values and gradients of a scalar graph, in the steps of nnkit.scalar: forward, then backward (tested). */

import { sigmoid } from "../core/activations.js";
import { read } from "./program.js";

/** op -> rule(inputs' numbers) -> [value, derivative by each input]; powers carry their number in the op. */
const RULES = {
  "+": (x, y) => [x + y, 1, 1],
  "-": (x, y) => (y === undefined ? [-x, -1] : [x - y, 1, -1]),
  "*": (x, y) => [x * y, y, x],
  "/": (x, y) => [x / y, 1 / y, -x / y / y],
  exp: (x) => [Math.exp(x), Math.exp(x)],
  log: (x) => [Math.log(x), 1 / x],
  tanh: (x) => [Math.tanh(x), 1 - Math.tanh(x) ** 2],
  sigmoid: (x) => [sigmoid(x), sigmoid(x) * sigmoid(-x)],
  relu: (x) => [Math.max(x, 0), x > 0 ? 1 : 0],
};

function rule({ op, exponent, base }) {
  if (exponent !== undefined) return (x) => [x ** exponent, exponent && exponent * x ** (exponent - 1)];
  if (base !== undefined) return (x) => [base ** x, base ** x * Math.log(base)];
  return RULES[op];
}

/** A number that is none (a logarithm of −1) is null, and so is all that is made from it. */
const real = (numbers) => (numbers.every(Number.isFinite) ? numbers : numbers.map(() => null));

function forward(nodes, leaves) {
  /** @type {any[][]} */
  const [values, locals] = [[], []];
  nodes.forEach((node, i) => {
    const from = node.inputs.map((k) => values[k]);
    const known = from.every((value) => value != null);
    const made = known && from.length ? real(rule(node)(...from)) : [];
    values[i] = from.length ? made[0] ?? null : node.constant ?? leaves[node.name] ?? 0;
    locals[i] = node.inputs.map((_, k) => made[k + 1] ?? null);
  });
  return { values, locals };
}

/**
 * One share a use of an input: what the chain rule adds to its gradient, and what came along other paths before.
 * @returns {{node: number, shares: {input: number, local: number, share: number, before: number, after: number}[]}[]}
 */
function backward(nodes, values, locals) {
  const grads = nodes.map(() => 0);
  grads[nodes.length - 1] = 1;
  return nodes
    .map(({ inputs }, node) => ({ node, inputs }))
    .filter(({ inputs }) => inputs.length)
    .reverse()
    .map(({ node, inputs }) => ({
      node,
      grad: grads[node],
      shares: inputs.map((input, k) => {
        const before = grads[input];
        const share = grads[node] * locals[node][k];
        grads[input] += share;
        return { input, k, local: locals[node][k], share, before, after: grads[input] };
      }),
    }));
}

/** How often each node's gradient is added to before it is whole: once a use. */
const uses = (nodes) =>
  nodes.map((_, i) => nodes.flatMap(({ inputs }) => inputs).filter((input) => input === i).length);

/**
 * @param {{program: string, leaves: Record<string, number>, at: number}} state
 * @returns {{nodes: any[], values: any[], locals: any[][], steps: any[], at: number,
 *   seen: any[], grads: any[], arrived: number[], uses: number[], whole: boolean}}
 *   per node its value, and by step `at` what is shown: `seen` values, `grads` so far, `arrived` shares of `uses`.
 *   Step 0 has only the leaves; each forward step shows a value, then one gives the output the gradient 1, and each
 *   backward step sends a gradient to a node's inputs.
 */
export function compute({ program, leaves, at }) {
  const nodes = read(program);
  const { values, locals } = forward(nodes, leaves);
  const made = nodes.flatMap(({ inputs }, i) => (inputs.length ? [i] : []));
  const whole = values.every((value) => value != null);
  /** @type {any[]} */
  const steps = [
    { kind: "start" },
    ...made.map((node) => ({ kind: "forward", node })),
    ...(whole ? [{ kind: "seed", node: nodes.length - 1 }] : []),
    ...(whole ? backward(nodes, values, locals).map((step) => ({ kind: "backward", ...step })) : []),
  ];
  const last = Math.min(Math.max(at, 0), steps.length - 1);
  const done = steps.slice(0, last + 1);
  const seen = nodes.map(({ inputs }, i) =>
    !inputs.length || done.some(({ kind, node }) => kind === "forward" && node === i) ? values[i] : null);
  /** @type {any[]} */
  const grads = nodes.map(() => null);
  const arrived = nodes.map(() => 0);
  for (const { kind, node, shares = [] } of done) {
    if (kind === "seed") grads[node] = 1;
    for (const { input, after } of shares) {
      grads[input] = after;
      arrived[input] += 1;
    }
  }
  return { nodes, values, locals, steps, at: last, seen, grads, arrived, uses: uses(nodes), whole };
}
