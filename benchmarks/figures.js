/** What benchmarks/figures.py asks in the page. */

window.nnBench = (() => {
  const figures = () => [...document.querySelectorAll("figure.nn-figure")];

  /** Up to six sliders and handles of a figure; if it has none, its other controls. */
  function targetsOf(i) {
    const find = (selector) => [...figures()[i].querySelectorAll(selector)].filter((found) => found.checkVisibility());
    const moved = find('.nn-root :is(input[type="range"], [data-handle])');
    const usable = moved.length ? moved : find(".nn-controls :is(input:checked, button)");
    const spread = Math.max(1, Math.floor(usable.length / 6));
    return usable.filter((_, k) => k % spread === 0).slice(0, 6);
  }

  let key = 0; // the time stamp of the key that is being answered
  const [drawn, shown] = [[], []];
  addEventListener("keydown", (event) => ((key = event.timeStamp), (changed = false)), true);

  let changed = false; // has anything been drawn since?
  const observer = new MutationObserver(() => (changed = true));

  /** After the part's own listeners, and so after its drawing, which is a microtask of theirs. */
  function answered() {
    if (!key || !changed) return;
    changed = false;
    const begin = key;
    key = 0;
    drawn.push(performance.now() - begin);
    requestAnimationFrame(() => setTimeout(() => shown.push(performance.now() - begin)));
  }

  async function start() {
    document.querySelectorAll(".predict-veil > button").forEach((veil) => veil.click());
    for (const figure of figures()) {
      figure.scrollIntoView({ block: "center" });
      while (!figure.dataset.live) await new Promise(requestAnimationFrame);
      const root = figure.querySelector(".nn-root");
      observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
      root.addEventListener("input", answered);
      root.addEventListener("click", answered);
      root.addEventListener("keydown", ({ target }) => target.closest("[data-handle]") && answered());
    }
    return figures().length;
  }

  /** -> what it is that has the focus now */
  function focus(i, nth) {
    const targets = targetsOf(i);
    const target = targets[nth % targets.length];
    if (target !== document.activeElement) {
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
    }
    return target.matches("button") ? "button" : "other";
  }

  /** The part of anywidget's model that figures use. */
  function modelOf(state) {
    const events = new EventTarget();
    return {
      get: (name) => state[name],
      set(name, value) {
        if (state[name] === value) return;
        state[name] = value;
        events.dispatchEvent(new Event("change"));
      },
      on: (type, listener) => events.addEventListener(type, listener),
      off: (type, listener) => events.removeEventListener(type, listener),
      save_changes() {},
    };
  }

  const load = (source) => import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

  /** Runs the playground. -> pictures a second, and ms of work for each */
  async function frames(source, state, seconds) {
    const next = requestAnimationFrame;
    let [count, work] = [0, 0];
    window.requestAnimationFrame = (action) =>
      next((now) => {
        const begin = performance.now();
        action(now);
        work += performance.now() - begin;
        count++;
      });
    const el = document.body.appendChild(document.createElement("div"));
    const end = (await load(source)).default.render({ model: modelOf({ ...state }), el });
    await wait(0.5);
    el.querySelector(".nn-run").click();
    await wait(0.5);
    [count, work] = [0, 0];
    const begin = performance.now();
    await wait(seconds);
    const rate = (1000 * count) / (performance.now() - begin);
    window.requestAnimationFrame = next;
    end();
    el.remove();
    return { rate, work: work / count };
  }

  /** ConvNetJS's network with our weights, and its training step on all points. */
  function peerOf(session, { lr, momentum }) {
    const { sizes, weights, biases } = session.net;
    const hidden = sizes.slice(1, -1).map((units) => ({ type: "fc", num_neurons: units, activation: "tanh" }));
    const net = new convnetjs.Net();
    net.makeLayers([
      { type: "input", out_sx: 1, out_sy: 1, out_depth: sizes[0] }, ...hidden, { type: "softmax", num_classes: sizes.at(-1) },
    ]);
    const full = net.layers.filter((layer) => layer.layer_type === "fc");
    full.forEach((layer, l) => {
      layer.filters.forEach((filter, j) => filter.w.forEach((_, i) => (filter.w[i] = weights[l][j * sizes[l] + i])));
      layer.biases.w.forEach((_, j) => (layer.biases.w[j] = biases[l][j]));
    });
    const { x, target, n } = session.train;
    const inputs = Array.from({ length: n }, (_, row) => new convnetjs.Vol([x[2 * row], x[2 * row + 1]]));
    const trainer = new convnetjs.Trainer(net, { method: "sgd", learning_rate: lr, momentum, batch_size: n, l2_decay: 0 });
    const step = () => inputs.forEach((input, row) => trainer.train(input, target[row]));
    const parameters = () => full.flatMap((layer) => [...layer.filters.flatMap(({ w }) => [...w]), ...layer.biases.w]);
    return { step, parameters };
  }

  /** Steps a second of `action(count)`, for a tenth of a second. */
  function rateOf(action, count) {
    const begin = performance.now();
    let done = 0;
    while (performance.now() - begin < 100) (action(count), (done += count));
    return (1000 * done) / (performance.now() - begin);
  }

  /** The same training by both, first checked, then in turn. -> steps a second, each one's best turn */
  async function steps(source, state) {
    const checked = 20;
    const course = { lr: 0.1, momentum: 0.9 };
    const { trainer } = await load(source);
    const { session, run } = trainer({ ...state, ...course });
    const peer = peerOf(session, course);
    run(checked);
    for (let k = 0; k < checked; k++) peer.step();
    const theirs = peer.parameters();
    const apart = Math.max(...session.net.parameters.map((value, k) => Math.abs(value - theirs[k])));
    if (!(apart < 1e-9)) throw new Error(`the two networks differ by ${apart} after ${checked} steps`);
    const turns = Array.from({ length: 20 }, () => [rateOf(run, 50), rateOf(() => peer.step(), 1)]);
    const [best, theirBest] = [0, 1].map((which) => Math.max(...turns.map((turn) => turn[which])));
    return { ours: best, peer: theirBest, apart, checked };
  }

  return {
    start, focus, frames, steps,
    targets: (i) => targetsOf(i).length,
    key: (i) => figures()[i].dataset.key,
    clear: () => (drawn.length = shown.length = 0),
    times: () => ({ drawn, shown }),
  };
})();
