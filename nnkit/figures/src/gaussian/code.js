/** The posterior ŷ = σ(z) as a few lines of Python: `model(x)` with x (N, 2), all digits kept. */

import { array, list, tensor } from "../core/source.js";

const arrays = ({ A, b, c }, made) => `A = ${made(A)}\nb = ${made(b)}\nc = ${list(c)}\n\n\n`;
const define = (...lines) => `def model(x):\n${lines.map((line) => `    ${line}\n`).join("")}`;

/** @param {{A: number[][], b: number[], c: number}} boundary @param {boolean} shared the line's A is 0 */
export function code(boundary, shared) {
  const { A, b, c } = boundary;
  const quadric = `z = Quadric(${array(A)}, ${array(b)}, ${list(c)})\n\n\n`;
  return {
    nnkit: shared
      ? `from nnkit import Neuron\n\nmodel = Neuron(${list(b)}, ${list(c)})\n`
      : `import numpy as np\nfrom nnkit import Quadric, sigmoid\n\n${quadric}${define("return sigmoid(z(x))")}`,
    numpy: `import numpy as np\n\n${arrays(boundary, array)}`
      + define("z = (x @ A * x).sum(axis=-1) + x @ b + c", "return np.exp(-np.logaddexp(0, -z))"),
    torch: `import torch\n\n${arrays(boundary, tensor)}`
      + define("z = (x @ A * x).sum(dim=-1) + x @ b + c", "return torch.sigmoid(z)"),
  };
}
