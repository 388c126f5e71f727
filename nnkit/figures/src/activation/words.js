/** What an activation's slope means for learning, in words. */

import { ACTIVATIONS } from "../core/activations.js";
import { format } from "../core/numbers.js";

const percent = (share) => (share < 0.01 ? "under 1 %" : `${(100 * share).toFixed(0)} %`);

const SAYINGS = {
  step: (z) =>
    z === 0
      ? "At the jump there is no tangent; by convention the derivative is 0, as it is everywhere else."
      : "Flat on both sides of the jump. The derivative is 0 everywhere, so gradient descent learns nothing.",
  relu: (z) => {
    if (z === 0) return "The kink has no tangent. The lecture takes the slope 1 here; PyTorch and nnkit take 0.";
    return z > 0
      ? "On: the slope is 1, however large z is, so a gradient passes unchanged."
      : "Off: the slope is 0 and no gradient passes. A unit that is off for every example has stopped learning.";
  },
  linear: () => "The slope is 1 everywhere: nothing saturates, but nothing bends either.",
  leaky_relu: (z, { slope }) => {
    if (z > 0) return "On: the slope is 1, as with ReLU.";
    const there = z === 0 ? "At the kink PyTorch and nnkit take the slope of the left side" : "Off, but it leaks";
    if (slope === 0) return `${there}: with a leak of 0 this is ReLU.`;
    return `${there}: a gradient is multiplied by ${format(slope)}, so the unit can recover.`;
  },
  softplus: (z, { slope }) =>
    slope < 0.05
      ? "Nearly off: the slope fades to the left, but it is never exactly 0."
      : "A smooth ReLU: its slope is the sigmoid, which rises from 0 to 1 without a jump.",
  gelu: (z, { slope }) => {
    if (slope < -0.005) return "The graph dips below 0 and its slope is negative here: more z, less output.";
    if (slope < 0.05) return "Nearly flat: hardly any gradient passes.";
    return "A smooth relative of ReLU: far right the slope is 1, far left 0.";
  },
};

/** The sigmoid and tanh level off on both sides. */
function levelling({ share, slope, saturated }, title) {
  const where = share === 1 ? `here the ${title} is steepest` : `the slope is ${percent(share)} of the largest`;
  const passing = `A gradient that passes here is multiplied by ${format(slope, 3)}`;
  return saturated ? `Saturated: ${where}. ${passing} and all but vanishes.` : `Alive: ${where}. ${passing}.`;
}

/** @param {import("./compute.js").State} state @param {import("./compute.js").Numbers} numbers @returns {string} */
export const remarkOn = ({ activation, z }, numbers) =>
  SAYINGS[activation]?.(z, numbers) ?? levelling(numbers, ACTIVATIONS[activation].title);
