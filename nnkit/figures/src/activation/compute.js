/** Every number of the activation figure: nnkit.activations (tested). */

import { ACTIVATIONS } from "../core/activations.js";

export const LIMIT = 5; // the axis of z reaches from −LIMIT to LIMIT
const STEPS = 100; // even, so that 0 is one of the places
const SATURATED = 0.05; // of the largest slope

/** The largest slope, where the graph levels off on both sides without a jump. */
const STEEPEST = { sigmoid: 0.25, tanh: 1 };

const PLACES = Array.from({ length: STEPS + 1 }, (_, i) => (LIMIT * (2 * i - STEPS)) / STEPS);

/**
 * @typedef {{activation: string, z: number, negative_slope: number}} State
 * @typedef {{a: number, slope: number, share: number | null, saturated: boolean,
 *   curve: {z: number[], g: number[], slope: number[]}}} Numbers
 */

/**
 * @param {State} state
 * @returns {Numbers} g(z) and g′(z); `share`: the slope as a part of the largest one, null where there is none to
 *   compare with; and both graphs
 */
export function compute({ activation, z, negative_slope }) {
  const { g, derivative } = ACTIVATIONS[activation];
  const slope = derivative(z, negative_slope);
  const steepest = STEEPEST[activation];
  const share = steepest ? slope / steepest : null;
  return {
    a: g(z, negative_slope),
    slope,
    share,
    saturated: share != null && share < SATURATED,
    curve: {
      z: PLACES,
      g: PLACES.map((place) => g(place, negative_slope)),
      slope: PLACES.map((place) => derivative(place, negative_slope)),
    },
  };
}
