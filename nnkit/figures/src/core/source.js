/** A network of linear layers as a few lines of Python that run on their own, all digits kept: for "Copy as …". */

/**
 * @typedef {{weight: number[][], bias?: number[] | null, activation?: string}} Layer
 *   weight (out, in), as in PyTorch; no activation is a linear one
 */

const float = (value) => (Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : String(value));

/** Numbers of any shape as Python's lists of floats. @param {any} values */
export const list = (values) => (Array.isArray(values) ? `[${values.map(list).join(", ")}]` : float(values));

/** @param {any} values @returns {string} an array of NumPy */
export const array = (values) => `np.array(${list(values)})`;
/** @param {any} values @returns {string} a tensor of PyTorch, with all digits */
export const tensor = (values) => `torch.tensor(${list(values)}, dtype=torch.float64)`;

const TORCH = {
  step: "Step()", sigmoid: "nn.Sigmoid()", relu: "nn.ReLU()", tanh: "nn.Tanh()", leaky_relu: "nn.LeakyReLU()",
  softplus: "nn.Softplus(threshold=40)", gelu: 'nn.GELU(approximate="tanh")',
};
const NUMPY = {
  step: "(x >= 0).astype(float)",
  sigmoid: "np.exp(-np.logaddexp(0, -x))  # 1 / (1 + exp(-x)), which could overflow",
  relu: "np.maximum(x, 0)",
  tanh: "np.tanh(x)",
  leaky_relu: "np.where(x > 0, x, 0.01 * x)",
  softplus: "np.logaddexp(0, x)",
  gelu: "x * (1 + np.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x**3))) / 2",
};
const STEP = "class Step(nn.Module):\n"
  + "    def forward(self, z):\n        return (z >= 0) + 0 * z  # its derivative is 0\n\n\n";

const hasActivation = ({ activation = "linear" }) => activation !== "linear";

const called = (name, lines) => `${name}(\n${lines.map((line) => `    ${line},\n`).join("")})`;

/** The place of each layer's weights among the modules of a Sequential. @param {Layer[]} layers @returns {number[]} */
export const places = (layers) => layers.map((_, k) => k + layers.slice(0, k).filter(hasActivation).length);

/** @param {Layer[]} layers @returns {string} `model`, a Sequential of nnkit */
export function nnkitModel(layers) {
  const modules = layers.flatMap((layer) => [
    `nnkit.Linear.from_weight(${array(layer.weight)}${layer.bias ? `, ${array(layer.bias)}` : ""})`,
    ...(hasActivation(layer) ? [`nnkit.Activation("${layer.activation}")`] : []),
  ]);
  return `import nnkit\nimport numpy as np\n\nmodel = ${called("nnkit.Sequential", modules)}\n`;
}

/** @param {Layer[]} layers @returns {string} a function `model(x)` */
export function numpyModel(layers) {
  const arrays = layers.flatMap(({ weight, bias }, k) => [
    `weight${k + 1} = ${array(weight)}`, ...(bias ? [`bias${k + 1} = ${array(bias)}`] : []),
  ]);
  const steps = layers.flatMap((layer, k) => [
    `x = x @ weight${k + 1}.T${layer.bias ? ` + bias${k + 1}` : ""}`,
    ...(hasActivation(layer) ? [`x = ${NUMPY[layer.activation]}`] : []),
  ]);
  const body = [...steps, "return x"].map((line) => `    ${line}\n`).join("");
  return `import numpy as np\n\n${arrays.join("\n")}\n\n\ndef model(x):\n${body}\n\n`;
}

/** @param {Layer[]} layers @returns {string} `model`, an nn.Sequential in float64 */
export function torchModel(layers) {
  const modules = layers.flatMap(({ weight, bias, activation = "linear" }) => [
    `nn.Linear(${weight[0].length}, ${weight.length}${bias ? "" : ", bias=False"})`,
    ...(activation === "linear" ? [] : [TORCH[activation]]),
  ]);
  const at = places(layers);
  const entries = layers.flatMap(({ weight, bias }, k) => [
    `    "${at[k]}.weight": ${tensor(weight)},\n`,
    ...(bias ? [`    "${at[k]}.bias": ${tensor(bias)},\n`] : []),
  ]);
  const step = modules.includes("Step()") ? `\n${STEP}` : "";
  return "import torch\nfrom torch import nn\n" + step
    + `\nmodel = ${called("nn.Sequential", modules)}.double()\n`
    + `model.load_state_dict({\n${entries.join("")}})\n`;
}
