/** Expressions to choose from: Python statements of nnkit.scalar, and numbers to begin with. */

export const EXAMPLES = [
  {
    title: "one neuron",
    program: "u = w * x\nz = u + b\na = z.sigmoid()\ne = a - y\nJ = e ** 2",
    leaves: { w: 1.5, x: 1, b: -0.5, y: 0 },
  },
  { title: "f(g(x))", program: "z = x ** 2\ny = z.sigmoid()", leaves: { x: 1 } },
  {
    title: "three layers",
    program: "z1 = w1 * x\nz2 = w2 * z1\nJ = w3 * z2",
    leaves: { w1: 0.5, x: 2, w2: -1, w3: 1.5 },
  },
  { title: "two paths", program: "s = x.sigmoid()\ny = x * s", leaves: { x: 1.5 } },
];
