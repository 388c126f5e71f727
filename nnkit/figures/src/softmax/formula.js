/** Softmax for the chosen class, filled in with the numbers. */

import { math, mfrac, mi, mn, mo, mrow, msub, msup, sum, variable } from "../core/mathml.js";

const LONG = 1e4; // from here on the powers of e are not written out

/** (z + c) / T as a power; c and T only where they do something. */
const exponent = (z, temperature) => (temperature === 1 ? mn(z) : mrow([mn(z), mo("/"), mn(temperature, { nn: "T" })]));

/** @param {object} state @param {object} numbers from compute @returns {string} MathML */
export function formula({ temperature, selected }, { logits, exponentials, total, probabilities }) {
  const k = selected + 1;
  const over = (index) => msup(mi("e"), mrow([msub(mi("z"), index), mo("/"), mi("T", { nn: "T" })]));
  const letters = mfrac(over(mn(String(k))), sum(mi("j"), "", over(mi("j"))));
  const filled = mfrac(
    msup(mi("e"), exponent(logits[selected], temperature), { nn: `z${k}` }),
    mrow(logits.flatMap((z, j) => [...(j ? [mo("+")] : []), msup(mi("e"), exponent(z, temperature), { nn: `z${j + 1}` })])),
  );
  const computed = total < LONG ? [mfrac(mn(exponentials[selected]), mn(total)), mo("=")] : [];
  return math(
    mrow([variable(`a${k}`), mo("="), letters, mo("="), filled, mo("="), ...computed, mn(probabilities[selected], { nn: `a${k}` })]),
    { label: `a${k}, the probability of class ${k}` },
  );
}
