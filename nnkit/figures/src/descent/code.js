/** A descent as Python code. */

import { list } from "../core/source.js";
import { OPTIMIZERS } from "./optimizers.js";

/** surface -> f and its gradient, of a and b */
const FORMULAS = {
  bowl: ["(a**2 + b**2) / 2", "a, b"],
  ravine: ["(a**2 + 20 * b**2) / 2", "a, 20 * b"],
  saddle: ["(a**2 - b**2) / 2 + b**4 / 8", "a, b**3 / 2 - b"],
  two: ["(a**2 - 2)**2 / 8 + a / 4 + b**2 / 2 + a * b / 4", "a * (a**2 - 2) / 2 + 1 / 4 + b / 4, b + a / 4"],
  four: [
    "(a**2 - 2)**2 / 8 + (b**2 - 2)**2 / 8 + a / 4 + b / 8 + a * b / 8",
    "a * (a**2 - 2) / 2 + 1 / 4 + b / 8, b * (b**2 - 2) / 2 + 1 / 8 + a / 8",
  ],
};

const momentumOf = ({ optimizer, momentum }) => (optimizer === "adam" || !momentum ? "" : `, momentum=${momentum}`);

function nnkit(state) {
  const [f, gradient] = FORMULAS[state.surface];
  const { title } = OPTIMIZERS[state.optimizer];
  return `import numpy as np\nfrom nnkit import ${title}, descend\n\n\n`
    + `def f(w):\n    a, b = w\n    return ${f}\n\n\n`
    + `def grad(w):\n    a, b = w\n    return np.array([${gradient}])\n\n\n`
    + `path = descend(f, grad, np.array(${list(state.start)}), lr=${state.lr}, steps=${state.steps},\n`
    + `               optimizer=${title}${momentumOf(state)})\nprint(path.points[-1])\n`;
}

function torch(state) {
  const [f] = FORMULAS[state.surface];
  return "import torch\n\ntorch.set_default_dtype(torch.float64)\n"
    + `w = torch.tensor(${list(state.start)}, requires_grad=True)\n`
    + `optimizer = torch.optim.${OPTIMIZERS[state.optimizer].title}([w], lr=${state.lr}${momentumOf(state)})\n`
    + `for step in range(${state.steps}):\n    optimizer.zero_grad()\n    a, b = w\n    loss = ${f}\n`
    + "    loss.backward()\n    optimizer.step()\nprint(w.detach().numpy())\n";
}

/** @param {any} state @returns {{nnkit: string, torch: string}} */
export const copies = (state) => ({ nnkit: nnkit(state), torch: torch(state) });
