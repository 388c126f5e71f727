/** What a descent has come to, in words, and its last step as a formula. */

import { fenced, lines, math, mi, mn, mo, mrow, msqrt, msub, mfrac, msup, strut } from "../core/mathml.js";
import { format } from "../core/numbers.js";
import { OPTIMIZERS } from "./optimizers.js";
import { SURFACES } from "./surfaces.js";

/** Two decimals, but large and small numbers as powers of ten. */
export function readable(value, digits = 2) {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 10 ** -digits / 2)) {
    const [lead, power] = value.toExponential(1).split("e");
    return `${lead.replace("-", "−")}·10${superscript(Number(power))}`;
  }
  return format(value, digits);
}
const superscript = (power) =>
  [...String(power)].map((digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])).join("");

/** A, B, C, D: the minima from the lowest up. */
export const letter = (index) => "ABCD"[index];

const pair = ([a, b]) => `(${readable(a)}, ${readable(b)})`;

/** On a quadratic surface steps overshoot ever further when η times the largest curvature is above 2 (1 + β). */
function limitOf({ surface, optimizer, momentum, lr }) {
  const { curvature } = SURFACES[surface];
  if (!curvature || optimizer !== "sgd") return "";
  const [product, limit] = [lr * curvature, 2 * (1 + momentum)];
  const [sign, what] = Math.abs(product - limit) < 1e-9 ? ["=", "it swings for ever, by as much each time."]
    : product > limit ? [">", "every step overshoots by more than the one before."] : ["<", "the steps shrink."];
  return ` Here η times the steepest curvature is ${format(lr)} · ${curvature} = ${format(product)} ${sign} `
    + format(limit)
    + `${momentum ? " = 2(1 + β)" : ""}: ${what}`;
}

function swings({ points }) {
  const recent = points.slice(-8);
  const turns = recent.slice(2).filter((point, i) =>
    [0, 1].some((k) => (point[k] - recent[i + 1][k]) * (recent[i + 1][k] - recent[i][k]) < -1e-6));
  return turns.length >= 4;
}

const lowest = ({ minima, end }) => end === 0 || Math.abs(minima[end].value - minima[0].value) < 1e-9;

/** @param {any} state @param {any} numbers of compute @returns {string} */
export function tell(state, numbers) {
  const { values, gradients, points, minima, end, diverged } = numbers;
  const many = state.many ? ` ${share(numbers)}` : "";
  const limit = limitOf(state);
  if (diverged != null) {
    return `Diverged: at step ${diverged} the loss is beyond the largest number. Try a smaller η.${limit}${many}`;
  }
  const [first, value] = [values[0], values.at(-1)];
  const slope = Math.hypot(...gradients.at(-1));
  const at = `After ${state.steps} steps at ${pair(points.at(-1))}, loss ${readable(value, 3)}.`;
  if (value > 10 * Math.max(first, 1)) {
    return `Diverging: the loss has grown from ${readable(first)} to ${readable(value)}. `
      + `Try a smaller η.${limit}${many}`;
  }
  if (end >= 0 && !lowest(numbers) && slope < 0.05) {
    const lower = readable(value - minima[0].value);
    return `${at} Stuck in valley ${letter(end)}: the gradient is nearly 0, though valley A lies ${lower} lower. `
      + `A local optimum.${many}`;
  }
  if (slope < 0.01 && end < 0)
    return `${at} The gradient is nearly 0, but this is no minimum: a saddle. A little to the side of here it goes on down.${many}`;
  const valley = minima.length > 1 ? `, in valley ${letter(end)}` : "";
  if (slope < 0.01) return `${at} Arrived: the gradient is nearly 0${valley}.${many}`;
  if (swings(numbers)) {
    return `${at} It swings from side to side: along the steep direction each step goes too far and the next comes `
      + `back.${limit}${many}`;
  }
  return `${at} The gradient is ${pair(gradients.at(-1))}; the step goes against it.${many}`;
}

function share({ counts, minima, basins }) {
  const percent = (count) => `${Math.round((100 * count) / basins.length)} %`;
  const named = minima.map((_, i) => `${percent(counts[i])} in ${letter(i)}`);
  const rest = [[counts.at(-2), "nowhere yet"], [counts.at(-1), "diverged"]].filter(([count]) => count > 0);
  const others = rest.map(([count, name]) => `${percent(Number(count))} ${name}`);
  return `Of ${basins.length} starts end ${[...named, ...others].join(", ")}.`;
}

/** A letter that stands for both weights at once is bold, as in the chapter's equations. */
const vector = (name) => mi(name, { mathvariant: "normal", class: "nn-d-vector" });
const gradient = mrow([mo("∇"), mi("L")]);
const rate = (value) => mn(String(+value.toFixed(4)));
const squared = msup(fenced(gradient), mn("2"));
const decay = (name, by, added) => [vector(name), mrow([mo("←"), rate(by), vector(name), mo("+"), added])];
const quotient = (above, inside) => mfrac(above, mrow([msqrt(inside), mo("+"), mi("ε")]));

/** The direction that is subtracted η times, and below it a row for each memory it uses. */
const RULES = {
  sgd: ({ momentum }) => (momentum ? [vector("v"), decay("v", momentum, gradient)] : [gradient]),
  rmsprop: ({ momentum }) => [
    ...(momentum
      ? [vector("v"), decay("v", momentum, quotient(gradient, vector("s")))]
      : [quotient(gradient, vector("s"))]),
    decay("s", 0.99, mrow([mn("0.01"), squared])),
  ],
  adam: () => [
    quotient(vector("m̂"), vector("ŝ")),
    decay("m", 0.9, mrow([mn("0.1"), gradient])),
    decay("s", 0.999, mrow([mn("0.001"), squared])),
  ],
};

const HIGH = strut("1em", "0.5em"); // as high as with brackets and powers
const numeral = (value) => (value < 0 ? fenced(mn(readable(value, 3))) : mn(readable(value, 3)));

/** The rule, and the last step of each weight with its numbers. @param {any} state @param {any} numbers */
export function formula(state, { points, directions }) {
  const [direction, ...memories] = RULES[state.optimizer](state);
  const t = points.length - 1;
  const d = directions[t - 1];
  const weight = (i) => msub(mi("w"), mn(String(i + 1)), { nn: `w${i + 1}` });
  const row = (i) => [weight(i), t < 1 || !d
    ? mrow([HIGH, mo("="), mn(readable(points[0][i], 3))])
    : mrow([HIGH, mo("="), numeral(points[t - 1][i]), mo("−"), mn(format(state.lr), { nn: "η" }), mo("·"),
      numeral(d[i]), mo("="), mn(readable(points[t][i], 3))])];
  return math(lines([
    [vector("w"), mrow([mo("←"), vector("w"), mo("−"), mi("η", { nn: "η" }), vector("d")])],
    [vector("d"), mrow([strut("1.3em", "0.8em"), mo("="), direction])],
    ...memories,
    row(0),
    row(1),
  ]));
}

/** @param {any} state @param {any} numbers @returns {string} the figure in one sentence */
export function sentence(state, { values, points, diverged }) {
  const { title } = SURFACES[state.surface];
  const done = diverged == null
    ? `is at w1 ${readable(points.at(-1)[0])}, w2 ${readable(points.at(-1)[1])} `
      + `with the loss ${readable(values.at(-1), 3)}`
    : `has diverged at step ${diverged}`;
  return `${OPTIMIZERS[state.optimizer].title} with learning rate ${format(state.lr)} on the surface ${title}: `
    + `after ${state.steps} steps it ${done}.`;
}
