/** Convolution: a small kernel moves over an image as a window, or stands many times in one sparse matrix. */

import { button, choice, number, player, toggle } from "./core/controls.js";
import { clamp } from "./core/numbers.js";
import { COMMON, part } from "./core/part.js";
import { list } from "./core/source.js";
import { node } from "./core/svg.js";
import { brief } from "./convolution/cells.js";
import { compute } from "./convolution/compute.js";
import { drawMatrix, panels as matrixPanels, rowFrame } from "./convolution/matrix.js";
import { IMAGES, KERNELS, shifted, titleOf } from "./convolution/presets.js";
import { drawWindow, panels as windowPanels } from "./convolution/window.js";
import { formula, tell } from "./convolution/words.js";

export { compute };

export const defaults = {
  ...COMMON,
  image: IMAGES.seven,
  kernel: KERNELS["vertical edges"],
  stride: 1,
  padding: 0,
  at: 6,
  pixel: [3, 3],
  view: "window",
};

const filled = (state) => ({ ...defaults, ...state });
const panelsOf = (state, narrow) =>
  (state.view === "matrix" ? matrixPanels : windowPanels)(state, compute(state), narrow);

/** @param {object} given @returns {string} the figure in one sentence, for those who hear it */
export function describe(given) {
  const state = filled(given);
  const { rows, columns, p, q, z } = compute(state);
  return `Convolution of a ${state.image.length} by ${state.image[0].length} image with a 3 by 3 kernel, `
    + `stride ${state.stride}, padding ${state.padding}, gives ${rows} by ${columns}; `
    + `the window in row ${p}, column ${q} gives ${brief(z[p][q])}.`;
}

/**
 * @param {object} given see `defaults`; what is missing is taken from there
 * @param {{id?: string, narrow?: boolean, still?: boolean}} layout
 * @returns {string} SVG
 */
export function draw(given, { narrow = false, still = false } = {}) {
  const state = filled(given);
  const [width, height] = panelsOf(state, narrow).size;
  const drawing = state.view === "matrix" ? drawMatrix : drawWindow;
  return node(
    "svg",
    {
      class: "nn-svg",
      viewBox: `0 0 ${width} ${height}`,
      role: still ? "img" : "group",
      "aria-label": describe(state),
    },
    drawing(state, compute(state), { narrow, still }).flat(),
  );
}

const either = (name, off, on, label) => toggle({
  name,
  label,
  value: (state) => state[name] === on,
  change: (_, checked) => ({ [name]: checked ? on : off }),
});

const weightInputs = ({ kernel }) => kernel.flatMap((row, i) => row.map((_, j) => number({
  name: `kernel.${i}.${j}`,
  mark: `w${i}-${j}`,
  label: `kernel, row ${i}, column ${j}`,
  group: "kernel w",
  value: (state) => Number(state.kernel[i][j].toFixed(3)), // 0.111, not 0.1111111111111111
  min: -9,
  max: 9,
  step: 0.5,
})));

const preset = (name, table, label) => choice({
  name,
  label,
  options: Object.keys(table).map((title) => [title, title]),
  value: (state) => titleOf(table, state[name]),
  change: (_, title) => ({ [name]: table[title] }),
});

const controls = (state) => [
  player({ label: "the window", perSecond: 2, again: () => ({ at: 0 }) }),
  button({ label: "Shift the image", act: ({ image }) => ({ image: shifted(image) }) }),
  either("stride", 1, 2, "stride 2"),
  either("padding", 0, 1, "padding 1"),
  preset("kernel", KERNELS, "known kernels"),
  preset("image", IMAGES, "image"),
  ...weightInputs(filled(state)),
];

/** Rows count downwards in the image, upwards for a handle. */
const turned = (rows, row) => rows - 1 - row;
const whole = (value, count) => clamp(Math.round(value), 0, count - 1);

/** pixel and window -> in which grid they move, and how its places are told. */
const GRIDS = {
  image: {
    count: ({ image }) => [image.length, image[0].length],
    place: ({ pixel }) => pixel,
    put: (_, row, column) => ({ pixel: [row, column] }),
  },
  output: {
    count: (state) => [compute(state).rows, compute(state).columns],
    place: (state) => [compute(state).p, compute(state).q],
    put: (state, row, column) => ({ at: row * compute(state).columns + column }),
  },
  strip: {
    count: ({ image }) => [1, image.flat().length],
    place: ({ image, pixel: [row, column] }) => [0, row * image[0].length + column],
    put: ({ image }, _, k) => ({ pixel: [Math.floor(k / image[0].length), k % image[0].length] }),
  },
  rows: {
    count: (state) => [compute(state).entries.length, 1],
    place: (state) => [compute(state).at, 0],
    put: (_, row) => ({ at: row }),
  },
};
const PANELS = { window: { pixel: "image", window: "output" }, matrix: { pixel: "strip", window: "rows" } };

const gridOf = (state, name) => GRIDS[PANELS[state.view][name]];

function put(state, panel, [x, y]) {
  const { count, put: change } = GRIDS[panel];
  const [rows, columns] = count(state);
  return change(state, turned(rows, whole(y, rows)), whole(x, columns));
}

const toggled = ({ image }, [row, column]) =>
  ({ image: image.with(row, image[row].with(column, image[row][column] > 0.5 ? 0 : 1)) });

const handles = {
  frame(state, _, { narrow }, panel) {
    const panels = panelsOf(state, narrow);
    return panel === "rows" || panel === "matrix" ? rowFrame(panels, compute(state).entries.length) : panels[panel];
  },
  at(state, name) {
    const { count, place } = gridOf(state, name);
    const [row, column] = place(state);
    return [column, turned(count(state)[0], row)];
  },
  move: (state, name, place) => put(state, PANELS[state.view][name], place),
  press: (state, name) => (name === "pixel" ? toggled(state, state.pixel) : null),
  tap(state, panel, place) {
    const changes = put(state, panel === "matrix" ? "rows" : panel, place);
    return changes.pixel ? { ...changes, ...toggled(state, changes.pixel) } : changes;
  },
  step: 1,
};

/** One window further, until the last one. @param {any} state */
export const step = (state) => {
  const { at, rows, columns } = compute(filled(state));
  return at + 1 < rows * columns ? { at: at + 1 } : null;
};

/** The same convolution for the reader's own session. */
export function code(given) {
  const { image, kernel, stride, padding } = filled(given);
  const array = (name, rows, wrap) => `${name} = ${wrap}(${list(rows)})\n`;
  const shape = (name) => `${name}[None, None]`;
  return {
    nnkit: `import numpy as np\nfrom nnkit import Conv2d\n\n`
      + `${array("image", image, "np.array")}${array("kernel", kernel, "np.array")}`
      + `layer = Conv2d.from_weight(${shape("kernel")}, stride=${stride}, padding=${padding})\n`
      + `print(layer(${shape("image")})[0, 0])\n`,
    torch: `import torch\nfrom torch.nn.functional import conv2d\n\ntorch.set_default_dtype(torch.float64)\n`
      + `${array("image", image, "torch.tensor")}${array("kernel", kernel, "torch.tensor")}`
      + `print(conv2d(${shape("image")}, ${shape("kernel")}, stride=${stride}, padding=${padding})[0, 0])\n`,
  };
}

export default part({
  defaults,
  draw,
  describe,
  controls,
  handles,
  step,
  code,
  remark: (state) => tell(filled(state), compute(filled(state))),
  formula: (state) => formula(filled(state), compute(filled(state))),
});
