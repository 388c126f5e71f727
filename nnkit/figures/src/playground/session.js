/** A training under way: the network, its data and its losses so far, on arrays that stay from step to step. */

import {
  backward, countParameters, countRight, createNet, createRoom, forward, gather, initialise, lossOf, optimizer,
} from "../core/net.js";
import { random } from "../core/random.js";
import { columns, pointsOf } from "./data.js";
import { beginningOf, outputOf, sizesOf } from "./settings.js";

const MOST_KEPT = 120; // losses in the curves; beyond, every second one goes
const KEPT_EVERY = 10; // steps between weights to which one can come back
const MOST_REPLAYED = 5000; // steps of a state that has a step but no parameters
const MOST_WORK = 1e8; // of such steps: examples times parameters, less than a second

/** Settings on which the course of the training depends. */
const COURSE = ["activation", "optimizer", "lr", "momentum", "weight_decay", "batch"];

/** Lists of numbers, or of such lists, with the same values? */
const same = (a, b) =>
  a === b
  || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, i) => same(value, b[i])));

/**
 * @param {import("./types.js").State} state `batches`, if it has them: lists of points, one list a step, over and over
 * @returns {import("./types.js").Session}
 */
export function createSession(state) {
  const session = /** @type {any} */ ({ step: 0, trouble: null, replayable: true, update, run, save });
  /** @type {any[]} */
  let [seen, rooms, order, chance, good] = [];

  /** Follows the settings; what they leave as it is goes on. */
  function update(/** @type {any} */ next) {
    const points = pointsOf(next);
    const before = seen;
    const anew = !before || beginningOf(next) !== before.beginning;
    const moved = !before || !same(points, before.points);
    const given = anew || !same(next.parameters, before.parameters) || next.step !== before.step;
    seen = { ...next, points, beginning: beginningOf(next) };
    if (moved) load(points);
    if (anew) session.net = createNet(sizesOf(next), next.activation, outputOf(next));
    if (anew || moved) rooms = roomsFor(session);
    session.net.activation = next.activation;
    if (given) begin(next);
    else if (next.optimizer !== before.optimizer) newRule();
    Object.assign(session.rule.options, optionsOf(next));
    const turned = !given && (moved || COURSE.some((name) => next[name] !== before[name]));
    if (turned && session.step) session.replayable = false;
    if (turned) measure();
    return session;
  }

  function load(points) {
    session.train = columns(points, 0);
    session.test = columns(points, 1);
    order = Int32Array.from(session.train.target.keys());
  }

  const newRule = () => (session.rule = optimizer(seen.optimizer, session.net.parameters.length, optionsOf(seen)));

  /** The weights that the state has; without any, those of its seed, trained for its steps. */
  function begin(next) {
    const { net } = session;
    const given = next.parameters.length === countParameters(net.sizes);
    chance = random(next.weights_seed + 1);
    order.forEach((_, i) => (order[i] = i));
    newRule();
    if (given) net.parameters.set(next.parameters);
    else if (next.start === "zero") net.parameters.fill(0);
    else initialise(net, random(next.weights_seed).uniform);
    Object.assign(session, { trouble: null, replayable: !given, step: given ? next.step : 0 });
    session.history = historyOf(given ? next.losses : []);
    good = { parameters: new Float64Array(net.parameters.length), step: 0 };
    keep();
    measure();
    if (!session.history.steps.length) record();
    if (!given && next.step) run(Math.min(next.step, stepsAtOnce(session, next.batch)));
  }

  /** The weights now, as the state's own: the next update finds them known. */
  function save() {
    Object.assign(seen, { parameters: [...session.net.parameters], step: session.step });
    const { steps, train, test } = session.history;
    const losses = steps.map((step, k) => [step, train[k], test[k]]);
    const accuracy = accuracyOf(session.measured);
    return { parameters: seen.parameters, step: seen.step, losses, train_loss: session.measured.train,
      test_loss: session.measured.test, accuracy };
  }

  function keep() {
    good.parameters.set(session.net.parameters);
    good.step = session.step;
  }

  /** Takes steps, fewer where the loss stops being finite. -> how many */
  function run(steps) {
    const { net, train } = session;
    if (!train.n || session.trouble) return 0;
    let done = 0;
    for (; done < steps; done++) {
      const n = nextBatch();
      forward(net, rooms.batch, rooms.batch.a[0], n);
      const loss = backward(net, rooms.batch, rooms.labels, n);
      if (!Number.isFinite(loss)) return fail(loss), done;
      if (session.step % KEPT_EVERY === 0) keep();
      session.rule.step(net.parameters, rooms.batch.gradient);
      session.step++;
      if (session.step % session.history.every === 0) record();
    }
    measure();
    if (Number.isFinite(session.measured.train)) keep();
    else fail(session.measured.train);
    return done;
  }

  /** Puts the next batch into its room. -> its size */
  function nextBatch() {
    const { train, step } = session;
    if (seen.batches) return take(seen.batches[step % seen.batches.length]);
    const size = Math.min(seen.batch || train.n, train.n);
    const place = step % Math.ceil(train.n / size);
    if (size === train.n) return take(order);
    if (place === 0) shuffle();
    return take(order.subarray(place * size, (place + 1) * size));
  }

  function take(batch) {
    gather(batch, batch.length, session.train.x, session.train.target, 2, rooms.batch.a[0], rooms.labels);
    return batch.length;
  }

  function shuffle() {
    for (let i = order.length - 1; i > 0; i--) {
      const j = chance.integer(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
  }

  /** The last weights with a finite loss come back, so that there is something to see. */
  function fail(loss) {
    session.trouble = { step: session.step + 1, loss, back: good.step, largest: largest(session.net.parameters) };
    session.net.parameters.set(good.parameters);
    session.step = good.step;
    measure();
  }

  /** Losses and right answers of all points; null where there are none. */
  function measure() {
    const of = ({ x, target, n }, room) => {
      if (!n) return [null, 0];
      forward(session.net, room, x, n);
      return [lossOf(session.net, room, target, n), countRight(session.net, room, target, n)];
    };
    const [train, trainRight] = of(session.train, rooms.train);
    const [test, testRight] = of(session.test, rooms.test);
    session.measured = { train, trainRight, trainCount: session.train.n, test, testRight, testCount: session.test.n };
  }

  function record() {
    measure();
    const { history, step, measured } = session;
    if (!Number.isFinite(measured.train)) return;
    history.steps.push(step);
    history.train.push(short(measured.train));
    history.test.push(short(measured.test));
    if (history.steps.length > MOST_KEPT) thin(history);
  }

  return update(state);
}

/** How many steps a page may be asked to take before it shows anything. */
export const stepsAtOnce = ({ net, train }, batch) => {
  const size = Math.max(1, Math.min(batch || train.n, train.n));
  return Math.min(MOST_REPLAYED, Math.floor(MOST_WORK / (size * net.parameters.length)));
};

/** Rooms for the batches, and for all points at once. */
function roomsFor({ net, train, test }) {
  const room = (n) => createRoom(net, Math.max(1, n));
  const labels = new Int32Array(Math.max(1, train.n));
  return { train: room(train.n), test: room(test.n), batch: room(train.n), labels };
}

const optionsOf = (/** @type {any} */ { lr, momentum, weight_decay: weightDecay }) => ({ lr, momentum, weightDecay });

const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Digits enough for a curve, few enough for an address. */
const short = (loss) => (loss == null ? null : Number(loss.toPrecision(4)));

/** Losses as curves, from rows step, train, test. */
function historyOf(rows) {
  const [steps, train, test] = [0, 1, 2].map((k) => rows.map((row) => row[k]));
  return { every: rows.length > 2 ? Math.max(1, steps[2] - steps[1]) : 1, steps, train, test };
}

/** Every second loss goes, and from now on every second one is not kept. */
function thin(history) {
  history.every *= 2;
  const kept = history.steps.map((step, k) => k === 0 || step % history.every === 0);
  for (const name of ["steps", "train", "test"]) history[name] = history[name].filter((_, i) => kept[i]);
}
/**
 * Right answers as a share of the points that count: the test's, or where there are none all.
 * @param {import("./types.js").Measured} measured
 */
export function accuracyOf({ trainRight, trainCount, testRight, testCount }) {
  if (testCount) return testRight / testCount;
  return trainCount ? trainRight / trainCount : null;
}

/** Beside points and beginning, what decides which weights a state has. */
const DECIDING = [...COURSE, "step", "parameters", "losses", "batches"];

/** @type {{key: string, session: any}} */
let last = { key: "", session: null };

/**
 * The session of a state that only is to be drawn; the last one is kept.
 * @param {import("./types.js").State} state @returns {import("./types.js").Session}
 */
export function sessionOf(state) {
  const key = JSON.stringify([pointsOf(state), beginningOf(state), DECIDING.map((name) => state[name])]);
  if (key !== last.key) last = { key, session: createSession(state) };
  return last.session;
}
