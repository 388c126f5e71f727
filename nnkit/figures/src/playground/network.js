/** The network as a picture: each unit with its own surface, each weight as an edge. */

import { ACTIVATIONS } from "../core/activations.js";
import { clamp, format } from "../core/numbers.js";
import { group, line, node, rect, symbol, text } from "../core/svg.js";
import { placeOf, titleOf } from "./settings.js";
import { unitPictures } from "./surface.js";

export const WIDTH = 400;
export const HEIGHT = 400;
const [TOP, BOTTOM, SIDE] = [34, 18, 14];

/**
 * Where the units stand.
 * @param {number[]} sizes
 * @returns {{half: number, units: {layer: number, j: number, x: number, y: number}[][]}} `half`: of a unit's square
 */
export function layoutOf(sizes) {
  const most = Math.max(...sizes);
  const room = HEIGHT - TOP - BOTTOM;
  const pitch = Math.min(84, room / most);
  const half = Math.min(29, pitch / 2 - (most > 8 ? 1.5 : 4), (WIDTH - 2 * SIDE) / sizes.length / 2.9);
  const across = (WIDTH - 2 * SIDE - 2 * half) / (sizes.length - 1);
  const middle = TOP + room / 2;
  const units = sizes.map((count, layer) => {
    const apart = layer === 0 ? Math.max(pitch, 2 * half + 34) : pitch; // room for the inputs' names
    const y = (j) => middle + (j - (count - 1) / 2) * apart;
    return Array.from({ length: count }, (_, j) => ({ layer, j, x: SIDE + half + layer * across, y: y(j) }));
  });
  return { half, units };
}

/** Every weight as an edge: layer and unit it goes to, unit it comes from, its ends. */
export function edgesOf(sizes, { half, units } = layoutOf(sizes)) {
  return units.slice(1).flatMap((targets, l) =>
    targets.flatMap((to) =>
      units[l].map((from) => ({
        layer: l + 1, j: to.j, i: from.j, x1: from.x + half, y1: from.y, x2: to.x - half, y2: to.y,
      }))));
}

/** An edge's stroke: thicker and less faint for a larger weight. */
export const strokeOf = (weight) => {
  const size = Math.min(4, Math.abs(weight));
  return { width: 0.7 + 1.15 * size, opacity: 0.3 + 0.6 * Math.min(1, size / 2) };
};

/** The edge nearest to a place, if it is within reach. */
export function edgeAt(edges, x, y, reach = 7) {
  /** @type {any[]} */
  let [found, nearest] = [null, reach];
  for (const edge of edges) {
    const [dx, dy] = [edge.x2 - edge.x1, edge.y2 - edge.y1];
    const t = ((x - edge.x1) * dx + (y - edge.y1) * dy) / (dx * dx + dy * dy);
    if (t < 0 || t > 1) continue;
    const away = Math.hypot(edge.x1 + t * dx - x, edge.y1 + t * dy - y);
    if (away < nearest) [found, nearest] = [edge, away];
  }
  return found;
}

/** The place of an edge's weight among the parameters. */
export const weightPlace = (sizes, { layer, i, j }) => placeOf(sizes, layer, j).weight + i;

function drawEdges(sizes, layout, parameters) {
  return edgesOf(sizes, layout).map((edge) => {
    const weight = parameters[weightPlace(sizes, edge)];
    const { width, opacity } = strokeOf(weight);
    const kind = `nn-pg-edge nn-sign-${weight < 0 ? "minus" : "plus"}`;
    return line(edge.x1, edge.y1, edge.x2, edge.y2, { class: kind, "stroke-width": width, "stroke-opacity": opacity });
  });
}

const isChosen = ({ unit: [layer, j] }, at) => at.layer === layer && at.j === j;

/** A unit's frame; live ones open their weights. Only one is a stop of the tab key: arrows lead to the others. */
function drawUnit(view, at, half) {
  const { state, session, still } = view;
  const chosen = isChosen(state, at);
  const wide = Math.max(half, 10);
  const input = at.layer === 0;
  const first = state.unit.length ? chosen : at.layer === 1 && at.j === 0;
  const button = still || input ? {} : {
    role: "button", tabindex: first ? 0 : -1, "aria-pressed": String(chosen), "data-unit": `${at.layer},${at.j}`,
    "aria-label": `${titleOf(session.net.sizes, at.layer, at.j)}: show and change its weights`,
  };
  return group(
    { class: `nn-pg-unit${chosen ? " nn-pg-chosen" : ""}`, ...button },
    rect(at.x - half, at.y - half, 2 * half, 2 * half, { rx: 3 }),
    // A finger needs more than a small unit.
    button.role ? rect(at.x - wide, at.y - half, 2 * wide, 2 * half, { class: "nn-target" }) : "",
  );
}

const caption = (x, content, attributes = {}) => text(x, 14, content, { class: "nn-caption nn-middle", ...attributes });

function drawCaptions({ session: { net } }, { units, half }) {
  const last = units.length - 1;
  const narrow = units.length > 5;
  const hidden = units.slice(1, last).map(([{ x }], l) => caption(x, narrow ? `${l + 1}` : `layer ${l + 1}`));
  return [
    ...units[0].map(({ x, y, j }) => text(x, y + half + 15, symbol(`x${j + 1}`), { class: "nn-axis nn-middle" })),
    caption(units[0][0].x, "inputs", { class: "nn-caption" , x: units[0][0].x - half }),
    ...hidden,
    caption(units[last][0].x, "output", { class: "nn-caption nn-end", x: units[last][0].x + half }),
    last > 1 ? text((units[1][0].x + units[last - 1][0].x) / 2, 29, ACTIVATIONS[net.activation].title,
      { class: "nn-tick nn-middle" }) : "",
  ];
}

/**
 * @param {import("./types.js").View} view
 * @returns {string} the panel; while it is live, surfaces and edges are painted behind it
 */
export function drawNetwork(view) {
  const { session: { net }, still } = view;
  const layout = layoutOf(net.sizes);
  const { half, units } = layout;
  const picture = still ? unitPictures(view) : () => "";
  const square = ({ x, y }) => ({ left: x - half, top: y - half, width: 2 * half, height: 2 * half });
  return group(
    { class: "nn-pg-network" },
    still ? drawEdges(net.sizes, layout, net.parameters) : "",
    still ? units.flat().map((at) => picture(at.layer, at.j, square(at))) : "",
    drawCaptions(view, layout),
    units.flat().map((at) => drawUnit(view, at, half)),
    still ? "" : node("g", { class: "nn-pg-hover" }),
  );
}

/** A weight's number beside the pointer. */
export const drawHover = (weight, x, y) =>
  text(clamp(x, 50, WIDTH - 60), Math.max(24, y - 9), `weight ${format(weight)}`,
    { class: "nn-number nn-middle nn-halo" });
