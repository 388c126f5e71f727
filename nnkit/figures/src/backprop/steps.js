/** The steps forward and backward: what each makes, of what, and why. */

/**
 * @typedef {{makes: string[], of: string[], block: string, why: string}} Step makes, of: names of tensors; block: the
 *   layer at work
 */

const linear = (k, from) => ({
  makes: [`z${k}`], of: [from, `W${k}`, `b${k}`], block: `linear${k}`,
  why: `Forward, Linear ${k}: each row is one example; row times the transposed weights, plus the bias.`,
});
const activation = (k, to) => ({
  makes: [to], of: [`z${k}`], block: `g${k}`,
  why: "Forward, activation: g of every entry by itself, so the shape stays.",
});

/** @type {Step[]} */
export const STEPS = [
  { makes: [], of: ["x"], block: "", why: "A batch of examples, one a row, comes in. Press Step." },
  linear(1, "x"),
  activation(1, "a1"),
  linear(2, "a1"),
  activation(2, "yhat"),
  { makes: ["J"], of: ["yhat", "y"], block: "loss", why: "Forward, loss: the mean of all squared errors, one number." },
  {
    makes: ["dyhat"], of: ["yhat", "y"], block: "loss",
    why: "Backward begins at the loss: how J changes with each entry of ŷ. It has the shape of what it is by.",
  },
  {
    makes: ["dz2"], of: ["dyhat", "z2"], block: "g2",
    why: "Backward, activation: each entry times g′ of its own z, which the layer remembers from the way forward.",
  },
  {
    makes: ["dW2", "db2"], of: ["dz2", "a1"], block: "linear2",
    why: "Backward, Linear 2, by its weights: this is what learning needs. The product adds up over the examples.",
  },
  {
    makes: ["da1"], of: ["dz2", "W2"], block: "linear2",
    why: "Backward, Linear 2, by its input: this is what the layer before needs, and all that it needs.",
  },
  {
    makes: ["dz1"], of: ["da1", "z1"], block: "g1",
    why: "Backward, activation: the same rule again. Nothing of the layers to the right is needed but dJ/da₁.",
  },
  {
    makes: ["dW1", "db1"], of: ["dz1", "x"], block: "linear1",
    why: "Backward, Linear 1, by its weights: the same rule as in Linear 2, with x in place of a₁.",
  },
  {
    makes: ["dx"], of: ["dz1", "W1"], block: "linear1",
    why: "Backward, Linear 1, by its input. Every derivative has been computed once, each from those already there.",
  },
];

/** The names of all tensors that exist after a step. @param {number} at */
export const known = (at) =>
  new Set(["x", "y", "W1", "b1", "W2", "b2", ...STEPS.slice(0, at + 1).flatMap(({ makes }) => makes)]);
