/** g(z) and g′(z) as formulas, filled in with the numbers of one z. */

import { factor, format } from "../core/numbers.js";
import { named, node, symbol } from "../core/svg.js";

const z = named("z");
const u = symbol("u");
const g = `${named("g")}(${z})`;
const dg = `${named("dg", `${symbol("g")}′`)}(${z})`;
const power = (exponent) =>
  node("tspan", { dy: -5, class: "nn-power" }, exponent) + node("tspan", { dy: 5 }, "\u200b");
const times = "\u200a·\u200a";
const either = (right, left, sign = ">") => `${right} if ${z} ${sign} 0, else ${left}`;

/** name -> [g(z) in letters, lines of g′(z) in letters, g′(z) in numbers or nothing] */
const FORMULAS = {
  step: () => [either("1", "0", "≥"), ["0"]],
  sigmoid: ({ a }) => [
    `1 / (1 + e${power(`−${z}`)})`,
    [`${g} (1 − ${g})`],
    `${format(a, 3)}${times}(1 − ${format(a, 3)})`,
  ],
  relu: () => [`max(0, ${z})`, [either("1", "0")]],
  linear: () => [z, ["1"]],
  tanh: ({ a }) => [`tanh(${z})`, [`1 − ${g}²`], `1 − ${factor(a)}²`],
  leaky_relu: (_, { negative_slope }) => {
    const leak = named("leak", format(negative_slope));
    return [either(z, `${leak} ${z}`), [either("1", leak)]];
  },
  softplus: () => [`log(1 + e${power(z)})`, [`1 / (1 + e${power(`−${z}`)})`]],
  gelu: () => [
    `½ ${z} (1 + tanh ${u}), with`,
    [`½ (1 + tanh ${u})`, `+ ½ ${z} (1 − tanh² ${u}) ${u}′`],
    null,
    `${u} = √(2/π) (${z} + 0.0447 ${z}³)`,
  ],
};

/**
 * @param {import("./compute.js").State} state @param {import("./compute.js").Numbers} numbers
 * @returns {{indent: number, content: string}[]} lines of markup
 */
export function formulaLines(state, numbers) {
  const [value, slope, filled, also] = FORMULAS[state.activation](numbers, state);
  const strong = (name, number) => named(name, format(number, 3), { class: "nn-strong" });
  const [first, ...rest] = slope;
  return [
    { indent: 0, content: `${g} = ${value}` },
    ...(also ? [{ indent: 34, content: also }] : []),
    { indent: 34, content: `= ${strong("g", numbers.a)}` },
    { indent: 0, content: `${dg} = ${first}` },
    ...rest.map((content) => ({ indent: 38, content })),
    ...(filled ? [{ indent: 38, content: `= ${filled}` }] : []),
    { indent: 38, content: `= ${strong("dg", numbers.slope)}` },
  ];
}
