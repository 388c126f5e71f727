/** Three models of the same points: z as a function of the place, and the shares that each has right. */

import { dot } from "../core/numbers.js";
import { logOdds } from "../gaussian/compute.js";
import { fitGaussian, fitLogistic } from "./fit.js";

/** A network of tanh layers and a linear output, as nnkit's Sequential; plain loops, for it is asked at every cell. */
function networkOf(layers) {
  const room = [new Float64Array(2), ...layers.map(({ bias }) => new Float64Array(bias.length))];
  return (x1, x2) => {
    room[0].set([x1, x2]);
    layers.forEach(({ weight, bias }, l) => {
      const [from, to] = [room[l], room[l + 1]];
      for (let j = 0; j < to.length; j += 1) {
        let sum = bias[j];
        for (let i = 0; i < from.length; i += 1) sum += weight[j][i] * from[i];
        to[j] = l < layers.length - 1 ? Math.tanh(sum) : sum;
      }
    });
    return room.at(-1)[0];
  };
}

const accuracy = (z, points) =>
  points.filter(([x1, x2, label]) => (z(x1, x2) >= 0 ? 1 : 0) === label).length / points.length;

const countNumbers = (layers) =>
  layers.reduce((sum, { weight, bias }) => sum + weight.flat().length + bias.length, 0);

/** A model of a set, and the shares of its points that it has right. `z` null: it cannot be fitted. */
function judged(name, size, z, fit, { train, test }) {
  return { name, size, z, fit, train: z && accuracy(z, train), test: z && accuracy(z, test) };
}

const gaussianOf = (set, shared) => {
  const fit = /** @type {any} */ (fitGaussian(set.train, shared));
  return judged("Gaussian", shared ? 8 : 11, fit && logOdds(fit), fit, set);
};

function neuronOf(set) {
  const fit = fitLogistic(set.train);
  return judged("logistic neuron", 3, (x1, x2) => dot(fit.weight, [x1, x2]) + fit.bias, fit, set);
}

/** Models depend on the set alone, and a set does not change: they are made once. */
const known = new WeakMap();

function allOf(set) {
  if (!known.has(set)) {
    const network = judged("network", countNumbers(set.network), networkOf(set.network), null, set);
    const [one, two] = [true, false].map((shared) => gaussianOf(set, shared));
    known.set(set, { one, two, others: [neuronOf(set), network] });
  }
  return known.get(set);
}

/**
 * The models of the chosen set, each with `z`, the function (x1, x2) -> log-odds; null: it cannot be fitted.
 * @param {any} state see the part's defaults
 */
export function modelsOf({ sets, chosen, shared }) {
  if (!sets[chosen]) return [];
  const { one, two, others } = allOf(sets[chosen]);
  return [shared ? one : two, ...others];
}

/**
 * @param {any} state see the part's defaults
 * @returns {{models: {name: string, size: number, fit: object | null, train: number | null, test: number | null}[]}}
 *   size: how many numbers a model has; fit: {A, b, c} of the Gaussian's log-odds, {weight, bias} of the neuron's;
 *   train, test: the shares of points that it has right
 */
export const compute = (state) => ({
  models: modelsOf(state).map(({ name, size, fit, train, test }) => ({ name, size, fit, train, test })),
});
