/** The probabilities and their Jacobian as code that runs on its own. */

import { array, list, tensor } from "../core/source.js";

const NUMPY = `e = np.exp(scaled - scaled.max())  # exp of large numbers would overflow
a = e / e.sum()
jacobian = (np.diag(a) - np.outer(a, a)) / temperature
print(a, jacobian, sep="\\n")
`;
const NNKIT = `a = nnkit.softmax(scaled)
jacobian = nnkit.softmax_jacobian(scaled) / temperature  # chain rule
print(a, jacobian, sep="\\n")
`;
const TORCH = `

def probabilities(logits):
    return torch.softmax((logits + shift) / temperature, dim=-1)


a = probabilities(logits)
jacobian = torch.autograd.functional.jacobian(probabilities, logits)
print(a, jacobian, sep="\\n")
`;

/** @param {import("./compute.js").State} state @returns {{nnkit: string, numpy: string, torch: string}} */
export function code({ logits, temperature, shift }) {
  const options = `temperature, shift = ${list(temperature)}, ${list(shift)}\n`;
  const given = `logits = ${array(logits)}\n${options}scaled = (logits + shift) / temperature\n`;
  return {
    nnkit: `import nnkit\nimport numpy as np\n\n${given}${NNKIT}`,
    numpy: `import numpy as np\n\n${given}${NUMPY}`,
    torch: `import torch\n\nlogits = ${tensor(logits)}\n${options}${TORCH}`,
  };
}
