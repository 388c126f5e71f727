/** The rule with the numbers of the last look, and the mistakes after each update. */

import { factor, format } from "../core/numbers.js";
import { circle, group, line, named, node, path, symbol, text } from "../core/svg.js";

const TOP = 24;
const ROW = 25;
const WIDTH = 350;
const TIMES = "\u200a·\u200a";

const strong = (content) => node("tspan", { class: "nn-strong" }, content);
/** "1 update", "2 updates" */
export const counted = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;

const plus = (value) => `${value < -0.004 ? "−" : "+"} ${format(Math.abs(value))}`;

export const drawNumbers = (state, numbers) =>
  group({}, numbers.point < 0 ? drawStart(numbers) : drawLook(state, numbers), drawChart(numbers, TOP + ROW * 10.2));

const row = (k, content, attributes = {}) => text(0, TOP + ROW * k, content, { class: "nn-formula", ...attributes });
const title = (k, content) => row(k, content, { class: "nn-caption nn-heading" });

const drawStart = ({ after: [w1, w2, b] }) =>
  title(0, "At the start: no point was looked at")
  + row(1, `${named("w1")} = ${format(w1)}, ${named("w2")} = ${format(w2)}, ${named("b")} = ${format(b)}`);

function drawLook(state, { point, before, z, yhat, after }) {
  const [x1, x2, y] = state.points[point];
  const error = y - yhat;
  const rule = (k, name, i, input) => {
    const change = `${format(state.rate)}${TIMES}(${format(error, 0)})${input == null ? "" : TIMES + factor(input)}`;
    return row(k, `${named(name)} ← ${format(before[i])} + ${change} = ${strong(named(name, format(after[i])))}`);
  };
  const terms = `${format(before[0])}${TIMES}${factor(x1)} ${plus(before[1])}${TIMES}${factor(x2)} ${plus(before[2])}`;
  const verdict = error ? "✗ wrong side" : "✓ right side";
  const place = `(${format(x1)}, ${format(x2)})`;
  const vector = (name) => node("tspan", { class: "nn-symbol nn-strong" }, name);
  const follows = (name, input) => `${name} ← ${name} + ${learning}${input}`;
  const learning = `${named("η", symbol("η"))} (${named("y")} − ${named("yhat")})`;
  return [
    title(0, `Look ${state.looks}: point ${point + 1} of ${state.points.length}, ${vector("x")} = ${place}`),
    row(1, `${named("z")} = ${terms} = ${strong(named("z", format(z)))}`),
    row(2, `${named("yhat")} = step(${named("z")}) = ${strong(yhat)}, true ${named("y")} = ${strong(y)}`
      + `<tspan dx="14" class="nn-strong">${verdict}</tspan>`),
    title(3.5, error ? "The rule: the error times the input" : "The rule: y − ŷ = 0, so nothing changes"),
    row(4.5, `${follows(vector("w"), ` ${vector("x")}`)}, ${follows(named("b"), "")}`),
    rule(5.5, "w1", 0, x1),
    rule(6.5, "w2", 1, x2),
    rule(7.5, "b", 2, null),
  ].join("");
}

/** Misclassified points after each update: it goes up and down on its way to 0, if it gets there. */
function drawChart({ counts, updates, mistakes }, top) {
  const [base, height] = [top + 98, 58];
  const most = Math.max(4, ...counts);
  const shown = counts.slice(-61); // the last sixty updates
  const first = counts.length - shown.length;
  const x = (k) => 24 + (k / Math.max(10, shown.length - 1)) * (WIDTH - 30);
  const y = (count) => base - (count / most) * height;
  const said = `misclassified after ${counted(updates, "update")}`;
  return group(
    { class: "nn-mistakes" },
    text(0, top, mistakes, { class: "nn-big" }),
    text(8 + 14 * String(mistakes).length, top, said, { class: "nn-caption" }),
    line(20, base, WIDTH, base, { class: "nn-zero-line" }),
    text(12, base + 4, "0", { class: "nn-tick nn-end" }),
    text(12, y(most) + 4, most, { class: "nn-tick nn-end" }),
    node("path", { class: "nn-line", d: path(shown.map((count, k) => [x(k), y(count)])) }),
    shown.length < 40 ? shown.map((count, k) => circle(x(k), y(count), 3.5, { class: "nn-bead" })) : "",
    text(x(0), base + 17, first, { class: "nn-tick nn-middle" }),
    text(WIDTH, base + 17, "updates", { class: "nn-tick nn-end" }),
  );
}
