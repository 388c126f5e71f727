/** Squares of an image, a kernel or an output, and where they stand. */

import { frame } from "../core/frame.js";
import { format } from "../core/numbers.js";
import { group, rect, text } from "../core/svg.js";

/** A number in a square: no decimals that say nothing. */
export const brief = (value) => format(value, 2).replace(/\.?0+$/, "");

/**
 * A frame whose units are squares: column to the right, row upwards from the last (as handles count), so that the
 * middle of a square has whole numbers.
 */
export const grid = (left, top, size, columns, rows = columns) => ({
  ...frame({
    left,
    top,
    width: size * columns,
    height: size * rows,
    xlim: [-0.5, columns - 0.5],
    ylim: [-0.5, rows - 0.5],
  }),
  size,
  rows,
  columns,
});

/** The upper left corner of a square. */
export const corner = (g, row, column) => [g.left + column * g.size, g.top + row * g.size];

/**
 * @param {any} g @param {number} row @param {number} column
 * @param {{label?: string, tone?: number, kind?: string, nn?: string | null}} [look]
 * @returns {string} a square with a number in it; `tone` −1 … 1 is its shade, below 0 in the other colour
 */
export function cell(g, row, column, { label = "", tone = 0, kind = "", nn = null } = {}) {
  const [x, y] = corner(g, row, column);
  const shade = rect(x, y, g.size, g.size, {
    class: `nn-c-shade ${kind || (tone < 0 ? "nn-c-minus" : "nn-c-plus")}`,
    style: kind ? null : `fill-opacity:${Math.abs(tone).toFixed(2)}`,
  });
  const font = label.length > 3 ? "nn-c-small" : "nn-c-number";
  return group(
    { "data-nn": nn },
    shade,
    label && g.size > 20 ? text(x + g.size / 2, y + g.size / 2 + 4.5, label, { class: `nn-middle ${font}` }) : "",
  );
}

/** A pixel: 0 is paper, 1 is ink; its number in the colour that can be read on it. */
export function pixel(g, row, column, value, offset = 0) {
  const [x, y] = corner(g, row + offset, column + offset);
  const at = [x + g.size / 2, y + g.size / 2 + 4.5];
  const paper = value > 0.5 ? "nn-c-onink" : "";
  return rect(x, y, g.size, g.size, { class: "nn-c-pixel", style: `fill-opacity:${(0.85 * value).toFixed(2)}` })
    + (g.size > 20 ? text(at[0], at[1], brief(value), { class: `nn-middle nn-c-number ${paper}` }) : "");
}

/** A handle on a square: easy to hit with a finger, however small the square. */
export function handle(g, row, column, { name, role, label, value, still }) {
  const [x, y] = corner(g, row, column);
  const reach = Math.max(0, (40 - g.size) / 2);
  const across = g.across ?? g.size;
  const given = still ? {} : { "data-handle": name, tabindex: 0, role, "aria-label": label, "aria-valuetext": value };
  return group(
    { class: `nn-c-handle nn-c-handle-${name}`, ...given },
    rect(x - reach, y - reach, across + 2 * reach, g.size + 2 * reach, { class: "nn-target" }),
    rect(x + 1, y + 1, across - 2, g.size - 2, { class: "nn-c-mark" }),
  );
}
