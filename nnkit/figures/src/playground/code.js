/** The very network as code: nnkit, NumPy and PyTorch, with its weights; each gives the same outputs. */

const TORCH = {
  step: "Step()", sigmoid: "nn.Sigmoid()", relu: "nn.ReLU()", linear: "nn.Identity()", tanh: "nn.Tanh()",
  leaky_relu: "nn.LeakyReLU(0.01)", softplus: "nn.Softplus(threshold=40)", gelu: 'nn.GELU(approximate="tanh")',
};
const NUMPY = {
  step: "(z >= 0).astype(float)",
  sigmoid: "np.exp(-np.logaddexp(0, -z))",
  relu: "np.maximum(z, 0)",
  linear: "z",
  tanh: "np.tanh(z)",
  leaky_relu: "np.where(z > 0, z, 0.01 * z)",
  softplus: "np.logaddexp(0, z)",
  gelu: "z * (1 + np.tanh((2 / np.pi) ** 0.5 * (z + 0.044715 * z**3))) / 2",
  softmax: "np.exp(z - np.logaddexp.reduce(z, -1, keepdims=True))",
};
const OUTPUTS = {
  sigmoid: { torch: "torch.sigmoid(model(x))", nnkit: "sigmoid", says: "the probability of class 1" },
  softmax: { torch: "torch.softmax(model(x), -1)", nnkit: "softmax", says: "the probability of each class" },
  step: { torch: "Step()(model(x))", nnkit: "step", says: "the class" },
};
const STEP = "class Step(nn.Module):\n    def forward(self, z):\n        return (z >= 0).to(z.dtype)\n\n\n";

/** Two points of the plane, so that the lines show something when run. */
const EXAMPLE = "[[0.5, -0.5], [-1.0, 1.0]]";

/** Every digit, as Python reads it. @param {ArrayLike<number>} values (rows of `width`) */
function rows(values, width, indent) {
  const list = Array.from(values, String);
  const lines = [];
  for (let i = 0; i < list.length; i += width) lines.push(`[${list.slice(i, i + width).join(", ")}]`);
  return `[${lines.join(`,\n${indent}`)}]`;
}
const row = (values) => `[${Array.from(values, String).join(", ")}]`;

const hiddenOnly = (net, l) => l < net.weights.length - 1;

function nnkit(net) {
  const { nnkit: says } = OUTPUTS[net.output];
  const layers = net.weights.flatMap((weight, l) => [
    `    Linear.from_weight(\n        np.array(${rows(weight, net.sizes[l], " ".repeat(18))}),\n`,
    `        np.array(${row(net.biases[l])}),\n    ),\n`,
    hiddenOnly(net, l) ? `    Activation("${net.activation}"),\n` : "",
  ]);
  return `import numpy as np\nfrom nnkit import Activation, Linear, Sequential, ${says}\n\n`
    + `model = Sequential(\n${layers.join("")})\n\n`
    + `x = np.array(${EXAMPLE})\noutput = ${says}(model(x))  # ${OUTPUTS[net.output].says}\nprint(output)\n`;
}

function numpy(net) {
  const arrays = net.weights.flatMap((weight, l) => [
    `weight${l + 1} = np.array(${rows(weight, net.sizes[l], " ".repeat(20))})\n`,
    `bias${l + 1} = np.array(${row(net.biases[l])})\n`,
  ]);
  const steps = net.weights.map((_, l) => {
    const g = hiddenOnly(net, l) ? net.activation : net.output;
    const shapes = `# (N, ${net.sizes[l]}) -> (N, ${net.sizes[l + 1]})`;
    return `    z = x @ weight${l + 1}.T + bias${l + 1}  ${shapes}\n    x = ${NUMPY[g]}\n`;
  });
  return `import numpy as np\n\n${arrays.join("")}\n\n`
    + `def model(x):\n${steps.join("")}    return x  # ${OUTPUTS[net.output].says}\n\n\n`
    + `x = np.array(${EXAMPLE})\noutput = model(x)\nprint(output)\n`;
}

function torch(net) {
  const { torch: says } = OUTPUTS[net.output];
  const layers = net.weights.flatMap((_, l) => [
    `    nn.Linear(${net.sizes[l]}, ${net.sizes[l + 1]}),\n`,
    hiddenOnly(net, l) ? `    ${TORCH[net.activation]},\n` : "",
  ]);
  const entries = net.weights.flatMap((weight, l) => [
    `    "${2 * l}.weight": torch.tensor(${rows(weight, net.sizes[l], " ".repeat(28))}, dtype=torch.float64),\n`,
    `    "${2 * l}.bias": torch.tensor(${row(net.biases[l])}, dtype=torch.float64),\n`,
  ]);
  const step = net.output === "step" || (net.activation === "step" && net.weights.length > 1) ? `\n\n${STEP}` : "\n";
  return `import torch\nfrom torch import nn\n${step}model = nn.Sequential(\n${layers.join("")}).double()\n`
    + `model.load_state_dict({\n${entries.join("")}})\n\n`
    + `x = torch.tensor(${EXAMPLE}, dtype=torch.float64)\nwith torch.no_grad():\n`
    + `    output = ${says}  # ${OUTPUTS[net.output].says}\nprint(output)\n`;
}

/** @param {import("../core/net.js").Net} net @returns {{nnkit: string, numpy: string, torch: string}} */
export const codeOf = (net) => ({ nnkit: nnkit(net), numpy: numpy(net), torch: torch(net) });
