/** What happens in the current step of the graph, in words. */

import { short } from "./notation.js";

const COMPUTED = {
  "+": ([a, b]) => `the sum of ${a} and ${b}`,
  "-": ([a, b]) => (b === undefined ? `${a} with the other sign` : `${a} less ${b}`),
  "*": ([a, b]) => `the product of ${a} and ${b}`,
  "/": ([a, b]) => `${a} divided by ${b}`,
  exp: ([a]) => `e to the power of ${a}`,
  log: ([a]) => `the logarithm of ${a}`,
  tanh: ([a]) => `the hyperbolic tangent of ${a}`,
  sigmoid: ([a]) => `the sigmoid of ${a}`,
  relu: ([a]) => `${a} where that is above 0, else 0`,
};

const PASSED = {
  "+": () => "A sum hands its gradient on to both inputs as it is.",
  "-": ([, b]) => (b === undefined
    ? "A changed sign changes the sign of the gradient."
    : "A difference hands its gradient on as it is to the first input, with the other sign to the second."),
  "*": () => "A product hands its gradient on times the other factor.",
  "/": ([, b]) => `A quotient hands its gradient on divided by ${b}, to ${b} itself with −1/${b}² of the other.`,
  exp: () => "The exponential function is its own derivative.",
  log: ([a]) => `The logarithm’s derivative is 1/${a}.`,
  tanh: () => "The derivative of tanh is 1 − tanh².",
  sigmoid: () => "The sigmoid’s derivative is σ(1 − σ), never above ¼.",
  relu: () => "ReLU hands its gradient on where its input is above 0, else nothing.",
};

const base = (name) => (/^[\w.]+$/.test(name) ? name : `(${name})`);

function computed({ op, exponent, base: constant }, names) {
  if (exponent !== undefined) return `${base(names[0])} to the power of ${short(exponent)}`;
  if (constant !== undefined) return `${short(constant)} to the power of ${names[0]}`;
  return COMPUTED[op](names);
}

function passed({ op, exponent, base: constant }, names) {
  if (exponent !== undefined)
    return `The power’s derivative is ${short(exponent)} · ${names[0]}${raise(exponent - 1)}.`;
  if (constant !== undefined) return `The derivative of ${constant} to a power is itself times log ${constant}.`;
  return PASSED[op](names);
}

const raise = (power) => (power === 1 ? "" : ` to the power of ${short(power)}`);

const ORDINAL = ["first", "second", "third", "fourth", "fifth", "sixth"];

/** What fan-out means for the inputs that were reached just now. */
function fanOut({ shares, node }, numbers) {
  const { nodes, uses, steps, at } = numbers;
  const several = [...new Set(shares.map(({ input }) => input))].filter((input) => uses[input] > 1);
  return several.map((input) => {
    const before = steps.slice(0, at).flatMap((step) => step.shares ?? []).filter((share) => share.input === input);
    const here = shares.filter((share) => share.input === input).length;
    const name = nodes[input].name;
    const reached = before.length + here;
    if (here > 1)
      return ` ${name} stands in ${nodes[node].name} ${here} times, so it gets a share for each, and they add up.`;
    const path = `${ORDINAL[before.length]} path`;
    if (reached < uses[input])
      return ` ${name} feeds ${uses[input]} nodes: this is its ${path}, another share is to come.`;
    const sofar = short(shares.find((share) => share.input === input).before);
    return ` This is ${name}’s ${path}: its share is added to the ${sofar} of the path before.`;
  }).join("");
}

/** @param {any} numbers of compute @returns {string} */
export function tell(numbers) {
  const { nodes, values, steps, at, whole } = numbers;
  const { kind, node } = steps[at];
  const count = steps.filter((step) => step.kind === "forward").length;
  const output = nodes.at(-1).name;
  if (kind === "start")
    return "Only the leaves have numbers. Step: a node is computed from those whose arrows reach it.";
  const { name } = nodes[node];
  const names = nodes[node].inputs.map((input) => nodes[input].name);
  if (kind === "forward" && values[node] == null) {
    return `${name} is ${computed(nodes[node], names)}, here no real number: the graph ends, and has no gradient.`;
  }
  if (kind === "forward") {
    const last = whole && at === count ? " That is the output; now backward." : "";
    return `Forward, ${at} of ${count}: ${name} is ${computed(nodes[node], names)}.${last}`;
  }
  if (kind === "seed")
    return `Backward begins at the output: ${output} changes exactly as ${output} does, so its own gradient is 1.`;
  const step = at - count - 1;
  const end = step === count ? ` Done: one walk backward gave the gradients of all leaves.` : "";
  return `Backward, ${step} of ${count}: local derivative × incoming gradient. `
    + `${passed(nodes[node], names)}${fanOut(steps[at], numbers)}${end}`;
}
