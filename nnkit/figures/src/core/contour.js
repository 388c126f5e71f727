/** Values on a grid as filled bands and level lines: marching squares, whose pieces are joined to whole outlines. */

import { node, rect } from "./svg.js";

/**
 * @typedef {{columns: number, rows: number, values: ArrayLike<number>}} Grid values at the corners of the cells, row
 *   by row from the lowest y upwards: columns * rows of them, the outermost on the frame's border
 * @typedef {{left: number, top: number, width: number, height: number,
 *   xlim: number[], ylim: number[]}} Area of core/frame.js
 */

/** Bands between ŷ = 0 and 1; band k, of class nn-band-k, holds k/10 ≤ ŷ < (k + 1)/10. */
const TENTHS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** The same bands for the log-odds z of ŷ, which are smoother than ŷ, so that fewer cells draw them as well. */
export const LOG_ODDS = TENTHS.map((share) => Math.log(share / (1 - share)));

/**
 * @param {Area} area
 * @param {number} columns
 * @param {number} rows
 * @param {(x: number, y: number) => number} g
 * @returns {Grid} g at the places of the grid
 */
export function sample({ xlim, ylim }, columns, rows, g) {
  const values = new Float64Array(columns * rows);
  const [dx, dy] = [(xlim[1] - xlim[0]) / (columns - 1), (ylim[1] - ylim[0]) / (rows - 1)];
  for (let j = 0, k = 0; j < rows; j += 1) {
    for (let i = 0; i < columns; i += 1, k += 1) values[k] = g(xlim[0] + i * dx, ylim[0] + j * dy);
  }
  return { columns, rows, values };
}

/**
 * A path around all places with value ≥ level, closed along the border.
 * @param {Area} area
 * @param {Grid} grid
 * @param {number} level
 */
export const region = (area, grid, level) => trace(area, pad(grid), level, true);

/**
 * A path along the places with value = level.
 * @param {Area} area
 * @param {Grid} grid
 * @param {number} level
 */
export const levelLine = (area, grid, level) => trace(area, pad(grid), level, false);

/**
 * The frame filled by bands: class nn-band-0 below the first level, nn-band-k from level k on. Each covers a part of
 * the one before, so the colours must be opaque.
 * @param {Area} area
 * @param {Grid} grid
 * @param {number[]} levels in increasing order
 * @returns {string} markup
 */
export function drawBands(area, grid, levels = TENTHS) {
  const padded = pad(grid);
  const outlines = levels.map((level) => trace(area, padded, level, true));
  return rect(area.left, area.top, area.width, area.height, { class: "nn-band-0" })
    + outlines.map((d, k) => (d ? node("path", { class: `nn-band-${k + 1}`, d }) : "")).join("");
}

/** The grid with −∞ around it: outlines then close along the border, exactly on it. */
function pad({ columns, rows, values }) {
  const width = columns + 2;
  const padded = new Float64Array(width * (rows + 2)).fill(-Infinity);
  for (let j = 0; j < rows; j += 1) {
    for (let i = 0; i < columns; i += 1) padded[(j + 1) * width + i + 1] = values[j * columns + i];
  }
  return { width, height: rows + 2, padded };
}

// A cell's sides by number, and as the edges of its corner k: an edge to the right is 2 k, one upwards 2 k + 1.
const [BELOW, RIGHT, ABOVE, LEFT] = [0, 1, 2, 3];

/**
 * Which corners are inside (1: lower left, 2: lower right, 4: upper right, 8: upper left) -> [from side, to side, …],
 * with the inside on the left. The two cells of a saddle stand for a middle outside.
 */
const SEGMENTS = [
  [], [BELOW, LEFT], [RIGHT, BELOW], [RIGHT, LEFT], [ABOVE, RIGHT], [BELOW, LEFT, ABOVE, RIGHT], [ABOVE, BELOW],
  [ABOVE, LEFT], [LEFT, ABOVE], [BELOW, ABOVE], [RIGHT, BELOW, LEFT, ABOVE], [RIGHT, ABOVE], [LEFT, RIGHT],
  [BELOW, RIGHT], [LEFT, BELOW], [],
];
const JOINED = { 5: [BELOW, RIGHT, ABOVE, LEFT], 10: [RIGHT, ABOVE, LEFT, BELOW] };

/** For each edge on which an outline enters a cell, the edge on which it leaves; −1 for the others. */
function follow({ width, height, padded }, level) {
  const next = new Int32Array(2 * width * height).fill(-1);
  const starts = [];
  for (let j = 0; j < height - 1; j += 1) {
    let k = j * width;
    let inside = (padded[k] >= level ? 2 : 0) | (padded[k + width] >= level ? 4 : 0);
    for (const end = k + width - 1; k < end; k += 1) {
      const above = k + width;
      inside = ((inside & 2) >> 1) | ((inside & 4) << 1)
        | (padded[k + 1] >= level ? 2 : 0) | (padded[above + 1] >= level ? 4 : 0);
      if (inside === 0 || inside === 15) continue;
      const saddle = (inside === 5 || inside === 10)
        && padded[k] + padded[k + 1] + padded[above] + padded[above + 1] >= 4 * level;
      const sides = saddle ? JOINED[inside] : SEGMENTS[inside];
      for (let s = 0; s < sides.length; s += 2) {
        const from = edge(k, above, sides[s]);
        next[from] = edge(k, above, sides[s + 1]);
        starts.push(from);
      }
    }
  }
  return { next, starts };
}

const edge = (k, above, side) =>
  side === BELOW ? 2 * k : side === LEFT ? 2 * k + 1 : side === ABOVE ? 2 * above : 2 * k + 3;

function trace(area, field, level, closed) {
  const { next, starts } = follow(field, level);
  const place = placer(area, field, level);
  let d = "";
  for (const start of starts) {
    // A point waits for the next one: of a straight run, such as one along the border, only the ends are put.
    let [fromX, fromY, x, y] = [NaN, NaN, 0, 0];
    let [pen, waits] = ["M", false];
    const put = () => {
      if (!waits) return;
      d += `${pen}${x} ${y}`;
      [fromX, fromY, pen, waits] = [x, y, "L", false];
    };
    const lift = () => {
      put();
      [fromX, fromY, pen] = [NaN, NaN, "M"];
    };
    const draw = (spot) => {
      // A line lifts its pen along the border, where only the padding is crossed.
      if (spot.border && !closed) return lift();
      if (!((x === fromX && spot.x === x) || (y === fromY && spot.y === y))) put();
      [x, y, waits] = [spot.x, spot.y, true];
    };
    for (let at = start; next[at] >= 0;) {
      draw(place(at));
      [next[at], at] = [-1, next[at]];
    }
    if (!closed && (waits || pen === "L")) draw(place(start));
    put();
    if (closed && pen === "L") d += "Z";
  }
  return d;
}

/** place(edge) -> where the level lies on it, to a tenth, and if that is in the padding; one object for all calls. */
function placer({ left, top, width: across, height: down }, { width, height, padded }, level) {
  const [dx, dy] = [across / (width - 3), down / (height - 3)];
  const spot = { x: 0, y: 0, border: false };
  return (crossed) => {
    const k = crossed >> 1;
    const upright = crossed & 1;
    const [low, high] = [padded[k], padded[upright ? k + width : k + 1]];
    const share = (level - low) / (high - low);
    // Between −∞ and a value: on the side of the value. Values that are no numbers: in the middle.
    const t = low === -Infinity ? 1 : Number.isFinite(share) ? share : 0.5;
    const i = k % width;
    const j = (k - i) / width;
    spot.x = Math.round((left + (i - 1 + (upright ? 0 : t)) * dx) * 10) / 10;
    spot.y = Math.round((top + down - (j - 1 + (upright ? t : 0)) * dy) * 10) / 10;
    spot.border = low === -Infinity || high === -Infinity;
    return spot;
  };
}
