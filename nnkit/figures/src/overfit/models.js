/** Models of one input that grow term by term; only the weights of the terms are fitted. */

export const LIMIT = Math.PI; // x lies between −LIMIT and LIMIT
export const LARGEST = 20; // terms beside the constant

const STEEPNESS = 4; // of the tanh units, with x scaled to −1 … 1

/** 1/2, 1/4, 3/4, 1/8 … for k = 1, 2, 3, 4 …: each halves a gap (van der Corput's sequence). */
function halving(k) {
  let [value, part] = [0, 0.5];
  for (let rest = k; rest > 0; rest >>= 1, part /= 2) value += part * (rest & 1);
  return value;
}

/** Between −1 and 1, spread evenly however many are taken. The first ReLU begins at the left end: a straight line. */
const bends = (first) => Array.from({ length: LARGEST }, (_, j) => 2 * halving(j + first) - 1);
const RELU_BENDS = bends(0);
const TANH_BENDS = bends(1);

/** Legendre's polynomials: the powers 1, u, u² … made independent of one another, which keeps the fit exact. */
function legendre(u) {
  const values = [1, u];
  for (let k = 2; k <= LARGEST; k++) values.push(((2 * k - 1) * u * values[k - 1] - (k - 1) * values[k - 2]) / k);
  return values;
}

/**
 * name -> the values of all its terms at u = x / LIMIT, the constant first; where its units bend; its title; what its
 * size counts
 * @type {Record<string, {terms: (u: number) => number[], bends?: number[], title: string, counts: string}>}
 */
export const MODELS = {
  relu: {
    terms: (u) => [1, ...RELU_BENDS.map((bend) => Math.max(0, u - bend))],
    bends: RELU_BENDS,
    title: "ReLU units",
    counts: "hidden units",
  },
  tanh: {
    terms: (u) => [1, ...TANH_BENDS.map((bend) => Math.tanh(STEEPNESS * (u - bend)))],
    bends: TANH_BENDS,
    title: "tanh units",
    counts: "hidden units",
  },
  polynomial: { terms: legendre, title: "polynomial", counts: "degree" },
};
