/** Kernels and images to begin with. */

const every = (value) => Array.from({ length: 3 }, () => [value, value, value]);

/** title -> weights */
export const KERNELS = {
  "vertical edges": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
  "horizontal edges": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
  outline: [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
  blur: every(1 / 9),
  identity: [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
};

const picture = (rows) => rows.map((row) => [...row].map((mark) => (mark === "#" ? 1 : 0)));

/** title -> pixels, 0 or 1 */
export const IMAGES = {
  seven: picture(["......", ".####.", "....#.", "...#..", "..#...", "..#..."]),
  block: picture(["......", ".###..", ".###..", ".###..", "......", "......"]),
  halves: picture(["...###", "...###", "...###", "...###", "...###", "...###"]),
};

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** The title of a table's entry that equals the value, or "" for the reader's own. */
export const titleOf = (table, value) => Object.keys(table).find((title) => same(table[title], value)) ?? "";

/** The image one pixel further right; what falls off comes in on the left. */
export const shifted = (image) => image.map((row) => [row.at(-1), ...row.slice(0, -1)]);
