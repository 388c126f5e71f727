/** Softmax for the chosen class, filled in with the numbers. */

import { fenced, lines, math, mfrac, mi, mn, mo, mrow, msub, msup, sum, variable } from "../core/mathml.js";

const LONG = 1e4; // from here on the powers of e are not written out

/** (z + c) / T in letters; c only where it does something. */
function scaled(index, shift) {
  const z = msub(mi("z"), index);
  const moved = shift === 0 ? z : fenced(mrow([z, mo("+"), mi("c", { nn: "c" })]));
  return mrow([moved, mo("/"), mi("T", { nn: "T" })]);
}

/** The same in numbers, T only where it does something. */
const filledIn = (z, temperature) => (temperature === 1 ? mn(z) : mrow([mn(z), mo("/"), mn(temperature, { nn: "T" })]));

const joined = (terms, sign) => mrow(terms.flatMap((term, j) => (j ? [mo(sign), term] : [term])));

/**
 * @param {import("./compute.js").State} state @param {import("./compute.js").Numbers} numbers
 * @returns {string} MathML
 */
export function formula({ temperature, shift, selected }, { logits, exponentials, total, probabilities }) {
  const k = selected + 1;
  const over = (index) => msup(mi("e"), scaled(index, shift));
  const letters = mfrac(over(mn(String(k))), sum(mi("j"), "", over(mi("j"))));
  const powers = logits.map((z, j) => msup(mi("e"), filledIn(z, temperature), { nn: `z${j + 1}` }));
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
