/**
 * Points to learn from: some that a line separates, some that none does. The first ones are the evenings of the chapter
 * on a single neuron: on the rule's way from w = 0 no z comes so near to 0 that rounding decides, and every learning
 * rate draws the same lines.
 */

export const SETS = {
  separable: [
    [1, 0.5, 1], [1.5, -0.51, 1], [0.2, 1.4, 1], [1.8, 1.2, 1], [-0.4, 1.8, 1], [1.2, 0.1, 1],
    [-1, 0.5, 0], [0.3, -0.8, 0], [-1.5, -0.6, 0], [0.8, -1.59, 0], [-0.6, 0.4, 0], [-1.8, 1.1, 0],
  ],
  "narrow gap": [
    [-2, -1.3, 1], [-0.8, -0.2, 1], [0.4, 0.6, 1], [1.6, 1.9, 1], [-1.5, 1.5, 1],
    [-1.6, -1.6, 0], [-0.4, -0.5, 0], [0.8, 0.4, 0], [2, 1.5, 0], [1.5, -1.5, 0],
  ],
  overlapping: [
    [1, 0.5, 1], [1.5, -0.5, 1], [0.2, 1.4, 1], [1.8, 1.2, 1], [-0.9, -0.4, 1], [1.2, 0.1, 1],
    [-1, 0.5, 0], [0.3, -0.8, 0], [-1.5, -0.6, 0], [0.9, 0.9, 0], [-0.6, 0.4, 0], [-1.8, 1.1, 0],
  ],
  XOR: [[-1, -1, 0], [-1, 1, 1], [1, -1, 1], [1, 1, 0]],
};
