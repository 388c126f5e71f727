/** A network as text: nnkit, NumPy and PyTorch code that gives the same outputs. */

/** @typedef {import("./network.js").Network} Network */

/** Python for an array of numbers, wrapped. @param {number[]} values @param {string} indent of the lines inside */
export function array(values, indent = "    ") {
  const texts = values.map(String);
  const short = `[${texts.join(", ")}]`;
  if (short.length <= 80) return short;
  const rows = [];
  for (const value of texts) {
    if (rows.length && rows.at(-1).length + value.length < 84) rows[rows.length - 1] += ` ${value},`;
    else rows.push(`${indent}${value},`);
  }
  return `[\n${rows.join("\n")}\n${indent.slice(4)}]`;
}

/** NumPy for each kind of unit; the sigmoid as a tanh, for no exp may overflow. */
export const NUMPY_UNITS = {
  linear: "z",
  step: "(z >= 0) * 1.0",
  sigmoid: "(1 + np.tanh(z / 2)) / 2",
  relu: "np.maximum(z, 0)",
};

export const TORCH_UNITS = {
  linear: "nn.Identity()",
  step: "Step()",
  sigmoid: "nn.Sigmoid()",
  relu: "nn.ReLU()",
};

/** PyTorch has no step as a layer. */
export const TORCH_STEP = `class Step(nn.Module):
    def forward(self, z):
        return (z >= 0).to(z.dtype)
`;

const parameters = ({ units, bias }) => `places = np.array(${array(units.map(([place]) => place))})
slopes = np.array(${array(units.map(([, slope]) => slope))})
heights = np.array(${array(units.map(([, , height]) => height))})
bias = ${bias}`;

const ending = ([left, right]) => `x = np.linspace(${left}, ${right}, 9)
print(network(x))
`;

/**
 * @param {Network} network with at least one unit @param {[number, number]} interval
 * @returns {{nnkit: string, numpy: string, torch: string}}
 */
export function codeOf(network, interval) {
  return { nnkit: nnkit(network, interval), numpy: numpy(network, interval), torch: torch(network, interval) };
}

const nnkit = (network, interval) => `import numpy as np
from nnkit.layers import Activation, Linear, Sequential

${parameters(network)}

model = Sequential(
    Linear.from_weight(slopes[:, np.newaxis], -slopes * places),  # x -> z, one row a hidden unit
    Activation("${network.kind}"),
    Linear.from_weight(heights[np.newaxis], np.array([bias])),
)


def network(x):
    return model(x[:, np.newaxis])[:, 0]  # (N,) -> (N,)


${ending(interval)}`;

const numpy = (network, interval) => `import numpy as np

${parameters(network)}


def network(x):
    z = np.multiply.outer(x, slopes) - slopes * places  # (N,) -> (N, units)
    a = ${NUMPY_UNITS[network.kind]}
    return a @ heights + bias  # (N, units) -> (N,)


${ending(interval)}`;

const torch = (network, interval) => `import torch
from torch import nn

${network.kind === "step" ? `\n${TORCH_STEP}\n\n` : ""}${
  parameters(network).replace(/np\.array\(((?:[^()])*)\)/g, "torch.tensor($1, dtype=torch.float64)")}

model = nn.Sequential(nn.Linear(1, len(places)), ${TORCH_UNITS[network.kind]}, nn.Linear(len(places), 1)).double()
with torch.no_grad():
    model[0].weight[:, 0] = slopes
    model[0].bias[:] = -slopes * places
    model[2].weight[0] = heights
    model[2].bias[0] = bias


def network(x):
    with torch.no_grad():
        return model(x[:, None])[:, 0]  # (N,) -> (N,)


${ending(interval).replace("np.linspace", "torch.linspace").replace(", 9)", ", 9, dtype=torch.float64)")}`;
