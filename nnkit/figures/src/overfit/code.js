/** The points, the model and its least squares fit as code that runs on its own. */

import { array, list, tensor } from "../core/source.js";
import { MODELS } from "./models.js";

const LEGENDRE = "np.polynomial.legendre.legvander(x / np.pi, size)";

/** name -> the design matrix in NumPy and in PyTorch */
const MATRICES = {
  relu: [stacked("np", "np.maximum(u - bends, 0)"), stacked("torch", "torch.relu(u - bends)")],
  tanh: [stacked("np", "np.tanh(4 * (u - bends))"), stacked("torch", "torch.tanh(4 * (u - bends))")],
  polynomial: [`    return ${LEGENDRE}\n`, `    return torch.from_numpy(${LEGENDRE})\n`],
};

function stacked(library, units) {
  const ones = library === "np" ? "np.ones((len(x), 1))" : "torch.ones(len(x), 1)";
  return `    u = x[:, None] / ${library}.pi\n    return ${library}.hstack([${ones}, ${units}])\n`;
}

const fit = (library, solve) => `
matrix = ${library}.vstack([terms(x), decay**0.5 * ${library}.eye(size + 1)[1:]])
${solve}
train = ((terms(x) @ weights - y) ** 2).mean()
print(weights, train)
`;
const NUMPY = fit("np", "weights = np.linalg.lstsq(matrix, np.append(y, np.zeros(size)), rcond=None)[0]");
const TORCH = fit("torch", "weights = torch.linalg.lstsq(matrix, torch.hstack([y, torch.zeros(size)])).solution");

/**
 * @param {import("./compute.js").State} state
 * @param {import("./compute.js").Numbers} numbers
 * @returns {{numpy: string, torch: string}}
 */
export function code({ model, capacity, decay }, { points }) {
  const [x, y] = [0, 1].map((i) => points.map((point) => point[i]));
  const bends = MODELS[model].bends?.slice(0, capacity);
  const given = (write) => `x = ${write(x)}\ny = ${write(y)}\n`
    + `size, decay = ${capacity}, ${list(decay)}\n${bends ? `bends = ${write(bends)}\n` : ""}\n\ndef terms(x):\n`;
  const numpy = "import numpy as np\n";
  const torch = `${model === "polynomial" ? numpy : ""}import torch\n\ntorch.set_default_dtype(torch.float64)\n`;
  const [inNumpy, inTorch] = MATRICES[model];
  return {
    numpy: `${numpy}\n${given(array)}${inNumpy}\n${NUMPY}`,
    torch: `${torch}${given(tensor)}${inTorch}\n${TORCH}`,
  };
}
