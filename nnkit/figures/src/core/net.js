/**
 * A fully connected network that trains in the page: nnkit's Linear and Activation layers, losses and optimisers,
 * number for number (tests/figures/test_numbers_net.py), on typed arrays. Make a net, a room for its batches, an
 * optimiser; then `forward`, `lossOf`, `backward`, `optimiser.step` allocate nothing.
 *
 *   const net = createNet([2, 8, 8, 1], "tanh", "sigmoid");
 *   initialise(net, random.uniform);
 *   const room = createRoom(net, n);
 *   const rule = optimizer("sgd", net.parameters.length, { lr: 0.1, momentum: 0.9 });
 *   for (...) rule.step(net.parameters, gradient(net, room, x, target, n));    // x (n, 2), target (n,)
 *   forward(net, room, x, n); lossOf(net, room, target, n);
 */

import { KERNELS, affine, affineBackward, gatherGradient } from "./net/kernels.js";
import { LOSSES, OUTPUTS } from "./net/losses.js";

export { optimizer } from "./net/optimizers.js";

/**
 * @typedef {{sizes: number[], activation: string, output: "sigmoid" | "softmax" | "step",
 *   parameters: Float64Array, weights: Float64Array[], biases: Float64Array[]}} Net
 *   `weights[l]` (sizes[l + 1], sizes[l]) and `biases[l]` are views of `parameters`, which holds them in PyTorch's
 *   order: weight 0, bias 0, weight 1, …
 * @typedef {{capacity: number, a: Float64Array[], z: Float64Array[], d: Float64Array[], gradient: Float64Array,
 *   weights: Float64Array[], biases: Float64Array[]}} Room
 *   `a[l]` (n, sizes[l]): the values of layer l, `a[0]` the inputs; `z[l]` before the activation; `z.at(-1)`: logits
 */

/** @param {number[]} sizes @returns {number} of weights and biases */
export const countParameters = (sizes) =>
  sizes.slice(1).reduce((sum, units, l) => sum + units * (sizes[l] + 1), 0);

/** Views of a flat array as weight matrices and biases. */
function views(flat, sizes) {
  /** @type {Float64Array[][]} */
  const [weights, biases] = [[], []];
  let start = 0;
  const take = (count) => flat.subarray(start, (start += count));
  for (let l = 1; l < sizes.length; l++) {
    weights.push(take(sizes[l] * sizes[l - 1]));
    biases.push(take(sizes[l]));
  }
  return { weights, biases };
}

/**
 * @param {number[]} sizes units of each layer, the inputs first
 * @param {string} activation of the hidden layers, a name of nnkit's elementwise ones
 * @param {"sigmoid" | "softmax" | "step"} output what is made of the logits, and so the loss: binary cross entropy
 *   (one unit), cross entropy (a unit for each class), perceptron loss (one unit)
 * @param {ArrayLike<number>} [given] parameters in PyTorch's order; zeros if there are none
 * @returns {Net}
 */
export function createNet(sizes, activation, output, given) {
  const parameters = new Float64Array(countParameters(sizes));
  if (given) parameters.set(given);
  return { sizes, activation, output, parameters, ...views(parameters, sizes) };
}

/** PyTorch's and nnkit's start: every parameter of a layer uniform within ±1/√fanIn. @param {() => number} uniform */
export function initialise(net, uniform) {
  net.weights.forEach((weight, l) => {
    const reach = 1 / Math.sqrt(net.sizes[l]);
    for (const array of [weight, net.biases[l]]) {
      for (let i = 0; i < array.length; i++) array[i] = reach * (2 * uniform() - 1);
    }
  });
  return net;
}

/**
 * Room for batches of up to `capacity` examples; where nothing `learns`, for `forward` alone.
 * @param {Net} net @param {number} capacity @returns {Room}
 */
export function createRoom({ sizes, parameters }, capacity, learns = true) {
  const arrays = () => sizes.map((units) => new Float64Array(units * capacity));
  const gradient = new Float64Array(learns ? parameters.length : 0);
  return { capacity, a: arrays(), z: arrays(), d: learns ? arrays() : [], gradient, ...views(gradient, sizes) };
}

/**
 * The values of all layers for n examples, into the room. The last layer's stay logits.
 * @param {Net} net @param {Room} room @param {Float64Array} x (n, sizes[0])
 * @returns {Float64Array} the logits (n, sizes.at(-1)), in the room
 */
export function forward({ sizes, activation, weights, biases }, { a, z }, x, n) {
  const last = sizes.length - 1;
  if (x !== a[0]) a[0].set(n * sizes[0] === x.length ? x : x.subarray(0, n * sizes[0]));
  for (let l = 1; l <= last; l++) {
    affine(weights[l - 1], biases[l - 1], a[l - 1], z[l], n, sizes[l - 1], sizes[l]);
    if (l < last) KERNELS[activation].forward(z[l], a[l], n * sizes[l]);
  }
  return z[last];
}

/**
 * The mean loss of the last forward's logits.
 * @param {Net} net @param {Room} room @param {ArrayLike<number>} target (n,) class numbers @param {number} n
 */
export const lossOf = ({ sizes, output }, { z }, target, n) =>
  LOSSES[output](z[sizes.length - 1], target, n, sizes[sizes.length - 1], null);

/** What the output units say in the last forward, (n, units): probabilities, written over the room's last values. */
export function outputsOf({ sizes, output }, { z, a }, n) {
  const [last, units] = [sizes.length - 1, sizes[sizes.length - 1]];
  a[last].set(n * units === z[last].length ? z[last] : z[last].subarray(0, n * units));
  OUTPUTS[output](a[last], n, units);
  return a[last];
}

/**
 * The gradient of the last forward's mean loss, into `room.gradient`.
 * @returns {number} the loss
 */
export function backward({ sizes, activation, output, weights }, room, target, n) {
  const { a, z, d } = room;
  const last = sizes.length - 1;
  room.gradient.fill(0);
  const loss = LOSSES[output](z[last], target, n, sizes[last], d[last]);
  for (let l = last; l > 0; l--) {
    if (l < last) KERNELS[activation].backward(z[l], a[l], d[l], n * sizes[l]);
    gatherGradient(d[l], a[l - 1], room.weights[l - 1], room.biases[l - 1], n, sizes[l - 1], sizes[l]);
    if (l > 1) affineBackward(weights[l - 1], d[l], d[l - 1], n, sizes[l - 1], sizes[l]);
  }
  return loss;
}

/** Forward and backward of a batch. @returns {Float64Array} the gradient by all parameters, in the room */
export function gradient(net, room, x, target, n) {
  forward(net, room, x, n);
  backward(net, room, target, n);
  return room.gradient;
}

/**
 * How many of n examples the last forward puts into their class: one logit z says 1 where z >= 0, several say the
 * largest, the first of equals.
 */
export function countRight({ sizes }, { z }, target, n) {
  const [logits, units] = [z[sizes.length - 1], sizes[sizes.length - 1]];
  let right = 0;
  for (let row = 0; row < n; row++) if (classAt(logits, row, units) === target[row]) right++;
  return right;
}

/** @returns {number} the class that row `row` of the logits stands for */
export function classAt(logits, row, units) {
  if (units === 1) return logits[row] >= 0 ? 1 : 0;
  let best = 0;
  for (let k = 1; k < units; k++) if (logits[row * units + k] > logits[row * units + best]) best = k;
  return best;
}

/**
 * Takes batches one after the other, in place: what an example sees is decided by the caller.
 * @param {Net} net @param {{step: Function}} rule an optimiser
 * @param {{x: ArrayLike<number>, target: ArrayLike<number>}} data all examples, x (N, inputs)
 * @param {number[][]} batches indices of examples; each batch is one step
 * @returns {number[]} the loss of each batch before its step
 */
export function train(net, rule, { x, target }, batches) {
  const room = createRoom(net, Math.max(1, ...batches.map((batch) => batch.length)));
  const labels = new Int32Array(room.capacity);
  return batches.map((batch) => {
    gather(batch, batch.length, x, target, net.sizes[0], room.a[0], labels);
    forward(net, room, room.a[0], batch.length);
    const loss = backward(net, room, labels, batch.length);
    rule.step(net.parameters, room.gradient);
    return loss;
  });
}

/** Copies the examples of a batch to the front of `rows` and `labels`. */
export function gather(batch, n, x, target, inputs, rows, labels) {
  for (let row = 0; row < n; row++) {
    for (let i = 0; i < inputs; i++) rows[row * inputs + i] = x[batch[row] * inputs + i];
    labels[row] = target[batch[row]];
  }
}
