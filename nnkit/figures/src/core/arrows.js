/** Where the arrow keys put a handle. */

import { clamp, snap } from "./numbers.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * What moves a handle: its place is kept inside the frame and at multiples of half a step.
 * @param {import("./handles.js").Handles} handles @param {any} state @param {string} name
 * @param {number[]} place @param {{xlim: number[], ylim: number[]}} frame @param {number} step
 * @returns {any} changes
 */
export function moved({ move }, state, name, [x, y], { xlim, ylim }, step) {
  const half = step / 2;
  return move?.(state, name, [clamp(snap(x, half), ...xlim), clamp(snap(y, half), ...ylim)]);
}

/**
 * The changes of an arrow key; null for another key, and where there is no place. What moves only sideways goes on
 * with the arrow up and back with the arrow down, too, as a slider does.
 * @param {import("./handles.js").Handles} handles @param {any} state @param {string} name @param {string} key
 * @param {{xlim: number[], ylim: number[]}} frame @param {number} step
 */
export function byArrow(handles, state, name, key, frame, step) {
  const place = ARROWS[key] && handles.at?.(state, name);
  if (!place) return null;
  const along = ([dx, dy]) => moved(handles, state, name, [place[0] + dx * step, place[1] + dy * step], frame, step);
  const stays = (way) => {
    const [x, y] = handles.at?.({ ...state, ...along(way) }, name) ?? place;
    return x === place[0] && y === place[1];
  };
  const [dx, dy] = ARROWS[key];
  const isSideways = dx === 0 && stays([0, 1]) && stays([0, -1]);
  return along(isSideways ? [dy, 0] : [dx, dy]);
}
