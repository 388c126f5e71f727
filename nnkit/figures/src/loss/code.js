/** Both losses and their slopes as code that runs on its own. */

import { list } from "../core/source.js";

const PRINT = `print("squared error", squared, squared_slope)
print("cross entropy", entropy, entropy_slope)
`;
const NNKIT = `yhat = nnkit.sigmoid(z)
squared = nnkit.mse_loss(yhat, y)
squared_slope = nnkit.mse_loss_vjp(yhat, y) * nnkit.sigmoid_derivative(z)  # chain rule
entropy = nnkit.binary_cross_entropy_with_logits(z, y)
entropy_slope = nnkit.binary_cross_entropy_with_logits_vjp(z, y)
${PRINT}`;
const NUMPY = `yhat = np.exp(-np.logaddexp(0, -z))  # 1 / (1 + exp(-z)), which could overflow
squared = (yhat - y) ** 2
squared_slope = 2 * (yhat - y) * yhat * (1 - yhat)
entropy = np.logaddexp(0, z) - y * z
entropy_slope = yhat - y
${PRINT}`;
const TORCH = `squared = functional.mse_loss(torch.sigmoid(z), y)
[squared_slope] = torch.autograd.grad(squared, z)
entropy = functional.binary_cross_entropy_with_logits(z, y)
[entropy_slope] = torch.autograd.grad(entropy, z)
${PRINT}`;

/** @param {{z: number, y: number}} state @returns {{nnkit: string, numpy: string, torch: string}} */
export function code({ z, y }) {
  const given = `z, y = ${list(z)}, ${list(y)}\n`;
  return {
    nnkit: `import nnkit\n\n${given}${NNKIT}`,
    numpy: `import numpy as np\n\n${given}${NUMPY}`,
    torch: `import torch\nfrom torch.nn import functional\n\n`
      + `z = torch.tensor(${list(z)}, dtype=torch.float64, requires_grad=True)\n`
      + `y = torch.tensor(${list(y)}, dtype=torch.float64)\n${TORCH}`,
  };
}
