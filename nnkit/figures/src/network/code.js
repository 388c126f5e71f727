/** The network, its loss and its derivatives as code to copy. */

import { transpose } from "../core/linear.js";
import { array, list, numpyModel, tensor, torchModel } from "../core/source.js";
import { activationsOf } from "./compute.js";

const NOTE = "# Outputs first, from 0: weight[j, i] is the lecture's w_{l,i+1,j+1}.\n";
const NUMPY_LOSS = {
  sse: "np.sum((yhat - y) ** 2)",
  cross_entropy: "-np.sum(y * np.log(yhat) + (1 - y) * np.log(1 - yhat))",
};
const TORCH_LOSS = {
  sse: "((yhat - y) ** 2).sum()",
  cross_entropy: 'nn.functional.binary_cross_entropy(yhat, y, reduction="sum")',
};

const nnkitLoss = (loss) =>
  loss === "sse"
    ? "model(x)\nJ = nnkit.sse_loss(yhat, y)\nmodel.backward(nnkit.sse_loss_vjp(yhat, y))\n"
    : "logits = model[:-1](x)  # the sums before the sigmoid\n"
      + 'J = nnkit.binary_cross_entropy_with_logits(logits, y, "sum")\n'
      + 'model[:-1].backward(nnkit.binary_cross_entropy_with_logits_vjp(logits, y, "sum"))\n';

function nnkitCode({ weights, x, target, loss }, names) {
  const activation = new Set(names).size === 1 ? `"${names[0]}"` : `[${names.map((name) => `"${name}"`).join(", ")}]`;
  return "import nnkit\nimport numpy as np\n\n# weights[l - 1][i - 1][j - 1] is w_{l,i,j}.\n"
    + `network = nnkit.IndexedNetwork(\n    [\n${weights.map((w) => `        ${list(w)},\n`).join("")}    ],\n`
    + `    activation=${activation},\n)\nx, y = ${array(x)}, ${array(target)}\nyhat = network(x)\n`
    + "print(yhat, network.values(x))\n\n# Backward: the layers' weight[j, i] is w_{l,i+1,j+1}.\n"
    + `model = network.to_sequential()\n${nnkitLoss(loss)}`
    + "gradients = [p.grad for p in model.parameters()]\nprint(J, gradients)\n";
}

/** @param {import("./compute.js").State} state @returns {{nnkit: string, numpy: string, torch: string}} */
export function code(state) {
  const names = activationsOf(state);
  const layers = state.weights.map((w, k) => ({ weight: transpose(w), activation: names[k] }));
  const { x, target, loss } = state;
  return {
    nnkit: nnkitCode(state, names),
    numpy: NOTE + numpyModel(layers) + `x, y = ${array(x)}, ${array(target)}\nyhat = model(x)\n`
      + `J = ${NUMPY_LOSS[loss]}\nprint(yhat, J)\n`,
    torch: NOTE + torchModel(layers) + `\nx, y = ${tensor(x)}, ${tensor(target)}\n`
      + `yhat = model(x)\nJ = ${TORCH_LOSS[loss]}\nJ.backward()\n`
      + "gradients = [p.grad for p in model.parameters()]\nprint(yhat, J, gradients)\n",
  };
}
