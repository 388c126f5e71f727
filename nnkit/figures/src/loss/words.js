/** Both losses as formulas with the numbers of one z, and what they mean for learning. */

import { format } from "../core/numbers.js";
import { circle, group, line, named, symbol, text } from "../core/svg.js";
import { RATE } from "./compute.js";

const times = "\u200a·\u200a";
const signed = (value) => (value < 0 ? `(${format(value, 3)})` : format(value, 3));
const J = symbol("J");
const yhat = named("yhat");
const y = named("y");
const slope = named("dz", `d${J}/d${symbol("z")}`);
const strong = (name, value) => named(name, format(value, 3), { class: "nn-strong" });

/** @param {number} ratio @returns {string} "28 times", with two digits where they say something */
const oftenAs = (ratio) => `${ratio < 10 ? format(ratio, 1) : format(ratio, 0)} times`;

const CONFIDENT = 0.9;

/** @param {{y: number}} state @param {object} numbers from compute @returns {string} */
export function remarkOn(state, { yhat: said, ratio, squared, entropy }) {
  const right = state.y ? said : 1 - said;
  const apart = `The slope of the squared error is ${oftenAs(ratio)} smaller than that of the cross entropy.`;
  if (right < 1 - CONFIDENT) return `Confident and wrong, where most is to be learnt, yet here the sigmoid is flat. ${apart}`;
  if (right > CONFIDENT) {
    return `Confident and right: both slopes are small (${format(squared.slope, 3)} and ${format(entropy.slope, 3)}), for little is left to learn.`;
  }
  return `Undecided: the sigmoid is steep here and both losses teach. ${apart}`;
}

const key = (row, kind, title) =>
  line(0, row - 5, 30, row - 5, { class: `nn-line ${kind}` }) + text(38, row, title, { class: "nn-caption" });

const formula = (row, indent, content) => text(indent, row, content, { class: "nn-formula" });

const readout = (x, value, title) =>
  group({ class: "nn-readout" }, text(x, 0, value, { class: "nn-big" }), text(x, 20, title, { class: "nn-caption" }));

/** @param {object} state @param {object} numbers from compute @returns {string[]} markup, 310 wide */
export function drawWords(state, numbers) {
  const { squared, entropy, flatness } = numbers;
  const said = format(numbers.yhat, 3);
  const flat = named("flat", `${yhat} (1 − ${yhat})`);
  const likely = state.y ? yhat : `(1 − ${yhat})`;
  return [
    readout(0, format(state.z), named("z")),
    readout(104, said, `${yhat} = σ(${named("z")})`),
    readout(228, state.y, `true ${y}`),
    key(62, "nn-squared", "squared error"),
    formula(87, 0, `${J} = (${yhat} − ${y})² = ${strong("mse", squared.loss)}`),
    formula(112, 0, `${slope} = 2 (${yhat} − ${y})${times}${flat}`),
    formula(137, 42, `= 2${times}${signed(entropy.slope)}${times}${named("flat", format(flatness, 3))} = ${strong("dmse", squared.slope)}`),
    key(178, "nn-entropy", "cross entropy"),
    formula(203, 0, `${J} = −log ${likely} = ${strong("ce", entropy.loss)}`),
    formula(228, 0, `${slope} = ${yhat} − ${y} = ${strong("dce", entropy.slope)}`),
    circle(7, 264, 5, { class: "nn-after" }),
    text(22, 269, `After ${state.steps} gradient steps (rate ${RATE}), ${yhat} is`, { class: "nn-caption" }),
    formula(293, 0, `${format(squared.after.yhat, 3)} by the squared error,`),
    formula(316, 0, `${format(entropy.after.yhat, 3)} by the cross entropy.`),
  ];
}
