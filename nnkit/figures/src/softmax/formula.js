/** Softmax for the chosen class, filled in with the numbers. */

import { lines, math, mfrac, mi, mn, mo, mrow, msub, msup, sum, variable } from "../core/mathml.js";

const LONG = 1e4; // from here on the powers of e are not written out

/** (z + c) / T as a power; c and T only where they do something. */
const exponent = (z, temperature) => (temperature === 1 ? mn(z) : mrow([mn(z), mo("/"), mn(temperature, { nn: "T" })]));

const joined = (terms, sign) => mrow(terms.flatMap((term, j) => (j ? [mo(sign), term] : [term])));

/**
 * @param {import("./compute.js").State} state @param {import("./compute.js").Numbers} numbers
 * @returns {string} MathML
 */
export function formula({ temperature, selected }, { logits, exponentials, total, probabilities }) {
  const k = selected + 1;
  const over = (index) => msup(mi("e"), mrow([msub(mi("z"), index), mo("/"), mi("T", { nn: "T" })]));
  const letters = mfrac(over(mn(String(k))), sum(mi("j"), "", over(mi("j"))));
  const powers = logits.map((z, j) => msup(mi("e"), exponent(z, temperature), { nn: `z${j + 1}` }));
  const computed = total < LONG ? [mfrac(mn(exponentials[selected]), mn(total))] : [];
  const filled = [
    mfrac(powers[selected], joined(powers, "+")),
    ...computed,
    mn(probabilities[selected], { nn: `a${k}` }),
  ];
  const rows = [
    [variable(`a${k}`), mrow([mo("="), letters])],
    ["", mrow([mo("="), joined(filled, "=")])],
  ];
  return math(lines(rows), { label: `probability of class ${k}` });
}
