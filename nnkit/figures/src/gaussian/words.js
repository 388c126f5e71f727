/** What the Gaussian figure says in words. */

import { format } from "../core/numbers.js";
import { levelLine, sample } from "../core/contour.js";
import { CONICS, logOdds } from "./compute.js";
import { frameOf } from "./plane.js";

/** The least spread that a handle gives. */
export const LEAST = 0.3;

const SINGULAR = ` A spread stops at ${LEAST}: with spread 0 the covariance would be singular. `
  + "It would have no inverse, and all of the class would lie on a line.";

const WHY = {
  circle: (k) => `Class ${k} has less spread in every direction: it wins inside, the wider class all around.`,
  ellipse: (k) => `Class ${k} has less spread in every direction: it wins inside, the wider class all around.`,
  hyperbola: () => "In one direction class 0 has more spread, in another class 1.",
  crossing: () => "In one direction class 0 has more spread, in another class 1, and everything else is even.",
  parabola: () => "There is a direction in which both spread alike, so the squares cancel there; the other one bends.",
  parallel: () => "The means differ at most in the one direction in which the spreads differ, too.",
  line: () => "The squares of the two densities are the same and cancel: what is left is linear, a logistic neuron.",
};

/** @returns {string} why the boundary is what it is */
export function remark(state, numbers) {
  const { conic, inside } = numbers;
  const spreads = state.shared ? state.spread0 : [...state.spread0, ...state.spread1];
  const singular = Math.min(...spreads) <= LEAST ? SINGULAR : "";
  if (conic === "none") return `No boundary: class ${inside} is more likely everywhere.${singular}`;
  const covariances = state.shared ? "One covariance for both" : "A covariance for each class";
  const seen = isSeen(state, numbers) ? "" : ", outside the picture";
  return `${covariances}: the boundary is ${CONICS[conic]}${seen}. ${WHY[conic](inside)}${singular}`;
}

function isSeen(state, { boundary }) {
  const f = frameOf(state);
  const size = state.shared ? 3 : 25;
  return levelLine(f, sample(f, size, size, logOdds(boundary)), 0) !== "";
}

/** @returns {string} the figure in one sentence, for those who hear it */
export const describe = ({ mean0, mean1, shared, prior }, { conic, posterior }) =>
  `Two Gaussian classes around ${mean0.map((x) => format(x)).join(", ")} and ${mean1.map((x) => format(x)).join(", ")} `
  + `with ${shared ? "one covariance for both" : "a covariance each"} and prior ${format(prior)} of class 1: `
  + `between them ${CONICS[conic]}; at the point x class 1 has the probability ${format(posterior)}.`;
