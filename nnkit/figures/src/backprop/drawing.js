/** The row of layers with every tensor to scale: values above, their derivatives below them, weights at the bottom. */

import { transpose } from "../core/linear.js";
import { format } from "../core/numbers.js";
import { group, line, rect, symbol, text } from "../core/svg.js";
import { STEPS, known } from "./steps.js";

const WIDE = { width: 788, margin: 6, gap: 10, boxes: { linear: 62, g: 30, loss: 80 }, row: 20, most: 40 };
const NARROW = { width: 388, margin: 6, gap: 5, boxes: { linear: 34, g: 22, loss: 42 }, row: 17, most: 17 };
const READABLE = 26; // pixels that a cell needs for its number
const ROW = ["x", "linear1", "z1", "g1", "a1", "linear2", "z2", "g2", "yhat", "loss", "y"];
const TITLES = { linear1: "Linear 1", linear2: "Linear 2", g1: "g", g2: "g", loss: "loss" };
const TIGHT = { linear1: "Lin 1", linear2: "Lin 2", g1: "g", g2: "g", loss: "loss" };

const LIT_BY = { loss: "J", g: "g" };

const kindOf = (name) => name.replace(/\d$/, "");
const isBox = (name) => name in TITLES;

/** The left edge and width of everything in the row, and the size of a cell. */
function place(tensors, { width, margin, gap, boxes, most }) {
  const columns = ROW.filter((name) => !isBox(name)).reduce((sum, name) => sum + tensors[name][0].length, 0);
  const taken = ROW.filter(isBox).reduce((sum, name) => sum + boxes[kindOf(name)], 0) + gap * (ROW.length - 1);
  const cell = Math.min(most, (width - 2 * margin - taken) / columns);
  let x = (width - taken - cell * columns) / 2;
  const at = {};
  for (const name of ROW) {
    const size = isBox(name) ? boxes[kindOf(name)] : cell * tensors[name][0].length;
    at[name] = { x, width: size };
    x += size + gap;
  }
  return { at, cell };
}

const isDerivative = (name) => name[0] === "d";

/** "z1", "ŷ", or for a derivative dJ/dz₁. */
const caption = (name) => (isDerivative(name) ? `d${symbol("J")}/d${symbol(name.slice(1))}` : symbol(name));

/** PyTorch's shape: a bias has one axis. */
const shapeOf = (name, rows) => (/^d?b/.test(name) ? `(${rows.length},)` : `(${rows.length}, ${rows[0].length})`);

/** Two decimals; derivatives, which are small, have three where they fit. */
const short = (name, value) => format(value, isDerivative(name) && Math.abs(value) < 1 ? 3 : 2);

/** A number on a ground that is the stronger, the larger it is. */
function drawCell(name, value, x, y, { cell, row }, most) {
  const strength = most === 0 ? 0 : (0.5 * Math.abs(value)) / most;
  return rect(x, y, cell, row, { class: value < 0 ? "nn-minus" : "nn-plus", "fill-opacity": strength })
    + (cell < READABLE ? "" : text(x + cell / 2, y + row / 2 + 3.5, short(name, value), { class: "nn-middle" }));
}

/** Cells that were drawn of a tensor: its place and its cells' markup. @type {WeakMap<number[][], [string, string]>} */
const drawn = new WeakMap();

/** A tensor's cells. Most stay as they are from step to step: they are drawn once. */
function drawCells(name, rows, x, y, scale) {
  const place = [x, y, scale.cell, scale.row].join();
  const before = drawn.get(rows);
  if (before?.[0] === place) return before[1];
  const most = Math.max(...rows.flat().map(Math.abs));
  const cells = group({ class: "nn-cells" }, rows.flatMap((values, i) =>
    values.map((value, j) => drawCell(name, value, x + j * scale.cell, y + i * scale.row, scale, most))));
  drawn.set(rows, [place, cells]);
  return cells;
}

/** A tensor with its name and shape above it; only its outline as long as it is not known. */
function drawTensor(name, rows, x, y, scale, { there, step }) {
  const { cell, row } = scale;
  const [width, height] = [cell * rows[0].length, row * rows.length];
  const role = step.makes.includes(name) ? "nn-made" : step.of.includes(name) ? "nn-used" : "";
  const kinds = ["nn-tensor", isDerivative(name) && "nn-derivative", there.has(name) ? role : "nn-unknown"];
  return group(
    { class: kinds.filter(Boolean).join(" "), "data-nn": name },
    rect(x, y, width, height, { class: "nn-paper" }),
    there.has(name) ? drawCells(name, rows, x, y, scale) : "",
    rect(x, y, width, height, { class: "nn-outline" }),
    text(x + width / 2, y - 20, caption(name), { class: "nn-caption nn-middle" }),
    text(x + width / 2, y - 6, shapeOf(name, rows), { class: "nn-tick nn-middle" }),
  );
}

/** A layer; the loss holds J. */
function drawBox(name, { x, width }, middle, narrow, { tensors, there, step }) {
  const loss = name === "loss" && there.has("J");
  const J = format(tensors.J[0][0], 3);
  const words = (dy, content, kind = "") =>
    text(x + width / 2, middle + dy, content, { class: `nn-number nn-middle${kind}` });
  return group(
    { class: `nn-box${step.block === name ? " nn-busy" : ""}`, "data-nn": LIT_BY[kindOf(name)] },
    rect(x, middle - 24, width, 48, { rx: 7 }),
    words(loss ? -4 : 5, (narrow ? TIGHT : TITLES)[name]),
    loss ? words(14, narrow ? J : `${symbol("J")} = ${J}`, " nn-strong") : "",
  );
}

/** An arrowhead that points right or left (side −1) at (x, y). */
const head = (x, y, side, kind) =>
  `<path class="nn-head${kind}" d="M${x.toFixed(1)} ${y}l${-7 * side} -4.5v9z"></path>`;

/** The way forward through all layers, and from the loss down and back. */
function drawWays({ at }, middle, below) {
  const [from, to] = [at.x.x, at.y.x];
  const loss = at.loss.x + at.loss.width / 2;
  const forward = ROW.slice(1, -1).map((name) => head(at[name].x, middle, 1, ""));
  const back = ["x", "z1", "a1", "z2", "yhat"].map((name) => head(at[name].x + at[name].width, below, -1, " nn-back"));
  return group(
    { class: "nn-ways" },
    line(from, middle, to, middle, { class: "nn-flow" }),
    forward, head(at.loss.x + at.loss.width, middle, -1, ""),
    `<path class="nn-flow nn-back" fill="none" d="M${loss.toFixed(1)} ${middle}V${below}H${from.toFixed(1)}"></path>`,
    back,
  );
}

/** A bias stands upright, a row for each unit as in the weight beside it. */
const upright = (name, tensors) => (/^d?b/.test(name) ? transpose(tensors[name]) : tensors[name]);

/** Weight and bias of a layer beside the derivatives by them. */
function drawParameters(k, left, top, scale, context) {
  let x = left;
  return ["W", "b", "dW", "db"].map((kind) => {
    const rows = upright(kind + k, context.tensors);
    const drawn = drawTensor(kind + k, rows, x, top, scale, context);
    x += scale.cell * rows[0].length + (kind === "b" ? 1.5 : 1) * scale.space;
    return drawn;
  });
}

const parametersWidth = (inputs, { cell, space }) => 2 * cell * (inputs + 1) + 3.5 * space;

/**
 * Both layers' parameters: beside each other; narrow, below each other with room for their numbers.
 * @returns {[string[], number]} the markup and its height
 */
function drawAllParameters(top, { sizes, scale, narrow, context }) {
  const { W1, W2 } = context.tensors;
  const widths = [W1, W2].map(([row]) => parametersWidth(row.length, scale));
  if (!narrow) {
    const space = (sizes.width - widths[0] - widths[1]) / 3;
    const both = drawParameters(1, space, top, scale, context)
      .concat(drawParameters(2, 2 * space + widths[0], top, scale, context));
    return [both, Math.max(W1.length, W2.length) * sizes.row];
  }
  const inputs = Math.max(W1[0].length, W2[0].length);
  const cell = Math.min(37, (sizes.width - 2 * sizes.margin - 3.5 * scale.space) / (2 * (inputs + 1)));
  const [first, larger] = [W1.length * sizes.row + 48, { ...scale, cell }];
  const both = drawParameters(1, sizes.margin, top, larger, context)
    .concat(drawParameters(2, sizes.margin, top + first, larger, context));
  return [both, first + W2.length * sizes.row];
}

/** @returns {[string, number, number]} the markup, its width and its height */
export function drawLayers(state, tensors, narrow) {
  const sizes = narrow ? NARROW : WIDE;
  const placed = place(tensors, sizes);
  const step = STEPS[state.at];
  const context = { tensors, there: known(state.at), step };
  const scale = { cell: placed.cell, row: sizes.row, space: narrow ? 22 : 24 };
  const height = state.batch * sizes.row;
  const [first, second] = [44, 44 + height + 52];
  const third = second + height + 64;
  const tensor = (name, of, y) => drawTensor(name, tensors[name], placed.at[of].x, y, scale, context);
  const [parameters, deep] = drawAllParameters(third, { sizes, scale, narrow, context });
  const markup = group(
    { class: `nn-layers${narrow ? " nn-tight" : ""}` },
    drawWays(placed, first + height / 2, second + height / 2),
    ROW.map((name) => (isBox(name)
      ? drawBox(name, placed.at[name], first + height / 2, narrow, context)
      : tensor(name, name, first))),
    ["x", "z1", "a1", "z2", "yhat"].map((name) => tensor(`d${name}`, name, second)),
    parameters,
  );
  return [markup, sizes.width, third + deep + 12];
}
