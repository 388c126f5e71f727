/** The chain rule as a graph: values forward node by node, then gradients backward, local derivative × incoming. */

import { button, choice, player, slider } from "./core/controls.js";
import { COMMON, part } from "./core/part.js";
import { list } from "./core/source.js";
import { node } from "./core/svg.js";
import { compute } from "./graph/compute.js";
import { drawGraph, drawKey, plan } from "./graph/drawing.js";
import { EXAMPLES } from "./graph/examples.js";
import { formula } from "./graph/formula.js";
import { short } from "./graph/notation.js";
import { tell } from "./graph/words.js";

export { compute };

export const defaults = {
  ...COMMON,
  program: EXAMPLES[0].program,
  leaves: EXAMPLES[0].leaves,
  at: 9,
  examples: EXAMPLES,
};

/** @returns {any} the state, whatever was left out of it */
const filled = (state) => ({ ...defaults, ...state });

/** @param {any} state @returns {string} the figure in one sentence, for those who hear it */
export function describe(state) {
  const numbers = compute(filled(state));
  const { nodes, seen, grads } = numbers;
  const value = (i) => (seen[i] == null ? "not yet computed" : short(seen[i]));
  const gradient = (i) => (grads[i] == null ? "" : `, gradient ${short(grads[i])}`);
  const said = nodes.map(({ name }, i) => `${name} ${value(i)}${gradient(i)}`);
  return `Computation graph of ${nodes.at(-1).name}: ${said.join("; ")}.`;
}

/**
 * @param {any} state see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout
 * @returns {string} the graph as SVG
 */
export function draw(state, { narrow = false, still = false } = {}) {
  const full = filled(state);
  const numbers = compute(full);
  const where = plan(numbers.nodes, narrow);
  const keyTop = where.height + 24;
  const [width, height] = [where.width, keyTop + (narrow ? 24 : 6)];
  return node(
    "svg",
    { class: "nn-svg", viewBox: `0 0 ${width} ${height}`, role: still ? "img" : "group", "aria-label": describe(full) },
    drawGraph(numbers, where),
    drawKey(narrow ? 8 : 230, keyTop, narrow),
  );
}

const remark = (state) => tell(compute(filled(state)));

/** Leaves with names, in the order of the graph. */
const leavesOf = ({ program, leaves }) => compute({ program, leaves, at: 0 }).nodes
  .filter(({ inputs, constant }) => !inputs.length && constant == null);

const moved = (state, by) => {
  const { at, steps } = compute(filled(state));
  const to = at + by;
  return to >= 0 && to < steps.length ? { at: to } : null;
};

const controls = (given) => {
  const state = filled(given);
  const { at, steps } = compute(state);
  const { examples } = state;
  return [
    player({ label: "forward and backward", perSecond: 1, again: () => ({ at: 0 }) }),
    button({ label: "Back", act: (now) => moved(now, -1), disabled: at === 0 }),
    ...(examples.length > 1 ? [choiceOf(examples)] : []),
    slider({ name: "at", label: "step", min: 0, max: steps.length - 1, step: 1, show: String,
      value: () => at }),
    ...leavesOf(state).map(({ name }) =>
      slider({ name: `leaves.${name}`, mark: name, label: `value of ${name}`, min: -3, max: 3, step: 0.1 })),
  ];
};

const choiceOf = (examples) => choice({
  name: "program",
  label: "expression",
  options: examples.map(({ title, program }) => [program, title]),
  change: ({ leaves }, program) =>
    ({ program, leaves: { ...leaves, ...examples.find((example) => example.program === program).leaves }, at: 0 }),
});

/** The same graph for the reader's own session. */
export function code(state) {
  const { program, leaves } = filled(state);
  const named = leavesOf({ program, leaves }).map(({ name }) => [name, list(leaves[name] ?? 0)]);
  const output = compute({ program, leaves, at: 0 }).nodes.at(-1).name;
  const body = `${program.split("\n").map((line) => line.trim()).filter(Boolean).join("\n")}\n${output}.backward()\n`;
  const values = named.map(([name, value]) => `${name} = Value(${value}, "${name}")\n`).join("");
  const tensors = named.map(([name, value]) =>
    `${name} = torch.tensor(${value}, dtype=torch.float64, requires_grad=True)\n`);
  const shown = named.map(([name]) => `print("d${output}/d${name} =", ${name}.grad.item())\n`).join("");
  return {
    nnkit: `from nnkit.scalar import Graph, Value\n\n${values}${body}print(Graph(${output}))\n`,
    torch: `import torch\n\n${tensors.join("")}${body}print("${output} =", ${output}.item())\n${shown}`,
  };
}

export default part({
  defaults,
  draw,
  describe,
  remark,
  formula: (state) => formula(compute(filled(state))),
  controls,
  step: (state) => moved(state, 1),
  code,
});
