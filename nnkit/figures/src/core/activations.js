/** Activations z -> g(z), each beside its derivative: nnkit.activations, number for number (tested). */

/** 1 / (1 + e^−z); exp never takes a large number. @param {number} z */
export const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

const sigmoidDerivative = (z) => sigmoid(z) * sigmoid(-z); // 1 − g(z) = g(−z), without the cancellation

const NEGATIVE_SLOPE = 0.01; // the leaky ReLU's, where none is given

const SATURATED = 22; // from here on the sigmoid in gelu is 0 or 1 in float64 too
const SCALE = 2 * Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

const within = (z) => Math.min(Math.max(z, -SATURATED), SATURATED);
const geluLogit = (z) => SCALE * (z + CUBIC * z * z * z);

function geluDerivative(given) {
  const z = within(given);
  const logit = geluLogit(z);
  return sigmoid(logit) + z * sigmoidDerivative(logit) * SCALE * (1 + 3 * CUBIC * z * z);
}

/**
 * @typedef {object} Activation
 * @property {(z: number, slope?: number) => number} g `slope`: the leaky ReLU's, below 0; all others ignore it
 * @property {(z: number, slope?: number) => number} derivative where there is none, as nnkit's: step 0, ReLU 0, leaky
 *   `slope`
 * @property {string} title as readers know it
 * @property {string} symbol to be written before (z); "" for the linear unit, whose output is z itself
 * @property {[number, number] | null} bounded the two values between which g stays, if there are two
 */

/** nnkit's elementwise activations, in its order: name -> Activation. @type {Record<string, Activation>} */
export const ACTIVATIONS = {
  step: { g: (z) => (z >= 0 ? 1 : 0), derivative: () => 0, title: "step", symbol: "step", bounded: [0, 1] },
  sigmoid: { g: sigmoid, derivative: sigmoidDerivative, title: "sigmoid", symbol: "σ", bounded: [0, 1] },
  relu: {
    g: (z) => Math.max(z, 0),
    derivative: (z) => (z > 0 ? 1 : 0),
    title: "ReLU",
    symbol: "ReLU",
    bounded: null,
  },
  linear: { g: (z) => z, derivative: () => 1, title: "linear", symbol: "", bounded: null },
  tanh: {
    g: Math.tanh,
    derivative: (z) => 4 * sigmoid(2 * z) * sigmoid(-2 * z), // 1 − g(z)², without the cancellation
    title: "tanh",
    symbol: "tanh",
    bounded: [-1, 1],
  },
  leaky_relu: {
    g: (z, slope = NEGATIVE_SLOPE) => (z > 0 ? z : slope * z),
    derivative: (z, slope = NEGATIVE_SLOPE) => (z > 0 ? 1 : slope),
    title: "leaky ReLU",
    symbol: "leaky",
    bounded: null,
  },
  softplus: {
    g: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), // exp never takes a large number
    derivative: sigmoid,
    title: "softplus",
    symbol: "softplus",
    bounded: null,
  },
  gelu: {
    g: (z) => Math.max(z, -SATURATED) * sigmoid(geluLogit(within(z))),
    derivative: geluDerivative,
    title: "GELU",
    symbol: "GELU",
    bounded: null,
  },
};

/** e^z_k / Σ_j e^z_j, by the distance from the largest, so that no exp overflows. @param {number[]} z */
export function softmax(z) {
  const largest = Math.max(...z);
  const e = z.map((value) => Math.exp(value - largest));
  const sum = e.reduce((total, value) => total + value, 0);
  return e.map((value) => value / sum);
}

/** da_i/dz_j = a_i ([i = j] − a_j) with a = softmax(z), as rows i. @param {number[]} z */
export function softmaxJacobian(z) {
  const a = softmax(z);
  return a.map((ai, i) => a.map((aj, j) => (i === j ? ai - aj * ai : -ai * aj)));
}
