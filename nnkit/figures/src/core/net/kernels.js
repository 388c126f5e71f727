/**
 * The loops of a small network over a batch, on typed arrays that are given: nothing is allocated. The formulas are
 * those of nnkit.layers and nnkit.activations (tested), in the same layout: a batch is row after row, a weight matrix
 * (out, in) row after row.
 */

import { expOfNegative, tanh } from "./exponential.js";

// Rows are taken four at a time: a weight is then read once for four sums, which takes half the time of one by one.

/** z = a weightᵀ + bias: a (n, fanIn) -> z (n, fanOut). */
export function affine(weight, bias, a, z, n, fanIn, fanOut) {
  const fours = n - (n % 4);
  for (let row = 0; row < fours; row += 4) {
    const a0 = row * fanIn, a1 = a0 + fanIn, a2 = a1 + fanIn, a3 = a2 + fanIn;
    for (let j = 0, k = 0, o = row * fanOut; j < fanOut; j++, o++) {
      let z0 = bias[j], z1 = z0, z2 = z0, z3 = z0;
      for (let i = 0; i < fanIn; i++, k++) {
        const w = weight[k];
        z0 += w * a[a0 + i];
        z1 += w * a[a1 + i];
        z2 += w * a[a2 + i];
        z3 += w * a[a3 + i];
      }
      z[o] = z0;
      z[o + fanOut] = z1;
      z[o + 2 * fanOut] = z2;
      z[o + 3 * fanOut] = z3;
    }
  }
  for (let row = fours; row < n; row++) {
    for (let j = 0, k = 0; j < fanOut; j++) {
      let sum = bias[j];
      for (let i = 0; i < fanIn; i++, k++) sum += weight[k] * a[row * fanIn + i];
      z[row * fanOut + j] = sum;
    }
  }
}

/** Adds dJ/dweight (out, in) and dJ/dbias (out,) of a layer to its gradients: dz (n, fanOut), a (n, fanIn). */
export function gatherGradient(dz, a, weightGrad, biasGrad, n, fanIn, fanOut) {
  const fours = n - (n % 4);
  for (let row = 0; row < fours; row += 4) {
    const a0 = row * fanIn, a1 = a0 + fanIn, a2 = a1 + fanIn, a3 = a2 + fanIn;
    for (let j = 0, k = 0, o = row * fanOut; j < fanOut; j++, o++) {
      const d0 = dz[o], d1 = dz[o + fanOut], d2 = dz[o + 2 * fanOut], d3 = dz[o + 3 * fanOut];
      biasGrad[j] += d0 + d1 + d2 + d3;
      for (let i = 0; i < fanIn; i++, k++) {
        weightGrad[k] += d0 * a[a0 + i] + d1 * a[a1 + i] + d2 * a[a2 + i] + d3 * a[a3 + i];
      }
    }
  }
  for (let row = fours; row < n; row++) {
    for (let j = 0, k = 0; j < fanOut; j++) {
      const d = dz[row * fanOut + j];
      biasGrad[j] += d;
      for (let i = 0; i < fanIn; i++, k++) weightGrad[k] += d * a[row * fanIn + i];
    }
  }
}

/** da = dz weight: dz (n, fanOut) -> da (n, fanIn). */
export function affineBackward(weight, dz, da, n, fanIn, fanOut) {
  const fours = n - (n % 4);
  for (let row = 0; row < fours; row += 4) {
    const z0 = row * fanOut, z1 = z0 + fanOut, z2 = z1 + fanOut, z3 = z2 + fanOut;
    for (let i = 0, o = row * fanIn; i < fanIn; i++, o++) {
      let d0 = 0, d1 = 0, d2 = 0, d3 = 0;
      for (let j = 0, k = i; j < fanOut; j++, k += fanIn) {
        const w = weight[k];
        d0 += w * dz[z0 + j];
        d1 += w * dz[z1 + j];
        d2 += w * dz[z2 + j];
        d3 += w * dz[z3 + j];
      }
      da[o] = d0;
      da[o + fanIn] = d1;
      da[o + 2 * fanIn] = d2;
      da[o + 3 * fanIn] = d3;
    }
  }
  for (let row = fours; row < n; row++) {
    for (let i = 0; i < fanIn; i++) {
      let sum = 0;
      for (let j = 0, k = i; j < fanOut; j++, k += fanIn) sum += dz[row * fanOut + j] * weight[k];
      da[row * fanIn + i] = sum;
    }
  }
}

/** 1 / (1 + exp(−z)); below 0 from exp(z), which is small and exact there. */
function sigmoid(z) {
  if (z >= 0) return 1 / (1 + expOfNegative(-z));
  const e = expOfNegative(z);
  return e / (1 + e);
}

const GELU_SCALE = 2 * Math.sqrt(2 / Math.PI);
const GELU_CUBIC = 0.044715;
const geluLogit = (z) => GELU_SCALE * (z + GELU_CUBIC * z * z * z);

const gelu = (z) => (z < -22 ? 0 : z * sigmoid(geluLogit(Math.min(z, 22))));

function geluDerivative(z) {
  if (z > 22) return 1;
  if (z < -22) return 0;
  const s = sigmoid(geluLogit(z));
  return s + z * s * (1 - s) * GELU_SCALE * (1 + 3 * GELU_CUBIC * z * z);
}

const SLOPE = 0.01; // of leaky_relu

/**
 * name -> forward(z, a, n): a = g(z), and backward(z, a, d, n): d *= g′(z), each over n numbers. Where nnkit's
 * derivative has a convention (at the kinks: 0, or the slope below), this has the same.
 * @type {Record<string, {forward: (z: Float64Array, a: Float64Array, n: number) => void,
 *   backward: (z: Float64Array, a: Float64Array, d: Float64Array, n: number) => void}>}
 */
export const KERNELS = {
  step: {
    forward(z, a, n) { for (let i = 0; i < n; i++) a[i] = z[i] >= 0 ? 1 : 0; },
    backward(z, a, d, n) { d.fill(0, 0, n); },
  },
  sigmoid: {
    forward(z, a, n) { for (let i = 0; i < n; i++) a[i] = sigmoid(z[i]); },
    backward(z, a, d, n) { for (let i = 0; i < n; i++) d[i] *= a[i] * (1 - a[i]); },
  },
  relu: {
    forward(z, a, n) { for (let i = 0; i < n; i++) a[i] = z[i] < 0 ? 0 : z[i]; }, // NaN stays NaN
    backward(z, a, d, n) { for (let i = 0; i < n; i++) if (!(a[i] > 0)) d[i] = 0; },
  },
  linear: {
    forward(z, a, n) { for (let i = 0; i < n; i++) a[i] = z[i]; },
    backward() {},
  },
  tanh: {
    forward: tanh,
    backward(z, a, d, n) { for (let i = 0; i < n; i++) d[i] *= 1 - a[i] * a[i]; },
  },
  leaky_relu: {
    forward(z, a, n) { for (let i = 0; i < n; i++) a[i] = z[i] > 0 ? z[i] : SLOPE * z[i]; },
    backward(z, a, d, n) { for (let i = 0; i < n; i++) if (!(z[i] > 0)) d[i] *= SLOPE; },
  },
  softplus: {
    forward(z, a, n) { for (let i = 0; i < n; i++) a[i] = softplus(z[i]); },
    backward(z, a, d, n) { for (let i = 0; i < n; i++) d[i] *= sigmoid(z[i]); },
  },
  gelu: {
    forward(z, a, n) { for (let i = 0; i < n; i++) a[i] = gelu(z[i]); },
    backward(z, a, d, n) { for (let i = 0; i < n; i++) d[i] *= geluDerivative(z[i]); },
  },
};

/** log(1 + exp(z)), of which exp alone would overflow. */
export const softplus = (z) => Math.max(z, 0) + Math.log1p(expOfNegative(-Math.abs(z)));

export { sigmoid };
