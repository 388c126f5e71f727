import assert from "node:assert/strict";
import { test } from "node:test";

import { expOfNegative, tanh as fillTanh } from "../../nnkit/figures/src/core/net/exponential.js";
import { encode } from "../../nnkit/figures/src/core/url.js";
import { askedFor } from "../../nnkit/figures/src/playground/address.js";
import { drawCurves } from "../../nnkit/figures/src/playground/curves.js";
import { DATASETS, generate, isTest } from "../../nnkit/figures/src/playground/data.js";
import { createHistory } from "../../nnkit/figures/src/playground/history.js";
import { edgeAt, edgesOf, layoutOf } from "../../nnkit/figures/src/playground/network.js";
import { readPoints, writePoints } from "../../nnkit/figures/src/playground/paste.js";
import { PRESETS, applyPreset, scoreOf } from "../../nnkit/figures/src/playground/presets.js";
import { createRunner } from "../../nnkit/figures/src/playground/runner.js";
import { isSane } from "../../nnkit/figures/src/playground/sane.js";
import { accuracyOf, createSession, stepsAtOnce } from "../../nnkit/figures/src/playground/session.js";
import { dataControls, defaults, settle, trainingControls, unitControls } from "../../nnkit/figures/src/playground/settings.js";
import { viewOf } from "../../nnkit/figures/src/playground/still.js";
import { createStore } from "../../nnkit/figures/src/playground/store.js";
import { helpControls, toolControls } from "../../nnkit/figures/src/playground/tools.js";
import { big, remarkOf } from "../../nnkit/figures/src/playground/words.js";

const stateOf = (changes) => ({ ...defaults, ...changes });
const sessionFor = (changes) => createSession(stateOf(changes));
const recipe = { ...defaults, noise: 0, count: 120 };

test("every data set has its labels, inside the plane, and the share for the test", () => {
  for (const [dataset, { labels }] of Object.entries(DATASETS)) {
    for (const classes of [2, 3, 4]) {
      const points = generate({ ...recipe, dataset, classes });
      const found = new Set(points.map(([, , label]) => label));
      assert.equal(found.size, labels ?? classes, dataset);
      assert.ok(points.every(([x1, x2]) => Math.abs(x1) <= 1.5 && Math.abs(x2) <= 1.5));
      const share = points.filter((row) => row[3]).length / points.length;
      assert.ok(Math.abs(share - 0.3) < 0.03, `${dataset} ${share}`);
    }
  }
});

test("without noise the points lie where nnkit.data puts them", () => {
  for (const [x1, x2, label] of generate({ ...recipe, dataset: "circles" })) {
    assert.ok(Math.abs(Math.hypot(x1, x2) - (label ? 0.5 : 1)) < 0.002);
  }
  for (const [x1, x2, label] of generate({ ...recipe, dataset: "moons" })) {
    const [u, v] = [x1 / 0.8 + 0.5 - label, x2 / 0.8 + 0.25 - label / 2];
    assert.ok(Math.abs(Math.hypot(u, v) - 1) < 0.003 && (label ? v < 0.01 : v > -0.01));
  }
  for (const [x1, x2, label] of generate({ ...recipe, dataset: "xor" })) assert.equal(label, Number(x1 * x2 < 0));
});

test("the quick exp and tanh are exact to a few units of the last digit, at the extremes too", () => {
  const off = (found, wanted) => Math.abs(found / wanted - 1);
  const tanh = (z) => {
    const a = new Float64Array(1);
    fillTanh(Float64Array.of(z), a, 1);
    return a[0];
  };
  for (let k = 1; k < 20000; k++) {
    assert.ok(off(expOfNegative(-k / 300), Math.exp(-k / 300)) < 2e-14, `exp −${k / 300}`);
    assert.ok(off(tanh(k / 900), Math.tanh(k / 900)) < 2e-15 && tanh(-k / 900) === -tanh(k / 900), `tanh ${k / 900}`);
  }
  assert.deepEqual([0, -1e-320, -699, -1e4, -Infinity, NaN].map(expOfNegative), [1, 1, expOfNegative(-699), 0, 0, NaN]);
  assert.ok(off(expOfNegative(-699), Math.exp(-699)) < 1e-12);
  assert.deepEqual([0, 1e-300, 1000, -Infinity, NaN].map(tanh), [0, 1e-300, 1, -1, NaN]);
});

test("the same seed gives the same points, another seed others", () => {
  assert.deepEqual(generate(recipe), generate(recipe));
  assert.notDeepEqual(generate(recipe), generate({ ...recipe, seed: 2 }));
});

test("which point is kept for the test is said by its row, else by its place", () => {
  assert.equal(isTest([0, 0, 1, 1], 0, 0), true);
  assert.equal(isTest([0, 0, 1], 0, 0.9), false);
  assert.equal(Array.from({ length: 1000 }, (_, i) => isTest([], i, 0.25)).filter(Boolean).length, 250);
});

test("a replay of the same steps ends with the same weights, whatever was trained before", () => {
  const session = sessionFor({ step: 60 });
  const first = [...session.net.parameters];
  session.run(40);
  session.update(stateOf({ step: 0 }));
  assert.equal(session.step, 0);
  session.update(stateOf({ step: 60 }));
  assert.deepEqual([...session.net.parameters], first);
});

test("a change of the learning rate keeps the weights, a change of the layers begins anew", () => {
  const session = sessionFor({});
  session.run(20);
  const before = [...session.net.parameters];
  session.update(stateOf({ lr: 0.3 }));
  assert.deepEqual([...session.net.parameters], before);
  assert.equal(session.replayable, false);
  session.update(stateOf({ lr: 0.3, hidden: [3] }));
  assert.deepEqual([session.step, session.net.sizes], [0, [2, 3, 1]]);
});

test("what a run has saved is not taken for new weights", () => {
  const session = sessionFor({});
  session.run(20);
  session.update({ ...stateOf({}), ...structuredClone(session.save()) });
  assert.equal(session.step, 20);
  session.run(1);
  assert.equal(session.step, 21);
});

test("a loss that overflows stops the run at its step, and the last finite weights come back", () => {
  const session = sessionFor(applyPreset("rate"));
  session.run(500);
  assert.ok(session.trouble.step > session.trouble.back);
  assert.ok(session.net.parameters.every(Number.isFinite));
  assert.equal(session.run(1), 0);
  const { text, tone } = remarkOf({ state: stateOf(applyPreset("rate")), session });
  assert.match(text, new RegExp(`at step ${session.trouble.step} the loss was`));
  assert.match(text, /smaller learning rate, say 1[, ]/);
  assert.equal(tone, "wrong");
});

test("a dead layer is told", () => {
  const state = stateOf({ ...applyPreset("rate"), activation: "relu" });
  const session = createSession(state);
  session.run(100);
  assert.match(remarkOf({ state, session }).text, /A whole layer of ReLU units is dead/);
});

test("equal weights are told", () => {
  const state = stateOf(applyPreset("zero"));
  const session = createSession(state);
  session.run(100);
  assert.match(remarkOf({ state, session }).text, /All units of layer 1 are the same/);
});

const reached = (name, changes, steps) => {
  const state = stateOf({ ...applyPreset(name), ...changes });
  const session = createSession(state);
  for (let k = 0; k < steps; k += 10) {
    session.run(10);
    if (scoreOf(state, session.measured, accuracyOf(session.measured), session.step).reached) return true;
  }
  return false;
};

/** What the case's text asks the reader to find. */
const FOUND = {
  logistic: {}, perceptron: {}, moons: {}, spirals: {},
  xor: { hidden: [4] }, linear: { activation: "tanh" }, overfit: { weight_decay: 0.03 },
  rate: { lr: 0.1 }, zero: { start: "random" },
};

test("each case's goal can be reached, and where something must be changed only then", () => {
  for (const [name, changes] of Object.entries(FOUND)) {
    assert.ok(reached(name, changes, 3000), `${name} does not reach its goal`);
    if (Object.keys(changes).length) assert.ok(!reached(name, {}, 1000), `${name} reaches its goal untouched`);
  }
  assert.deepEqual(Object.keys(FOUND).sort(), Object.keys(PRESETS).sort());
});

test("a weight's slider reaches as far as the weight", () => {
  const [near, far, bias] = unitControls(stateOf({ hidden: [1], parameters: [-4.9, 7.3, -120, 0, 0], unit: [1, 0] }));
  assert.deepEqual([near, far, bias].map(({ min, max, step }) => [min, max, step]), [
    [-5, 5, 0.05], [-10, 10, 0.1], [-200, 200, 2],
  ]);
});

test("a network of another form has neither weights nor steps", () => {
  const state = stateOf({ parameters: [1], step: 5 });
  assert.deepEqual(settle(state, { lr: 1 }), { lr: 1 });
  assert.deepEqual(settle(state, { hidden: [2] }), { hidden: [2], parameters: [], step: 0, losses: [] });
});

test("another data set is another task in the usual plane; own points go on with the weights", () => {
  const { change } = dataControls(defaults).find(({ name }) => name === "dataset");
  const trained = stateOf({ parameters: [1], step: 5, losses: [[0, 1, 1]], limit: 200 });
  const { parameters, step, losses, limit } = change(trained, "moons");
  assert.deepEqual({ parameters, step, losses, limit }, { parameters: [], step: 0, losses: [], limit: 1.5 });
  assert.ok(!("parameters" in change(trained, "own")));
  const erased = toolControls(defaults).find(({ label }) => label === "Erase all").act();
  assert.equal(erased.share, 0);
  assert.equal(change({ ...defaults, ...erased }, "moons").share, 0.3);
});

test("large inputs and scaled steps are told before anyone wonders", () => {
  const told = (changes) => remarkOf(viewOf(stateOf(changes))).text;
  assert.match(told({ limit: 200 }), /Standardise/);
  assert.match(told({ optimizer: "rmsprop" }), /RMSprop and Adam/);
  assert.equal(told({ optimizer: "rmsprop", lr: 0.01 }), "");
  assert.equal(told({ optimizer: "adam" }), "");
  assert.match(told({ dataset: "moons", classes: 3 }), /There are two moons/);
  assert.equal(told({ dataset: "moons" }) + told({ dataset: "blobs", classes: 4 }), "");
  assert.equal(big(3e111), "3 · 10¹¹¹");
});

test("an address brings back other numbers of units, single weights and points that moved", () => {
  const points = [[0, 0, 0, 0], [1, 1, 1, 0]];
  const start = stateOf({ dataset: "own", points });
  const asked = (changes) => {
    const text = encode({ ...start, ...changes }, start);
    assert.deepEqual(askedFor("net", start, `?net=${text}`), changes, text);
  };
  for (const hidden of [[12, 8], [6, 3], [], [1, 1, 1, 1]]) asked({ hidden });
  asked({ points: [[0, 0, 0, 0], [1, 0.5, 1, 0]] });
  asked({ points: [[0, 0, 0, 0]], hidden: [], parameters: [1, 2.5, 0], losses: [[0, 0.7, null]] });
  asked({ unit: [2, 1] });
});

test("what an address asks for is checked", () => {
  assert.ok(isSane(defaults) && isSane(stateOf({ unit: [2, 1], points: [[0, 0, 1, 0]], hidden: [16, 2] })));
  const strange = [
    { hidden: [17] }, { hidden: [0] }, { hidden: [2, 2, 2, 2, 2] }, { count: 1e9 }, { classes: 2.5 }, { dataset: "x" },
    { points: [[0, 0, 2, 0]] }, { points: [[0, 0]] }, { parameters: [NaN] }, { unit: [3, 5] }, { plot: [1] }, { lr: 0 },
    { preset: "constructor" }, { hidden: Array(1e6).fill(1) }, { points: Array(2001).fill([0, 0, 0, 0]) }, { count: 1e7 },
    { label: 2 }, { parameters: [1] }, { losses: [[0, Infinity, null]] }, { losses: Array(1001).fill([0, 1, 1]) },
    { lr: Infinity }, { batch: 1e7 },
  ];
  for (const changes of strange) assert.ok(!isSane(stateOf(changes)), JSON.stringify(changes));
});

test("an address starts no run and says nothing in the page's name", () => {
  const text = encode({ ...defaults, running: true, status: "All solved", accuracy: 1, lr: 0.3 }, defaults);
  assert.deepEqual(askedFor("net", defaults, `?net=${text}`), { lr: 0.3 });
});

test("a large network's steps are not all taken before it is shown", () => {
  const large = { hidden: [16, 16, 16, 16], count: 2000, batch: 0, step: 5000 };
  const { net, train } = createSession(stateOf({ ...large, step: 0 }));
  const most = stepsAtOnce({ net, train }, 0);
  assert.ok(most > 50 && most * train.n * net.parameters.length < 4e8);
  assert.equal(createSession(stateOf(large)).step, most);
  assert.equal(createSession(stateOf({ step: 400 })).step, 400);
});

test("a setting that was summed up by someone's slider is shown without its dust", () => {
  const state = stateOf({ lr: 0.41000000000000003, weight_decay: 0.30000000000000004, batch: 0, speed: 1.1 + 2.2 });
  const drawn = drawCurves({ state, session: createSession(state) });
  assert.match(drawn, />SGD, η = 0.41, momentum 0.90, decay 0.3<.*>all points at once, 3.3 steps a frame</s);
  const rates = trainingControls(state).find(({ name }) => name === "lr").options;
  assert.deepEqual(rates.find(([value]) => value === state.lr), [state.lr, "0.41"]);
  const session = createSession(stateOf({ ...applyPreset("rate"), lr: 10 + 1e-12 }));
  session.run(500);
  assert.match(remarkOf({ state: stateOf({ ...applyPreset("rate"), lr: 10 + 1e-12 }), session }).text, /rate of 10 each/);
});

test("points are read with any separator, a heading, and words for labels", () => {
  assert.deepEqual(readPoints("x1,x2,y\n1, 2, 0\n-1.5;0;1\n3\t4\t1\n").points, [[1, 2, 0], [-1.5, 0, 1], [3, 4, 1]]);
  const words = readPoints("1 2 cat\n2 1 dog\n0 0 cat");
  assert.deepEqual(words.points.map((row) => row[2]), [0, 1, 0]);
  assert.match(words.said, /2 of class 0 \(cat\)/);
  assert.equal(readPoints("120 -3 0").limit, 150);
  assert.deepEqual(readPoints("0,5;-1,25;1\n1,5\t2\t0").points, [[0.5, -1.25, 1], [1.5, 2, 0]]);
  assert.deepEqual(readPoints(writePoints([[0.5, -1, 2]])).points, [[0.5, -1, 2]]);
});

test("large inputs are standardised by a button, and what the rows say beside stays", () => {
  const state = stateOf({ dataset: "own", points: [[170, 60, 0, 0], [190, 60, 1, 1]], limit: 200, step: 9 });
  const [{ label, act }] = helpControls(viewOf(state));
  assert.equal(label, "Standardise the points");
  const changes = act(state);
  assert.deepEqual(changes.points, [[-1, 0, 0, 0], [1, 0, 1, 1]]);
  assert.deepEqual([changes.limit, changes.dataset, changes.step], [1, "own", 0]);
  assert.deepEqual(helpControls(viewOf({ ...state, ...changes })), []);
});

test("points that cannot be read are refused with their line", () => {
  assert.throws(() => readPoints(" \n"), /no row yet/);
  assert.throws(() => readPoints("1,2,0\n1,2"), /Line 2: it has 2 values/);
  assert.throws(() => readPoints("1,2,0\n1,zwei,0"), /Line 2: x2 is “zwei”, which is not a number/);
  assert.throws(() => readPoints("1,2,0\n1,2,4"), /Line 2: the label “4” is one too many/);
  assert.throws(() => readPoints("1 2 a\n1 2 b\n1 2 c\n1 2 d\n1 2 e"), /Line 5: the label “e”/);
});

test("the class at hand is nothing to undo, and stays one that there is", () => {
  const state = { ...defaults };
  const model = { get: (name) => state[name], set: (name, value) => (state[name] = value), save_changes() {} };
  const store = createStore(model);
  store.write({ classes: 4, points: [] });
  store.write({ lr: 1 });
  store.write({ label: 3 });
  store.undo();
  assert.deepEqual([state.lr, state.label], [0.1, 3]);
  store.undo();
  assert.deepEqual([state.classes, state.label], [2, 1]);
});

test("undo and redo, with a drag as one change", () => {
  const history = createHistory();
  history.note({ lr: 1, noise: 0 }, { noise: 0.1 }, 0);
  history.note({ lr: 1, noise: 0.1 }, { noise: 0.2 }, 100);
  history.note({ lr: 1, noise: 0.2 }, { lr: 3 }, 200);
  assert.deepEqual(history.undo(), { lr: 1 });
  assert.deepEqual(history.undo(), { noise: 0 });
  assert.equal(history.undo(), null);
  assert.deepEqual(history.redo(), { noise: 0.2 });
  history.note({ noise: 0.2 }, { noise: 0.3 }, 300);
  assert.equal(history.canRedo(), false);
});

test("an edge is found under the pointer, and none beside it", () => {
  const sizes = [2, 3, 1];
  const edges = edgesOf(sizes, layoutOf(sizes));
  assert.equal(edges.length, 9);
  const { x1, y1, x2, y2 } = edges[1];
  assert.equal(edgeAt(edges, x1 + 0.3 * (x2 - x1), y1 + 0.3 * (y2 - y1)), edges[1]);
  assert.equal(edgeAt(edges, x1, 5), null);
});

test("a run goes on when the figure was out of sight and has come back before anyone was told", () => {
  const [frames, world] = [[], globalThis];
  let [tell, taken] = [(_) => {}, 0];
  Object.assign(world, {
    document: { hidden: false },
    requestAnimationFrame: (action) => frames.push(action),
    cancelAnimationFrame() {},
    IntersectionObserver: class {
      constructor(told) { tell = told; }
      observe() {}
      disconnect() {}
    },
  });
  const runner = createRunner(/** @type {any} */ ({}), { advance: (steps) => (taken += steps), paint() {} });
  runner.start(() => 1);
  tell([{ isIntersecting: false }, { isIntersecting: true }]);
  frames.pop()(0);
  assert.equal(taken, 1);
  tell([{ isIntersecting: true }, { isIntersecting: false }]);
  frames.pop()(1);
  assert.equal(taken, 1);
  runner.disconnect();
});

/** Shares of right test points after 4000 steps from ten starts, the worst first: the chapter's guided experiments. */
const fromTenStarts = (dataset, hidden) =>
  Array.from({ length: 10 }, (_, k) => {
    const session = sessionFor({ dataset, hidden, noise: 0.05, step: 0, weights_seed: k + 1 });
    session.run(4000);
    return Math.round(100 * accuracyOf(session.measured));
  }).sort((a, b) => a - b);

test("the chapter on boundaries says how good the guided experiments get", () => {
  const middle = (shares) => (shares[4] + shares[5]) / 2;
  const [two, three, four] = [[2], [3], [4]].map((hidden) => fromTenStarts("xor", hidden));
  assert.ok(two[9] < 95 && two[0] < 80 && Math.abs(middle(two) - 90) <= 2, `two ${two}`);
  assert.ok(Math.abs(middle(three) - 95) <= 2 && three[0] < 95, `three ${three}`);
  assert.ok(four[0] > 95, `four ${four}`);
  const stripe = fromTenStarts("circles", [2]);
  assert.ok(middle(stripe) === 83 && stripe[9] === 83, `stripe ${stripe}`);
  const deep = [2, 3, 4].map((layers) => fromTenStarts("circles", Array(layers).fill(2)));
  assert.ok(Math.max(...deep.flat()) === 85 && Math.min(...deep.flat()) === 50, `deep ${deep}`);
  const closed = fromTenStarts("circles", [3]);
  assert.ok(closed.filter((share) => share >= 98).length >= 6 && closed[0] === 83, `closed ${closed}`);
});
