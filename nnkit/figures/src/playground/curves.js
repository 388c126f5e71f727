/** The losses from step to step: on the points to learn from, and on those kept for the test. */

import { axes, border, frame, roundUp } from "../core/frame.js";
import { clamp, format, tidy } from "../core/numbers.js";
import { group, line, node, path, text, translate } from "../core/svg.js";
import { big } from "./words.js";

export const WIDTH = 400;
export const HEIGHT = 248;

const MOST = 3; // a loss beyond is drawn at the border

/** The frame fits the losses so far. */
function frameOf({ steps, train, test }) {
  const highest = Math.max(0.05, ...train, ...test.filter((loss) => loss != null));
  return frame({
    left: 50, top: 12, width: 340, height: 160, xlim: [0, Math.max(10, steps.at(-1) ?? 0)],
    ylim: [0, Math.min(MOST, roundUp(highest * 1.02))],
  });
}

const curve = (f, steps, losses) =>
  path(steps.map((step, k) => (losses[k] == null ? null : [f.x(step), f.y(clamp(losses[k], ...f.ylim))])));

const short = (loss) => (loss < 1e4 ? format(loss, 3) : big(loss));

/** Each curve's name and last value, one above the other in the upper right corner. */
const key = (f, rows) =>
  rows.map(([name, value, role], k) => group(
    { class: `nn-pg-key nn-pg-${role}`, transform: translate(f.left, f.top + 19 * k) },
    line(178, 18, 204, 18, { class: "nn-pg-curve" }),
    text(212, 22.5, `${name} ${short(value)}`, { class: "nn-caption" })));

const OPTIMIZERS = { sgd: "SGD", rmsprop: "RMSprop", adam: "Adam" };
const SPEEDS = { 0.04: "slowly", 1: "1 step a frame" };

const listed = (...parts) => parts.filter(Boolean).join(", ");

/** How the next steps will go, in two lines: by which rule, on which points. */
function plan({ optimizer, lr, momentum, weight_decay: decay, batch, speed }, { trainCount }) {
  const size = Math.min(batch || trainCount, trainCount);
  const rule = listed(
    `${OPTIMIZERS[optimizer]}, η = ${tidy(lr)}`,
    optimizer !== "adam" && momentum ? `momentum ${format(momentum)}` : "",
    decay ? `decay ${tidy(decay)}` : "",
  );
  return [rule, listed(
    size < trainCount ? `batches of ${size}` : "all points at once",
    SPEEDS[speed] ?? `${tidy(speed)} steps a frame`,
  )];
}

/** @param {import("./types.js").View} view @returns {string} the panel */
export function drawCurves({ state, session: { history, measured } }) {
  const f = frameOf(history);
  const hasTest = measured.test != null;
  return group(
    { class: "nn-pg-curves" },
    axes(f, { xlabel: "step", ylabel: "loss" }),
    border(f),
    node("path", { class: "nn-pg-curve nn-pg-train", d: curve(f, history.steps, history.train) }),
    hasTest ? node("path", { class: "nn-pg-curve nn-pg-test", d: curve(f, history.steps, history.test) }) : "",
    plan(state, measured).map((said, k) =>
      text(f.left + f.width, HEIGHT - 21 + 16 * k, said, { class: "nn-tick nn-end nn-pg-plan" })),
    key(f, [["training", measured.train, "train"], ...(hasTest ? [["test", measured.test, "test"]] : [])]),
  );
}
