/** The batch's way through the layers and back, as code to copy. */

import { array, nnkitModel, numpyModel, tensor, torchModel } from "../core/source.js";

/** @param {import("./compute.js").State} state @returns {{nnkit: string, numpy: string, torch: string}} */
export function code({ weights, biases, x, target, activation, batch }) {
  const layers = weights.map((weight, k) => ({ weight, bias: biases[k], activation }));
  const [rows, y] = [x.slice(0, batch), target.slice(0, batch)];
  /** @param {string} array `gradient` as an array */
  const gradients = (array) => "gradients = {name: p.grad for name, p in model.named_parameters()}\n"
    + `print(J.item())\nfor name, gradient in gradients.items():\n    print(name, ${array})\n`;
  return {
    nnkit: `${nnkitModel(layers)}x = ${array(rows)}\ny = ${array(y)}\n`
      + `yhat = model(x)\nJ = nnkit.mse_loss(yhat, y)\ndx = model.backward(nnkit.mse_loss_vjp(yhat, y))\n${gradients("gradient")}`,
    numpy: `${numpyModel(layers)}x = ${array(rows)}\ny = ${array(y)}\nyhat = model(x)\nJ = np.mean((yhat - y) ** 2)\n`
      + "print(yhat, J)\n",
    torch: `${torchModel(layers)}\nx = ${tensor(rows)}.requires_grad_()\ny = ${tensor(y)}\nyhat = model(x)\n`
      + `J = nn.functional.mse_loss(yhat, y)\nJ.backward()\ndx = x.grad\n${gradients("gradient.numpy()")}`,
  };
}
