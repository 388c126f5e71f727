/** nnkit.optim's SGD, RMSprop and Adam for two weights, number for number (tested). */

const [ALPHA, BETA1, BETA2, EPS] = [0.99, 0.9, 0.999, 1e-8];
/** 1 − βᵗ for each step t that the figure can take. */
const table = (beta) => Float64Array.from({ length: 301 }, (_, t) => 1 - beta ** t);
const [GROWN1, GROWN2] = [table(BETA1), table(BETA2)];

/**
 * name -> title and direction(memory, i, gradient, momentum, t): what is subtracted lr times from weight i in step
 * t = 1, 2, …; memory[0] and memory[1] hold two numbers a weight, 0 at the start
 */
export const OPTIMIZERS = {
  sgd: {
    title: "SGD",
    direction: (memory, i, gradient, momentum) =>
      (momentum === 0 ? gradient : (memory[0][i] = momentum * memory[0][i] + gradient)),
  },
  rmsprop: {
    title: "RMSprop",
    direction(memory, i, gradient, momentum) {
      memory[1][i] = ALPHA * memory[1][i] + (1 - ALPHA) * (gradient * gradient);
      memory[0][i] = momentum * memory[0][i] + gradient / (Math.sqrt(memory[1][i]) + EPS);
      return memory[0][i];
    },
  },
  adam: {
    title: "Adam",
    direction(memory, i, gradient, _, t) {
      memory[0][i] = BETA1 * memory[0][i] + (1 - BETA1) * gradient;
      memory[1][i] = BETA2 * memory[1][i] + (1 - BETA2) * (gradient * gradient);
      return memory[0][i] / GROWN1[t] / (Math.sqrt(memory[1][i] / GROWN2[t]) + EPS);
    },
  },
};

export const newMemory = () => [new Float64Array(2), new Float64Array(2)];
