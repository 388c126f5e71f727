/** Logits as bars with a grip at each end; probabilities as bars. */

import { border, ticks } from "../core/frame.js";
import { grip } from "../core/grip.js";
import { format } from "../core/numbers.js";
import { group, line, rect, symbol, text } from "../core/svg.js";
import { knob } from "../curves/knob.js";

const HALF = 0.27; // of a bar's width, where neighbours are 1 apart

/** A logit's or a probability's symbol, which lights with the others of its name. */
export const name = (letters, x, y, align = "nn-middle") =>
  text(x, y, symbol(letters), { class: `nn-axis ${align}`, "data-nn": letters });

/** Grid, the values' ticks, the classes' names and a title above. */
const backdrop = (f, letter, title, count) =>
  rect(f.left, f.top, f.width, f.height, { class: "nn-paper" })
  + group(
    { class: "nn-axes", "aria-hidden": "true" },
    ticks(f.ylim[0], f.ylim[1], 5).map((v) =>
      line(f.left, f.y(v), f.left + f.width, f.y(v), { class: v === 0 ? "nn-zero-line" : "nn-grid" })
      + text(f.left - 7, f.y(v) + 4, format(v, f.ylim[1] > 2 ? 0 : 1), { class: "nn-tick nn-end" })),
    Array.from({ length: count }, (_, i) => name(`${letter}${i + 1}`, f.x(i + 1), f.top + f.height + 19)),
    text(f.left, f.top - 13, title, { class: "nn-caption" }),
  )
  + border(f);

const bar = (f, i, value, kind) => {
  const [from, to] = [f.y(0), f.y(value)].sort((a, b) => a - b);
  const left = f.x(i + 1 - HALF);
  return rect(left, from, f.x(i + 1 + HALF) - left, to - from, { class: `nn-fill ${kind}` });
};

/** The number of a bar, beyond its end. */
const number = (f, i, value, away) =>
  text(f.x(i + 1), f.y(value) + away, format(value), { class: "nn-number nn-middle nn-halo" });

const z = symbol("z");

/**
 * @typedef {import("../core/frame.js").Frame} Frame
 * @typedef {import("./compute.js").State} State
 * @typedef {import("./compute.js").Numbers} Numbers
 */

/** @param {Frame} f @param {State} state @param {Numbers} numbers @param {boolean} still */
export const drawLogits = (f, { shift, selected }, { logits }, still) =>
  group(
    { "data-plane": "logits" },
    backdrop(f, "z", shift === 0 ? `logits ${z}: drag them` : `logits ${z} + ${symbol("c")}`, logits.length),
    logits.map((value, i) => bar(f, i, value, `nn-logit${i === selected ? " nn-chosen" : ""}`)),
    logits.map((value, i) => drawGrip(f, i, value, still) + number(f, i, value, value < 0 ? 34 : -22)),
  );

const drawGrip = (f, i, value, still) =>
  grip(
    { name: `z${i + 1}`, x: f.x(i + 1), y: f.y(value), label: `logit z${i + 1}`, value: format(value), still },
    knob(`z${i + 1}`, { upright: true }),
  );

/** @param {Frame} f @param {State} state @param {Numbers} numbers */
export const drawProbabilities = (f, { selected }, { probabilities }) =>
  group(
    {},
    backdrop(f, "a", `probabilities ${symbol("a")} = softmax, together 1`, probabilities.length),
    probabilities.map((a, i) =>
      group(
        { class: "nn-share", "data-nn": `a${i + 1}` },
        bar(f, i, a, `nn-probability${i === selected ? " nn-chosen" : ""}`),
        number(f, i, a, -6),
      )),
  );

/** A key's little square. */
export const swatch = (x, y, kind, meaning) =>
  rect(x, y - 10, 14, 14, { class: kind }) + text(x + 20, y + 1.5, meaning, { class: "nn-caption" });
