/** Arrays as cells with their numbers: yours in the cells, and where it is wrong the right number below it. */

import { arrange, drawArray } from "./array/cells.js";
import { describeArrays } from "./array/words.js";
import { COMMON, part } from "./core/part.js";
import { escape, group, node, rect, text } from "./core/svg.js";

const defaults = { ...COMMON, arrays: [], bars: false, xlabel: "", ylabel: "" };

/**
 * @param {{arrays: {name: string, values: any[][], truth: any[][] | null, wrong: boolean[][] | null}[]}} state
 * @returns {{arrays: {rows: number, columns: number, largest: number, wrong: number}[]}} of each array its sizes, its
 *   largest finite size of a number (the truth's, where there is one), and how many cells are wrong
 */
export function compute({ arrays = [] }) {
  return {
    arrays: arrays.map(({ values, truth, wrong }) => ({
      rows: values.length,
      columns: values[0]?.length ?? 0,
      largest: (truth ?? values).flat().reduce((most, value) =>
        (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0),
      wrong: wrong?.flat().filter(Boolean).length ?? 0,
    })),
  };
}

export function describe(state) {
  const full = { ...defaults, ...state };
  return describeArrays(full, compute(full).arrays);
}

/** @returns {string} SVG */
export function draw(state, { narrow = false, still = false } = {}) {
  const full = { ...defaults, ...state };
  const numbers = compute(full).arrays;
  const { places, width, height } = arrange(full, numbers, narrow);
  const legend = legendOf(full, places.every(({ numbered }) => numbered));
  return node(
    "svg",
    {
      class: "nn-svg nn-single",
      viewBox: `0 0 ${width} ${height + 26 * legend.length + 8}`,
      role: still ? "img" : "group",
      "aria-label": describe(full),
    },
    full.arrays.map((array, i) => drawArray(array, places[i], numbers[i], full)),
    legend.map(([kind, name], i) => drawLegend(kind, name, 8, height + 18 + 26 * i)),
  );
}

/** What the looks of the cells mean, of those that are there. */
function legendOf({ arrays }, numbered) {
  const has = (role) => arrays.some((array) => array.role === role);
  const wrong = arrays.some((array) => array.wrong?.flat().includes(true));
  return [
    has("yours") && ["yours", "yours"],
    wrong && ["wrong", `yours is wrong here${numbered ? ": the right number stands below it" : ""}`],
    has("truth") && ["truth", "the right numbers"],
  ].filter((entry) => entry !== false);
}

const drawLegend = (kind, name, x, y) =>
  group(
    { class: `nn-a-cell nn-a-${kind}` },
    rect(x, y - 8, 18, 16, { class: "nn-a-box" }),
    kind === "wrong" ? text(x + 9, y + 4.5, "✗", { class: "nn-middle nn-a-cross" }) : "",
    text(x + 28, y + 4.5, escape(name), { class: "nn-caption" }),
  );

export default part({ defaults, draw, describe });
