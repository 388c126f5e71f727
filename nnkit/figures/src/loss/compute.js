/** Every number of the loss figure: one sigmoid output under two losses, as in nnkit.losses (tested). */

import { ACTIVATIONS, sigmoid } from "../core/activations.js";

export const LIMIT = 6; // the axis of z reaches from −LIMIT to LIMIT
export const RATE = 1; // the learning rate of the steps
const STEPS = 120;

const { derivative: flatness } = ACTIVATIONS.sigmoid; // ŷ (1 − ŷ)
const { g: softplus } = ACTIVATIONS.softplus;

const PLACES = Array.from({ length: STEPS + 1 }, (_, i) => (LIMIT * (2 * i - STEPS)) / STEPS);

/** name -> the loss of one logit z with label y, and its slope dℓ/dz */
export const LOSSES = {
  squared: {
    loss: (z, y) => (sigmoid(z) - y) ** 2,
    slope: (z, y) => 2 * (sigmoid(z) - y) * flatness(z),
  },
  entropy: {
    loss: (z, y) => softplus(y ? -z : z), // −log ŷ or −log(1 − ŷ), without log 0
    slope: (z, y) => sigmoid(z) - y,
  },
};

/** The logit after some steps of gradient descent. */
function descend({ slope }, z, y, steps) {
  for (let i = 0; i < steps; i++) z -= RATE * slope(z, y);
  return z;
}

function follow(rule, { z, y, steps }) {
  const end = descend(rule, z, y, steps);
  return {
    loss: rule.loss(z, y),
    slope: rule.slope(z, y),
    after: { z: end, yhat: sigmoid(end), loss: rule.loss(end, y) },
    curve: {
      loss: PLACES.map((place) => rule.loss(place, y)),
      slope: PLACES.map((place) => rule.slope(place, y)),
    },
  };
}

/** @typedef {ReturnType<typeof compute>} Numbers */

/**
 * ŷ = σ(z) and ŷ (1 − ŷ), the sigmoid's slope; for each loss its value and slope at z, where z, ŷ and the loss stand
 * after `steps` gradient steps, and both graphs over `places`; how many times the cross entropy's slope is larger.
 * @param {{z: number, y: number, steps: number}} state y is 0 or 1
 */
export function compute(state) {
  const { z } = state;
  return {
    yhat: sigmoid(z),
    flatness: flatness(z),
    places: PLACES,
    squared: follow(LOSSES.squared, state),
    entropy: follow(LOSSES.entropy, state),
    ratio: 1 / (2 * flatness(z)),
  };
}
