/** The surface from above with the path, and the loss against the step. */

import { region, sample } from "../core/contour.js";
import { axes, border, frame } from "../core/frame.js";
import { circle, group, line, node, path, rect, text, translate } from "../core/svg.js";
import { clamp } from "../core/numbers.js";
import { LIMIT, startAt } from "./compute.js";
import { SURFACES } from "./surfaces.js";
import { letter, readable } from "./words.js";

const LIMITS = [-LIMIT, LIMIT];

/** @param {boolean} narrow */
export const planeFrame = (narrow) =>
  frame({ left: 52, top: 10, width: narrow ? 326 : 356, height: narrow ? 326 : 356, xlim: LIMITS, ylim: LIMITS });

/** An outline with each point told from the one before, in a third fewer letters. Its places are tenths. */
function told(outline) {
  let [x, y] = [0, 0];
  return outline.replace(/([ML])(\S+?) ([\d.]+)/g, (_, pen, toX, toY) => {
    const [dx, dy] = [+(toX - x).toFixed(1), +(toY - y).toFixed(1)];
    [x, y] = [toX, toY];
    return pen === "M" ? `M${x} ${y}` : `l${dx} ${dy}`;
  });
}

const drawn = new Map();

/** Level lines, and shades that grow darker upwards: one outline for both; drawn once for each surface. */
function drawLevels(f, name) {
  if (!drawn.has(name)) {
    const { f: height, levels } = SURFACES[name];
    const grid = sample(f, 61, 61, height);
    const outlines = levels.map((level) => told(region(f, grid, level)));
    drawn.set(name, outlines.map((d) => node("path", { class: "nn-d-level", d })).join(""));
  }
  return drawn.get(name);
}

const kindOf = (end) => (end < 0 ? ["open", "lost"][-1 - end] : end);

/** One path a basin: a bar for starts side by side that end there. */
function drawBasins(f, { basins, minima, side }) {
  const square = f.width / side;
  const bars = new Map();
  for (let k = 0, next = 1; k < basins.length; k = next, next += 1) {
    while (next % side && basins[next] === basins[k]) next += 1;
    const [x, y] = [f.x(startAt(k % side)) - square / 2, f.y(startAt(Math.floor(k / side))) - square / 2];
    const [wide, high] = [((next - k) * square).toFixed(2), square.toFixed(2)];
    bars.set(basins[k], `${bars.get(basins[k]) ?? ""}M${x.toFixed(1)} ${y.toFixed(1)}h${wide}v${high}h-${wide}Z`);
  }
  return [...minima.keys(), -1, -2].map((end) =>
    (bars.has(end) ? node("path", { class: `nn-d-basin nn-d-basin-${kindOf(end)}`, d: bars.get(end) }) : ""));
}

const drawMinima = (f, minima) =>
  minima.map(({ place: [a, b] }, i) =>
    group(
      { class: "nn-d-minimum" },
      line(f.x(a) - 5, f.y(b), f.x(a) + 5, f.y(b)),
      line(f.x(a), f.y(b) - 5, f.x(a), f.y(b) + 5),
      text(f.x(a) + 9, f.y(b) + 17, letter(i), { class: "nn-strong nn-halo" }),
    ));

/** Far outside a path is cut, so that no number becomes too large to draw. */
const inside = (f) => ([a, b]) => [f.x(clamp(a, -60, 60)), f.y(clamp(b, -60, 60))];

/** The dots are one path, too: lines of no length with round ends. Those at the same place are put once. */
function drawPath(f, { points }) {
  const places = points.map(inside(f));
  const dots = places.slice(1, -1).slice(0, 80).map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`);
  return node("path", { class: "nn-d-path", d: path(places) })
    + node("path", { class: "nn-d-dots", d: [...new Set(dots)].join("") })
    + (places.length > 1 ? circle(...places.at(-1), 6, { class: "nn-d-now" }) : "");
}

function drawStart(f, [a, b], still) {
  const given = still ? {} : {
    "data-handle": "start",
    tabindex: 0,
    role: "slider",
    "aria-label": "Start",
    "aria-valuetext": `w1 ${readable(a)}, w2 ${readable(b)}`,
  };
  return group(
    { class: "nn-d-start", transform: translate(f.x(a), f.y(b)), ...given },
    circle(0, 0, 23, { class: "nn-target" }),
    circle(0, 0, 8.5, { class: "nn-d-knob" }),
    text(0, -14, "start", { class: "nn-middle nn-tick nn-halo" }),
  );
}

export function drawPlane(state, numbers, { id, narrow, still }) {
  const [f, wide] = [planeFrame(narrow), planeFrame(false)];
  // A page holds both widths: that one is the other made smaller lets its compression write them once.
  const fit = `${translate(f.left, f.top)} scale(${f.width / wide.width}) ${translate(-f.left, -f.top)}`;
  return group(
    { "data-plane": "surface" },
    node("clipPath", { id: `${id}-clip` }, rect(f.left, f.top, f.width, f.height)),
    rect(f.left, f.top, f.width, f.height, { class: "nn-paper" }),
    group(
      { "clip-path": `url(#${id}-clip)` },
      group({ transform: fit }, state.many ? drawBasins(wide, numbers) : "", drawLevels(wide, state.surface)),
      drawMinima(f, numbers.minima),
      group({ transform: fit }, drawPath(wide, numbers)),
    ),
    axes(f, { xlabel: "w1", ylabel: "w2" }),
    border(f),
    drawStart(f, state.start, still),
  );
}

/** The loss from its lowest possible value up to where it began; what is higher leaves the picture. */
function lossFrame({ values, minima }, { steps }, narrow) {
  const floor = minima[0].value;
  const most = Math.max(values[0], ...values.slice(0, 3).filter((value) => value < 3 * values[0])) || 1;
  const high = most > floor ? most : floor + 1;
  const place = narrow
    ? { left: 52, top: 422, width: 326, height: 150 }
    : { left: 474, top: 26, width: 366, height: 190 };
  const ylim = [floor - 0.04 * (high - floor), high + 0.08 * (high - floor)];
  return frame({ ...place, xlim: [0, Math.max(10, steps)], ylim });
}

export function drawLoss(state, numbers, { id, narrow }) {
  const f = lossFrame(numbers, state, narrow);
  const [low, high] = f.ylim;
  const reach = 3 * (high - low);
  const places = numbers.values.map((value, t) => [f.x(t), f.y(clamp(value, low - reach, high + reach))]);
  return group(
    {},
    node("clipPath", { id: `${id}-loss` }, rect(f.left, f.top - 2, f.width + 8, f.height + 4)),
    rect(f.left, f.top, f.width, f.height, { class: "nn-paper" }),
    axes(f, { xlabel: "step", ylabel: "loss" }),
    line(f.left, f.y(numbers.minima[0].value), f.left + f.width, f.y(numbers.minima[0].value), { class: "nn-d-floor" }),
    border(f),
    group(
      { "clip-path": `url(#${id}-loss)` },
      `<path class="nn-d-path" d="${path(places)}"></path>`,
      places.length ? circle(...places.at(-1), 5, { class: "nn-d-now" }) : "",
    ),
  );
}

/** Four numbers of the last point, and the key to the minima. */
export function drawReadout(state, numbers, { narrow }) {
  const [x, y] = narrow ? [20, 640] : [474, 290];
  const { points, values, gradients, minima, counts, basins } = numbers;
  const slope = gradients.length ? Math.hypot(...gradients.at(-1)) : null;
  const big = (left, value, title) =>
    text(left, y, value, { class: "nn-big nn-d-big" }) + text(left, y + 19, title, { class: "nn-caption" });
  const row = (i, content, kind) => {
    const [left, top] = [x + (i % 2) * 186, y + 48 + Math.floor(i / 2) * 24];
    return rect(left, top - 11, 14, 14, { class: `nn-d-basin ${kind}` })
      + text(left + 22, top + 1, content, { class: "nn-caption" });
  };
  const percent = (i) => `${Math.round((100 * counts[i]) / basins.length)} %`;
  return group(
    { class: "nn-d-readout" },
    big(x, String(points.length - 1), "step"),
    big(x + 70, values.length ? readable(values.at(-1), 3) : "∞", "loss"),
    big(x + 200, slope == null ? "∞" : readable(slope, 3), "length of the gradient"),
    basins.length
      ? [...minima.map((_, i) => row(i, `${letter(i)}: ${percent(i)} of the starts`, `nn-d-basin-${i}`)),
        ...[["open", "not arrived"], ["lost", "diverged"]].flatMap(([kind, title], k) => (counts[minima.length + k]
          ? [row(minima.length + k, `${title}: ${percent(minima.length + k)}`, `nn-d-basin-${kind}`)] : []))]
      : minima.map(({ value }, i) => text(x + (i % 2) * 186, y + 49 + Math.floor(i / 2) * 24,
        `${letter(i)}: ${value - minima[0].value > 1e-9 ? "local minimum" : "lowest"}, ${readable(value)}`, { class: "nn-caption" })),
  );
}

/** @param {boolean} narrow */
export const size = (narrow) => (narrow ? [388, 740] : [850, 412]);
