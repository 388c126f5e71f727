/** The graph as boxes: what a node computes, its value (forward) and its gradient (backward). */

import { group, line, node, rect, text } from "../core/svg.js";
import { layout } from "./layout.js";
import { operation, short, written } from "./notation.js";

const BOX = { width: 98, height: 70 };
const WIDE = 860;

/** Where things stand: left to right, or from top to bottom on a narrow page. */
export function plan(nodes, narrow) {
  const { places, edges, columns, rows } = layout(nodes);
  const pitch = narrow
    ? { along: BOX.height + 42, across: Math.min(122, (380 - BOX.width) / Math.max(1, rows - 1)) }
    : { along: Math.min(190, (WIDE - 8 - BOX.width) / Math.max(1, columns - 1)), across: BOX.height + 22 };
  const long = (columns - 1) * pitch.along;
  const broad = (rows - 1) * pitch.across;
  const [width, height] = narrow ? [388, long + BOX.height + 8] : [WIDE, broad + BOX.height + 8];
  const [left, top] = narrow ? [(width - broad) / 2, BOX.height / 2 + 4] : [(width - long) / 2, BOX.height / 2 + 4];
  const at = ({ column, row }) => narrow
    ? [left + row * pitch.across, top + column * pitch.along]
    : [left + column * pitch.along, top + row * pitch.across];
  const placed = edges.map((edge) => ({ ...edge, via: edge.via.map(at) }));
  return { width, height, narrow, places: places.map(at), edges: placed };
}

/** From the output side of one box to the input side of another; two inputs arrive side by side. */
function ends({ from, to, k }, { places, narrow }, count) {
  const shift = count > 1 ? (k - (count - 1) / 2) * 26 : 0;
  const [[x1, y1], [x2, y2]] = [places[from], places[to]];
  return narrow
    ? [[x1, y1 + BOX.height / 2], [x2 + shift, y2 - BOX.height / 2]]
    : [[x1 + BOX.width / 2, y1], [x2 - BOX.width / 2, y2 + shift]];
}

/** @param {number[]} place */
const pair = ([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** A smooth way through all places, level at each of them. */
function way(points, narrow) {
  const bends = points.slice(1).map((to, i) => {
    const from = points[i];
    const half = narrow ? (to[1] - from[1]) / 2 : (to[0] - from[0]) / 2;
    const [a, b] = narrow
      ? [[from[0], from[1] + half], [to[0], to[1] - half]]
      : [[from[0] + half, from[1]], [to[0] - half, to[1]]];
    return `C${pair(a)} ${pair(b)} ${pair(to)}`;
  });
  return `M${pair(points[0])}${bends.join("")}`;
}

/** A tip at a place, along the flow or against it. */
function tip(place, narrow, back) {
  const turn = (narrow ? 90 : 0) + (back ? 180 : 0);
  return `<path class="nn-g-tip" transform="translate(${pair(place)}) rotate(${turn})" d="M0 0L-9 -5L-9 5Z"></path>`;
}

/** An edge carries values forward; once the gradient has passed, the local derivative stands on it. */
function drawEdge(edge, numbers, where) {
  const { nodes, locals, steps, at } = numbers;
  const now = steps[at];
  const [start, end] = ends(edge, where, nodes[edge.to].inputs.length);
  const passed = steps.slice(0, at + 1).some(({ kind, node }) => kind === "backward" && node === edge.to);
  const lit = now.node === edge.to && (now.kind === "forward" || now.kind === "backward");
  const back = lit && now.kind === "backward";
  const last = edge.via.at(-1) ?? start;
  const label = [0.5 * last[0] + 0.5 * end[0], 0.5 * last[1] + 0.5 * end[1] + (where.narrow ? 4.5 : -7)];
  return group(
    { class: `nn-g-edge${lit ? ` nn-g-${now.kind}` : ""}` },
    `<path class="nn-g-way" d="${way([start, ...edge.via, end], where.narrow)}"></path>`,
    back ? tip(start, where.narrow, true) : tip(end, where.narrow, false),
    passed ? text(label[0], label[1], `×${short(locals[edge.to][edge.k])}`,
      { class: "nn-g-local nn-middle nn-halo" }) : "",
  );
}

function drawNode(i, numbers, where, names) {
  const { nodes, seen, grads, arrived, uses, steps, at } = numbers;
  const [x, y] = where.places[i];
  const { inputs, label, constant, name } = nodes[i];
  const now = steps[at].node === i ? ` nn-g-${steps[at].kind}` : "";
  const kind = inputs.length ? "made" : constant == null ? "leaf" : "constant";
  const title = inputs.length ? `${label ? `${written(name)} = ` : ""}${operation(nodes[i], names)}` : written(name);
  const partial = arrived[i] && arrived[i] < uses[i] ? " nn-g-partial" : ""; // another path is still to come
  const [value, grad] = [y + 4, y + 25];
  return group(
    { class: `nn-g-node nn-g-${kind}${now}${partial}`, "data-nn": label || null },
    rect(x - BOX.width / 2, y - BOX.height / 2, BOX.width, BOX.height, { rx: kind === "made" ? 7 : 20 }),
    text(x, y - 16, title, { class: "nn-g-title nn-middle" }),
    seen[i] == null ? "" : text(x, value, short(seen[i]), { class: "nn-g-value nn-middle" }),
    grads[i] == null ? "" : text(x, grad, node("tspan", { class: "nn-g-of" }, derivative(nodes.at(-1).name, name))
      + ` ${short(grads[i])}`, { class: "nn-g-grad nn-middle" }),
  );
}

const derivative = (output, name) => `∂${written(output)}/∂${written(name)}`;

export function drawGraph(numbers, where) {
  const names = numbers.nodes.map(({ name }) => name);
  return where.edges.map((edge) => drawEdge(edge, numbers, where)).join("")
    + numbers.nodes.map((_, i) => drawNode(i, numbers, where, names)).join("");
}

/** What the colours say: in one line, or in two where there is less room. */
export const drawKey = (x, y, narrow) =>
  group(
    { class: "nn-g-key", "aria-hidden": "true" },
    line(x, y - 4, x + 26, y - 4, { class: "nn-g-key-forward" }),
    text(x + 33, y, "value, forward", { class: "nn-tick" }),
    line(x + 132, y - 4, x + 158, y - 4, { class: "nn-g-key-backward" }),
    text(x + 165, y, "gradient, backward", { class: "nn-tick" }),
    narrow
      ? text(x + 33, y + 18, "× local derivative", { class: "nn-tick" })
      : text(x + 290, y, "× local derivative", { class: "nn-tick" }),
  );
