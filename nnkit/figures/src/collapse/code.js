/** The layers and the one layer they multiply out to, as code to copy. */

import { array, nnkitModel, numpyModel, places, tensor, torchModel } from "../core/source.js";

const bracketed = (expression) => (expression.includes(" ") ? `(${expression})` : expression);

/** weight2 @ weight1 and weight2 @ bias1 + bias2, and so on for the first `depth` layers. */
function multiplied(depth) {
  if (depth === 1) return ["weight1", "bias1"];
  const [weight, bias] = multiplied(depth - 1).map(bracketed);
  return [`weight${depth} @ ${weight}`, `weight${depth} @ ${bias} + bias${depth}`];
}

/** @param {import("./compute.js").State} state @returns {{nnkit: string, numpy: string, torch: string}} */
export function code({ weights, biases, x, activation, depth }) {
  const layers = weights.slice(0, depth).map((weight, k) => ({
    weight, bias: biases[k], activation: k < depth - 1 ? activation : "linear",
  }));
  const [weight, bias] = multiplied(depth);
  const one = "# The one layer that equals them, if there is no activation between.\n"
    + `weight = ${weight}\nbias = ${bias}\n`;
  const end = "yhat, one = model(x), weight @ x + bias\nprint(yhat, one)\n";
  const unpacked = (data) =>
    places(layers).map((at, k) =>
      `weight${k + 1}, bias${k + 1} = model[${at}].weight${data}, model[${at}].bias${data}\n`).join("");
  return {
    nnkit: `${nnkitModel(layers)}${unpacked(".data")}${one}x = ${array(x)}\n${end}`,
    numpy: `${numpyModel(layers)}${one}x = ${array(x)}\n${end}`,
    torch: `${torchModel(layers)}${unpacked("")}${one}x = ${tensor(x)}\n${end}`,
  };
}
