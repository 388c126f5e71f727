/** Optimisers over one flat array of parameters: the rules of nnkit.optim, number for number (tested). */

const EPS = 1e-8;

/**
 * @param {"sgd" | "rmsprop" | "adam"} name
 * @param {number} count of parameters
 * @param {{lr: number, momentum?: number, weightDecay?: number}} options read at each step, so they may change;
 *   Adam has no momentum of this kind; the rest is as nnkit has it (alpha 0.99, betas 0.9 and 0.999, eps 1e-8)
 * @returns {{step: (parameters: Float64Array, gradient: Float64Array) => void, options: object}}
 */
export function optimizer(name, count, options) {
  const [first, second] = [new Float64Array(count), new Float64Array(count)];
  let steps = 0;
  const step = (parameters, gradient) => RULES[name](parameters, gradient, first, second, options, ++steps);
  return { step, options };
}

/** @type {Record<string, (...given: any[]) => void>} */
const RULES = {
  sgd(p, gradient, velocity, unused, { lr, momentum = 0, weightDecay = 0 }) {
    for (let i = 0; i < p.length; i++) {
      velocity[i] = momentum * velocity[i] + gradient[i] + weightDecay * p[i];
      p[i] -= lr * velocity[i];
    }
  },
  rmsprop(p, gradient, velocity, square, { lr, momentum = 0, weightDecay = 0 }) {
    for (let i = 0; i < p.length; i++) {
      const g = gradient[i] + weightDecay * p[i];
      square[i] = 0.99 * square[i] + 0.01 * g * g;
      velocity[i] = momentum * velocity[i] + g / (Math.sqrt(square[i]) + EPS);
      p[i] -= lr * velocity[i];
    }
  },
  adam(p, gradient, mean, square, { lr, weightDecay = 0 }, t) {
    const [first, second] = [1 - 0.9 ** t, 1 - 0.999 ** t];
    for (let i = 0; i < p.length; i++) {
      const g = gradient[i] + weightDecay * p[i];
      mean[i] = 0.9 * mean[i] + 0.1 * g;
      square[i] = 0.999 * square[i] + 0.001 * g * g;
      p[i] -= (lr * mean[i]) / first / (Math.sqrt(square[i] / second) + EPS);
    }
  },
};
