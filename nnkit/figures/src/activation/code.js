/** The activation, its value and its slope as code that runs on its own. */

import { list } from "../core/source.js";

const SIGMOID = "np.exp(-np.logaddexp(0, -z))  # 1 / (1 + exp(-z)), which could overflow";
const U = "(2 / np.pi) ** 0.5 * (z + 0.044715 * z**3)";
const STEEPER = "(2 / np.pi) ** 0.5 * (1 + 3 * 0.044715 * z**2)";

/** name -> g(z) and g′(z) in NumPy, where `a` is g(z) and `leak` the leaky ReLU's slope; g(z) in PyTorch */
const SOURCES = {
  step: ["np.where(z >= 0, 1.0, 0.0)", "np.zeros_like(z)", "(z >= 0) + 0 * z"],
  sigmoid: [SIGMOID, "a * (1 - a)", "torch.sigmoid(z)"],
  relu: ["np.maximum(z, 0.0)", "np.where(z > 0, 1.0, 0.0)", "torch.relu(z)"],
  linear: ["z", "np.ones_like(z)", "+z"],
  tanh: ["np.tanh(z)", "1 - a**2", "torch.tanh(z)"],
  leaky_relu: ["np.where(z > 0, z, leak * z)", "np.where(z > 0, 1.0, leak)", "functional.leaky_relu(z, leak)"],
  softplus: ["np.logaddexp(0, z)", SIGMOID, "functional.softplus(z, threshold=40)"],
  gelu: [
    `z * (1 + np.tanh(${U})) / 2`,
    `(1 + t) / 2 + z * (1 - t**2) * ${STEEPER} / 2`,
    'functional.gelu(z, approximate="tanh")',
  ],
};

/** @param {import("./compute.js").State} state @returns {{nnkit: string, numpy: string, torch: string}} */
export function code({ activation, z, negative_slope }) {
  const [value, slope, torch] = SOURCES[activation];
  const leaky = activation === "leaky_relu";
  const place = list(z);
  const leak = leaky ? `leak = ${list(negative_slope)}\n` : "";
  const option = leaky ? ", negative_slope=leak" : "";
  const before = activation === "gelu" ? `t = np.tanh(${U})\n` : "";
  const functional = torch.startsWith("functional") ? "from torch.nn import functional\n" : "";
  return {
    nnkit: `import nnkit\n\n${leak}z = ${place}\na = nnkit.${activation}(z${option})\n`
      + `slope = nnkit.${activation}_derivative(z${option})\nprint(a, slope)\n`,
    numpy: `import numpy as np\n\n${leak}z = np.float64(${place})\n`
      + `a = ${value}\n${before}slope = ${slope}\nprint(a, slope)\n`,
    torch: `import torch\n${functional}\n${leak}z = torch.tensor(${place}, dtype=torch.float64, requires_grad=True)\n`
      + `a = ${torch}\na.backward()\nslope = z.grad\nprint(a.item(), slope.item())\n`,
  };
}
