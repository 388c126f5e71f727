/** Hints: what the network lacks, in words. */

import { format } from "../core/numbers.js";
import { TARGETS } from "../approximation/targets.js";
import { compute, STARS } from "./compute.js";

const list = (values) => {
  const said = values.map((value) => format(value, 0));
  return said.length === 1 ? said[0] : `${said.slice(0, -1).join(", ")} and ${said.at(-1)}`;
};

const NEAR = 0.05; // a unit's place and a bend or a jump

/** @param {any} state @returns {string} the sentence that helps most now */
export function hint(state) {
  const numbers = compute(state);
  const { target, kind, units } = state;
  const { jumps, kinks } = TARGETS[target];
  if (numbers.stars === STARS.length) return `Three stars with ${counted(numbers.units)}. Can fewer do it?`;
  if (kind === "linear") return straight(numbers);
  if (kind !== "step" && jumps.length) return jumping(numbers);
  const wanted = kind === "step" ? jumps : kind === "relu" ? kinks : [];
  const left = wanted.filter((x) => !units.some(([place]) => Math.abs(place - x) < NEAR));
  if (left.length) return placing(left, kind);
  return `${lacking(numbers)} ${MEANS[kind](numbers.missing > 0 ? "up" : "down")}`;
}

export const counted = (n) => `${n} hidden ${n === 1 ? "unit" : "units"}`;

const straight = ({ floor }) =>
  "Linear units: whatever you move, their sum is one straight line, and no line’s largest error is below "
  + `${format(floor, 3)}. Choose other units.`;

const jumping = ({ floor }) =>
  "The target jumps and these units do not: at the largest jump a continuous network is wrong by at least half of it, "
  + `${format(floor)}. Only step units reach a star here.`;

const placing = (left, kind) =>
  kind === "step"
    ? `The target jumps at x = ${list(left)}: a step’s place belongs there, and its height is that of the jump.`
    : `The target bends at x = ${list(left)}: a ReLU’s place belongs there, and its height is the change of slope.`;

const lacking = ({ missing, at }) =>
  `At x = ${format(at)} your network is ${format(Math.abs(missing))} too ${missing > 0 ? "low" : "high"}.`;

const MEANS = {
  step: (way) => `A step to the left moves what is right of it ${way} by its height; more steps make smaller stairs.`,
  sigmoid: (way) => `A sigmoid to the left moves what is right of it ${way}, gently if its slope is small.`,
  relu: (way) => `A ReLU to the left bends the network ${way} from its place on; its height is the change of slope.`,
};
