/** What the figures about approximation draw: the target, the network over it, where it is wrong most. */

import { frame } from "../core/frame.js";
import { circle, group, line, node, path, text } from "../core/svg.js";
import { graph, linspace, targetGraph, valueAt } from "./network.js";

/** @typedef {import("./network.js").Network} Network @typedef {import("./targets.js").Target} Target */

/**
 * Limits that hold the target with room for a network that is off.
 * @param {Target} target @param {number} [room] @returns {[number, number]}
 */
export function limits({ f, interval, jumps }, room = 0.25) {
  const values = [...linspace(...interval, 101), ...jumps].map(f);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return [low - room * (high - low), high + room * (high - low)];
}

/** @param {Target} target @param {{left: number, top: number, width: number, height: number, room?: number}} box */
export const targetFrame = (target, { room, ...box }) =>
  frame({ ...box, xlim: target.interval, ylim: limits(target, room) });

const onto = (f, points) => path(points.map(([x, y]) => [f.x(x), f.y(y)]));

export const curve = (f, points, attributes) => node("path", { ...attributes, d: onto(f, points) });

export const drawTarget = (f, target) => curve(f, targetGraph(target), { class: "nn-line nn-role-truth" });

/** @param {Network} network */
export const drawNetwork = (f, network, kind = "nn-role-yours") =>
  curve(f, graph(network, f.xlim), { class: `nn-line ${kind}` });

/** All that is no farther than epsilon from the target. */
export function drawBand(f, target, epsilon) {
  const points = targetGraph(target);
  const edge = (sign) => points.map(([x, y]) => [x, y + sign * epsilon]);
  return curve(f, [...edge(1), ...edge(-1).reverse()], { class: "nn-band" });
}

/** Between target and network, where they are farthest apart. @param {Network} network @param {Target} target */
export function drawWorst(f, network, target, at) {
  const [truth, said] = [target.f(at), valueAt(network, at)].map(f.y);
  return group(
    { class: "nn-worst", "aria-hidden": "true" },
    line(f.x(at), truth, f.x(at), said),
    circle(f.x(at), truth, 3),
    circle(f.x(at), said, 3),
  );
}

/** Samples of the strokes with their names, in rows. @param {[string, string][]} entries pairs of class and name */
export const legend = (entries, places) =>
  group(
    { class: "nn-legend", "aria-hidden": "true" },
    entries.map(([kind, name], i) => {
      const [x, y] = places[i];
      return line(x, y, x + 28, y, { class: kind }) + text(x + 36, y + 4.5, name, { class: "nn-caption" });
    }),
  );
