/** Both losses as formulas with the numbers of one z, and what they mean for learning. */

import { format } from "../core/numbers.js";
import { circle, named, symbol, text } from "../core/svg.js";
import { readout, sample } from "../curves/words.js";
import { RATE } from "./compute.js";

const times = "\u200a·\u200a";
const signed = (value) => (value < 0 ? `(${format(value, 3)})` : format(value, 3));
const loss = symbol("ℓ");
const yhat = named("yhat");
const y = named("y");
const slope = named("dz", `d${loss}/d${symbol("z")}`);
const strong = (name, value) => named(name, format(value, 3), { class: "nn-strong" });

/** @param {number} ratio @returns {string} "28 times", with two digits where they say something */
const oftenAs = (ratio) => `${ratio < 10 ? format(ratio, 1) : format(ratio, 0)} times`;

const CONFIDENT = 0.9;

/** @param {{y: number}} state @param {import("./compute.js").Numbers} numbers @returns {string} */
export function remarkOn(state, { yhat: said, ratio, squared, entropy }) {
  const right = state.y ? said : 1 - said;
  const apart = `The slope of the squared error is ${oftenAs(ratio)} smaller than that of the cross entropy.`;
  if (right < 1 - CONFIDENT) {
    return `Confident and wrong, where most is to be learnt, yet here the sigmoid is flat. ${apart}`;
  }
  if (right > CONFIDENT) {
    const small = `${format(squared.slope, 3)} and ${format(entropy.slope, 3)}`;
    return `Confident and right: both slopes are small (${small}), for little is left to learn.`;
  }
  return `Undecided: the sigmoid is steep here and both losses teach. ${apart}`;
}

const formula = (row, indent, content) => text(indent, row, content, { class: "nn-formula" });

/**
 * @param {{z: number, y: number, steps: number}} state
 * @param {import("./compute.js").Numbers} numbers
 * @returns {string[]} markup, 310 wide
 */
export function drawWords(state, { yhat: output, squared, entropy, flatness }) {
  const said = format(output, 3);
  const flatHere = named("flat", format(flatness, 3));
  const flat = named("flat", `${yhat} (1 − ${yhat})`);
  const likely = state.y ? yhat : `(1 − ${yhat})`;
  return [
    readout(0, format(state.z), named("z")),
    readout(104, said, `${yhat} = σ(${named("z")})`),
    readout(228, String(state.y), `true ${y}`),
    sample(62, "nn-squared", "squared error"),
    formula(87, 0, `${loss} = (${yhat} − ${y})² = ${strong("mse", squared.loss)}`),
    formula(112, 0, `${slope} = 2 (${yhat} − ${y})${times}${flat}`),
    formula(137, 42, `= 2${times}${signed(entropy.slope)}${times}${flatHere} = ${strong("dmse", squared.slope)}`),
    sample(178, "nn-entropy", "cross entropy"),
    formula(203, 0, `${loss} = −log ${likely} = ${strong("ce", entropy.loss)}`),
    formula(228, 0, `${slope} = ${yhat} − ${y} = ${strong("dce", entropy.slope)}`),
    circle(7, 264, 5, { class: "nn-after" }),
    text(22, 269, `After ${state.steps} gradient steps (rate ${RATE}), ${yhat} is`, { class: "nn-caption" }),
    formula(293, 0, `${format(squared.after.yhat, 3)} by the squared error,`),
    formula(316, 0, `${format(entropy.after.yhat, 3)} by the cross entropy.`),
  ];
}
