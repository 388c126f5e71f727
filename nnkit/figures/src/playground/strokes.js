/** Strokes on a canvas: edges, the cells and lines of the warped grid, the points' signs. */

import { classAt } from "../core/net.js";
import * as network from "./network.js";
import { glyph } from "./plane.js";

export const css = ([r, g, b], alpha = 1) => `rgb(${r} ${g} ${b} / ${alpha})`;

/** A line through the places of some nodes. */
export function polyline(context, nodes, places) {
  for (let k = 0; k < nodes.length; k++) {
    const [x, y] = places[nodes[k]];
    if (k) context.lineTo(x, y);
    else context.moveTo(x, y);
  }
}

/** Weights above 0 in class 1's colour, below 0 in class 0's and dashed; those into the chosen unit stand out. */
export function paintEdges(context, edges, sizes, parameters, { classes }, [layer, j]) {
  const chosen = layer != null;
  for (const edge of edges) {
    const weight = parameters[network.weightPlace(sizes, edge)];
    const { width, opacity } = network.strokeOf(weight);
    const faint = chosen && (edge.layer !== layer || edge.j !== j) ? 0.35 : 1;
    context.strokeStyle = css(classes[weight < 0 ? 0 : 1], opacity * faint);
    context.lineWidth = width;
    context.setLineDash(weight < 0 && width > 1 ? [6, 3] : []);
    context.beginPath();
    context.moveTo(edge.x1, edge.y1);
    context.lineTo(edge.x2, edge.y2);
    context.stroke();
  }
  context.setLineDash([]);
}

/** Each cell of the grid in the colour of its class; those in which the class changes have none. */
export function paintCells(context, { size, logits }, places, net, { classes }) {
  const units = net.sizes.at(-1);
  const labels = places.map((_, k) => classAt(logits, k, units));
  const paths = classes.map(() => new Path2D());
  for (let row = 0; row < size - 1; row++) {
    for (let column = 0; column < size - 1; column++) {
      const [a, b] = [row * size + column, (row + 1) * size + column];
      const label = labels[a];
      if (label !== labels[a + 1] || label !== labels[b] || label !== labels[b + 1]) continue;
      addPolygon(paths[label], places[a], places[a + 1], places[b + 1], places[b]);
    }
  }
  paths.forEach((path, k) => {
    context.fillStyle = css(classes[k], 0.17);
    context.fill(path);
  });
}

const cross = ([x, y], [x2, y2]) => x * y2 - x2 * y;

/** Folded cells are turned over; all go round the same way, or two that overlap would make a hole. */
function addPolygon(path, a, b, c, d) {
  const doubled = cross(a, b) + cross(b, c) + cross(c, d) + cross(d, a);
  const [second, last] = doubled < 0 ? [d, b] : [b, d];
  path.moveTo(a[0], a[1]);
  path.lineTo(second[0], second[1]);
  path.lineTo(c[0], c[1]);
  path.lineTo(last[0], last[1]); // to be filled it need not be closed, which would take three times as long
}

/** All signs that look the same as one outline, as two hundred would take far longer: 2 label + test -> path. */
function outlines(places, r) {
  /** @type {Map<number, string>} */
  const found = new Map();
  for (const { x, y, label, test } of places) {
    const kind = 2 * label + test;
    found.set(kind, (found.get(kind) ?? "") + glyph(label, x, y, r));
  }
  return found;
}

export function paintGlyphs(context, places, { classes, paper }, r) {
  const [full, papery] = [classes.map((colour) => css(colour)), css(paper)];
  for (const [kind, d] of outlines(places, r)) {
    const [label, test] = [kind >> 1, kind & 1];
    const path = new Path2D(d);
    context.fillStyle = test ? papery : full[label];
    context.strokeStyle = test ? full[label] : papery;
    context.lineWidth = test ? 1.5 : 0.8;
    context.fill(path);
    context.stroke(path);
  }
}
