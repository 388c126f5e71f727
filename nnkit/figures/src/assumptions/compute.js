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

/** A fit depends on the points alone, and a set does not change: it is made once. */
const fits = new WeakMap();

function fitted({ train }) {
  if (!fits.has(train)) {
    const [shared, separate] = [true, false].map((one) => fitGaussian(train, one));
    fits.set(train, { shared, separate, line: fitLogistic(train) });
  }
  return fits.get(train);
}

const accuracy = (z, points) =>
  points.filter(([x1, x2, label]) => (z(x1, x2) >= 0 ? 1 : 0) === label).length / points.length;

const countNumbers = (layers) =>
  layers.reduce((sum, { weight, bias }) => sum + weight.flat().length + bias.length, 0);

/**
 * The models of the chosen set, each with `z`, the function (x1, x2) -> log-odds; null: it cannot be fitted.
 * @param {any} state see the part's defaults
 */
export function modelsOf({ sets, chosen, shared }) {
  const set = sets[chosen];
  if (!set) return [];
  const { line, [shared ? "shared" : "separate"]: gaussian } = fitted(set);
  return [
    { name: "Gaussian", size: shared ? 8 : 11, z: gaussian && logOdds(gaussian), fit: gaussian },
    { name: "logistic neuron", size: 3, z: (x1, x2) => dot(line.weight, [x1, x2]) + line.bias, fit: line },
    { name: "network", size: countNumbers(set.network), z: networkOf(set.network), fit: null },
  ];
}

/**
 * @param {any} state see the part's defaults
 * @returns {{models: {name: string, size: number, fit: object | null, train: number | null, test: number | null}[]}}
 *   size: how many numbers a model has; fit: {A, b, c} of the Gaussian's log-odds, {weight, bias} of the neuron's;
 *   train, test: the shares of points that it has right
 */
export function compute(state) {
  const { train, test } = state.sets[state.chosen] ?? {};
  return {
    models: modelsOf(state).map(({ name, size, z, fit }) => ({
      name,
      size,
      fit,
      train: z && accuracy(z, train),
      test: z && accuracy(z, test),
    })),
  };
}
