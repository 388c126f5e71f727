/** The four networks as text: nnkit, NumPy and PyTorch code that builds them by the same rules. */

import { bestLine } from "../approximation/constructions.js";
import { NUMPY_UNITS, TORCH_STEP, TORCH_UNITS } from "../approximation/code.js";
import { TARGETS } from "../approximation/targets.js";

const ZIGZAG = "x - 3 * relu(x - 1) + 4 * relu(x - 2) - 3 * relu(x - 3)";
const NUMPY_TARGETS = {
  bump: "np.exp(-(x**2))",
  sine: "np.sin(x)",
  tent: "np.maximum(1 - abs(x), 0)",
  ramp: "np.clip(x / 2, 0, 1)",
  zigzag: ZIGZAG.replaceAll(/relu\(([^)]*)\)/g, "np.maximum($1, 0)"),
};
const TORCH_TARGETS = {
  bump: "torch.exp(-(x**2))",
  sine: "torch.sin(x)",
  tent: "torch.relu(1 - abs(x))",
  ramp: "torch.clamp(x / 2, 0, 1)",
  zigzag: ZIGZAG.replaceAll("relu", "torch.relu"),
};

/** @param {any} state as in compute */
export function code({ target, units }) {
  const [[[place, slope]], bias] = [bestLine(TARGETS[target]).units, bestLine(TARGETS[target]).bias];
  const given = { target, units, interval: TARGETS[target].interval, slope, offset: bias - slope * place };
  return { nnkit: nnkit(given), numpy: numpy(given), torch: torch(given) };
}

const nnkit = ({ target, units, slope, offset }) => `import numpy as np
from nnkit.approximate import relu_interpolant, sigmoid_staircase, step_staircase
from nnkit.targets import TARGETS

f, (left, right), _, lipschitz, *_ = TARGETS["${target}"]
n = ${units}  # hidden units of each network
eps = lipschitz * (right - left) / (2 * n + 1)  # the error for which n steps are enough, and n - 1 are not
points = np.linspace(left, right, n + 1)

networks = {
    "linear": lambda x: ${slope} * x + ${offset},  # the best straight line
    "step": step_staircase(f, (left, right), eps, lipschitz),
    "sigmoid": sigmoid_staircase(f, (left, right), eps, lipschitz),
    "relu": relu_interpolant(points, f(points), lipschitz),
}

x = np.linspace(left, right, 1001)
for name, network in networks.items():
    print(name, np.abs(network(x) - f(x)).max())
`;

const numpy = ({ target, units, interval, slope, offset }) => `import numpy as np


def f(x):
    return ${NUMPY_TARGETS[target]}


left, right = ${interval.join(", ")}
n = ${units}  # hidden units of each network
width = (right - left) / (n + 1)  # of a stair
edges = left + width * np.arange(1, n + 1)
levels = f(left + width * np.arange(n + 1) + width / 2)
points = np.linspace(left, right, n + 1)
slopes = np.diff(f(points)) / np.diff(points)

activations = {
    "linear": lambda z: ${NUMPY_UNITS.linear},
    "step": lambda z: ${NUMPY_UNITS.step},
    "sigmoid": lambda z: ${NUMPY_UNITS.sigmoid},
    "relu": lambda z: ${NUMPY_UNITS.relu},
}
parameters = {  # the hidden units' weights and biases, the output's weights and bias
    "linear": (np.array([1.0]), np.array([0.0]), np.array([${slope}]), ${offset}),  # the best straight line
    "step": (np.ones(n), -edges, np.diff(levels), levels[0]),
    "sigmoid": (np.full(n, 50 / width), -50 / width * edges, np.diff(levels), levels[0]),
    "relu": (np.ones(n), -points[:-1], np.diff(slopes, prepend=0), f(points[0])),
}


def network(kind):
    weight1, bias1, weight2, bias2 = parameters[kind]
    return lambda x: activations[kind](np.multiply.outer(x, weight1) + bias1) @ weight2 + bias2


networks = {kind: network(kind) for kind in parameters}
x = np.linspace(left, right, 1001)
for kind in networks:
    print(kind, np.abs(networks[kind](x) - f(x)).max())
`;

const torch = ({ target, units, interval, slope, offset }) => `import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def f(x):
    return ${TORCH_TARGETS[target]}


${TORCH_STEP}

left, right = ${interval.join(", ")}
n = ${units}  # hidden units of each network
width = (right - left) / (n + 1)  # of a stair
edges = left + width * torch.arange(1, n + 1)
levels = f(left + width * torch.arange(n + 1) + width / 2)
points = torch.linspace(left, right, n + 1)
slopes = torch.diff(f(points)) / torch.diff(points)
units = {"linear": ${TORCH_UNITS.linear}, "step": ${TORCH_UNITS.step}, "sigmoid": ${TORCH_UNITS.sigmoid}, "relu": ${
  TORCH_UNITS.relu}}
parameters = {  # the hidden units' weights and biases, the output's weights and bias
    "linear": (torch.ones(1), torch.zeros(1), torch.tensor([${slope}]), ${offset}),  # the best straight line
    "step": (torch.ones(n), -edges, torch.diff(levels), levels[0]),
    "sigmoid": (torch.full((n,), 50 / width), -50 / width * edges, torch.diff(levels), levels[0]),
    "relu": (torch.ones(n), -points[:-1], torch.diff(slopes, prepend=torch.zeros(1)), f(points[0])),
}


def network(kind):
    weight1, bias1, weight2, bias2 = parameters[kind]
    model = nn.Sequential(nn.Linear(1, len(weight1)), units[kind], nn.Linear(len(weight1), 1))
    with torch.no_grad():
        model[0].weight[:, 0], model[0].bias[:] = weight1, bias1
        model[2].weight[0], model[2].bias[0] = weight2, bias2
    return lambda x: model(x[:, None])[:, 0].detach()  # (N,) -> (N,)


networks = {kind: network(kind) for kind in parameters}
x = torch.linspace(left, right, 1001)
for kind in networks:
    print(kind, float((networks[kind](x) - f(x)).abs().max()))
`;
