/** Losses of logits over a batch, each with its gradient: those of nnkit.losses (tested), the mean over n examples. */

import { expOfNegative } from "./exponential.js";
import { sigmoid, softplus } from "./kernels.js";

/** One logit: target 0 or 1. nnkit's binary_cross_entropy_with_logits. */
function binaryCrossEntropy(z, target, n, units, dz) {
  let sum = 0;
  for (let row = 0; row < n; row++) {
    sum += softplus(target[row] ? -z[row] : z[row]);
    if (dz) dz[row] = (sigmoid(z[row]) - target[row]) / n;
  }
  return sum / n;
}

/** One pre-activation of a step unit: target 0 or 1. nnkit's perceptron_loss. */
function perceptron(z, target, n, units, dz) {
  let sum = 0;
  for (let row = 0; row < n; row++) {
    sum += Math.max(0, target[row] ? -z[row] : z[row]);
    if (dz) dz[row] = ((z[row] >= 0 ? 1 : 0) - target[row]) / n;
  }
  return sum / n;
}

/** One logit for each of `units` classes: target is the class's number. nnkit's cross_entropy. */
function crossEntropy(z, target, n, units, dz) {
  let sum = 0;
  for (let row = 0, start = 0; row < n; row++, start += units) {
    let [most, total] = [z[start], 0];
    for (let k = 1; k < units; k++) if (z[start + k] > most) most = z[start + k];
    for (let k = 0; k < units; k++) {
      const e = expOfNegative(z[start + k] - most);
      total += e;
      if (dz) dz[start + k] = e;
    }
    sum += Math.log(total) + most - z[start + target[row]];
    if (!dz) continue;
    for (let k = 0; k < units; k++) dz[start + k] = (dz[start + k] / total - (target[row] === k ? 1 : 0)) / n;
  }
  return sum / n;
}

/**
 * The output's kind -> its loss. loss(z, target, n, units, dz): z (n, units) logits, target (n,) class numbers ->
 * the mean loss; where dz is given, its gradient by z is written into it.
 */
export const LOSSES = { sigmoid: binaryCrossEntropy, softmax: crossEntropy, step: perceptron };

/** Logits -> what the units say, in place: probabilities, or 0 and 1 of a step. z (n, units). */
export const OUTPUTS = {
  sigmoid(z, n) { for (let i = 0; i < n; i++) z[i] = sigmoid(z[i]); },
  step(z, n) { for (let i = 0; i < n; i++) z[i] = z[i] >= 0 ? 1 : 0; },
  softmax(z, n, units) {
    for (let row = 0, start = 0; row < n; row++, start += units) {
      let [most, total] = [z[start], 0];
      for (let k = 1; k < units; k++) if (z[start + k] > most) most = z[start + k];
      for (let k = 0; k < units; k++) total += z[start + k] = expOfNegative(z[start + k] - most);
      for (let k = 0; k < units; k++) z[start + k] /= total;
    }
  },
};
