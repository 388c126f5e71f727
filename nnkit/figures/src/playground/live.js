/** The life of the playground: settings and hands -> session -> canvases, controls, words. */

import { drawBar, liveBar } from "../core/bar.js";
import { liveHandles } from "../core/handles.js";
import { linkNames } from "../core/link.js";
import { keepFocus } from "../core/morph.js";
import { livePanel } from "../core/panel.js";
import { addressOf, askedFor } from "./address.js";
import { codeOf } from "./code.js";
import { drawCurves } from "./curves.js";
import { pointsOf } from "./data.js";
import { createHistory } from "./history.js";
import { drawNetwork } from "./network.js";
import { createPainter } from "./painter.js";
import { drawLivePlane } from "./plane.js";
import { handles, liveHover, livePoints, liveUnits } from "./pointer.js";
import { createRunner } from "./runner.js";
import { createSession } from "./session.js";
import { defaults, settle, sizesOf } from "./settings.js";
import { LISTS, drawFrame, drawScore, liveSvg } from "./still.js";
import { liveText } from "./text.js";
import { describeView, remarkOf, tellOf } from "./words.js";
import { drawWarpedFrame } from "./warped.js";

const REST = 700; // ms of rest before the state is spoken and put into the address
const PUBLISHED = 500; // ms between the weights that others see while it runs

const newId = () => `nn-${Math.random().toString(36).slice(2, 10)}`;
const CANVASES = { network: ["network"], plane: ["surface", "ink"], curves: [], warped: ["warped"] };
const liveDrawing = (name) =>
  CANVASES[name].map((canvas) => `<canvas class="nn-pg-canvas nn-pg-${canvas}" aria-hidden="true"></canvas>`).join("")
  + `<div class="nn-pg-svg">${liveSvg(name)}</div>`;

/** The model's traits of the playground. */
const stateOf = (model) => Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, model.get(name) ?? value]));

/**
 * @param {{model: object, el: HTMLElement, key?: string}} view of anywidget, or of the site's host
 * @returns {() => void} what ends it
 */
export function live({ model, el, key }) {
  const id = newId();
  const start = stateOf(model);
  const touched = new Set();
  const past = createHistory();
  const set = (changes) => {
    for (const [name, value] of Object.entries(changes)) {
      touched.add(name);
      model.set(name, value);
    }
    model.save_changes();
  };
  const asked = askedFor(key, start);
  if (Object.keys(asked).length) set(asked);
  const session = createSession(stateOf(model));

  /** The state with the weights of this moment. */
  const read = () => ({ ...stateOf(model), parameters: session.net.parameters, step: session.step });

  const root = document.createElement("div");
  root.className = "nn-root nn-playground";
  const viewOf = (state) => ({ state, session, still: false });
  root.innerHTML = drawFrame(viewOf(stateOf(model)), { id }, liveDrawing, drawBar({ link: Boolean(key), code: ["nnkit", "numpy", "torch"] }));
  const find = (name) => root.querySelector(`.nn-pg-${name}`);
  const stage = (name) => find(`at-${name}`).querySelector(".nn-pg-stage");
  const hosts = Object.fromEntries(Object.keys(CANVASES).map((name) => [name, stage(name).querySelector(".nn-pg-svg")]));
  const shownIn = {};
  /** A panel's drawing, where it is new; what had the focus in it has it still. */
  function show(name, content) {
    if (content === shownIn[name]) return;
    shownIn[name] = content;
    const host = hosts[name];
    const unit = host.contains(document.activeElement) && document.activeElement.getAttribute("data-unit");
    keepFocus(host, () => (host.innerHTML = liveSvg(name, content)));
    if (unit) host.querySelector(`[data-unit="${unit}"]`)?.focus({ preventScroll: true });
  }
  const painter = createPainter({ surface: find("surface"), ink: find("ink"), network: find("network"), warped: find("warped") });
  const spoken = root.querySelector(".nn-spoken");
  const status = root.querySelector(".nn-status");
  const say = (text) => (spoken.textContent = text);

  /** Weights and losses of this moment, into the model. */
  function publish() {
    set(session.save());
  }

  /** What the reader changes, to be undone. The weights that a run has made are a change of their own. */
  function write(given) {
    if (!Object.keys(given).length) return;
    const state = stateOf(model);
    const changes = settle(state, given);
    if ("parameters" in changes) {
      noteRun();
      changes.parameters = [...changes.parameters];
    }
    past.note(stateOf(model), undoable(changes));
    set(changes);
  }

  let runStart = null;
  /** What has been trained since the run began becomes one step of the history. */
  function noteRun() {
    const before = runStart;
    runStart = null;
    if (before && before.step !== session.step) {
      past.seal();
      const { parameters, step, losses } = session.save();
      past.note({ ...stateOf(model), ...before }, { parameters, step, losses });
      past.seal();
    }
    publish();
  }

  const runner = createRunner(root, { advance: session.run, paint: paintStep });
  const player = {
    get running() { return stateOf(model).running; },
    get ended() { return Boolean(session.trouble) || !session.train.n; },
    toggle: () => set({ running: !player.running }),
    step() {
      beginRun();
      session.run(1);
      noteRun();
      refresh();
    },
  };
  const beginRun = () => (runStart ??= { parameters: stateOf(model).parameters, step: stateOf(model).step, losses: stateOf(model).losses });

  const back = (move) => () => {
    if (player.running) stopRun();
    const changes = move();
    if (changes) set(changes);
    return null;
  };

  function stopRun() {
    runner.stop();
    noteRun();
    if (stateOf(model).running) set({ running: false });
  }

  const tools = () => ({
    undo: back(past.undo), redo: back(past.redo), canUndo: past.canUndo(), canRedo: past.canRedo(),
  });
  const lists = {};
  const panels = Object.fromEntries(Object.keys(LISTS).map((name) =>
    [name, livePanel(find(`${name}-controls`), { list: () => lists[name], read, write, player, id: `${id}-${name}` })]));
  const refreshPanels = (view) => {
    for (const [name, list] of Object.entries(LISTS)) {
      lists[name] = list(view, tools());
      panels[name](view.state);
    }
  };

  livePoints(stage("plane"), { read, write });
  liveHandles(stage("plane"), handles, { read, write, layout: {} });
  const updateText = liveText(root, { write, say });
  const focusOn = (name) => {
    refresh();
    root.querySelector(`[data-control="slider:${name}"] input`)?.focus();
  };
  liveUnits(stage("network"), { sizes: () => sizesOf(stateOf(model)), read, write, focusOn });
  liveHover(stage("network"), { net: () => session.net });

  const reset = () => {
    runner.stop();
    set({ ...Object.fromEntries([...touched].map((name) => [name, start[name]])), running: false });
  };
  const link = () => addressOf(key, stateOf(model), session, start, el.closest("[id]")?.id);
  liveBar(root.querySelector(".nn-bar"), { reset, link, say, code: (language) => codeOf(session.net)[language] });

  function refreshPoints(state) {
    find("at-plane").dataset.tool = state.tool;
    show("plane", drawLivePlane(state, pointsOf(state)));
  }

  /** What follows each step. */
  function paintStep(now) {
    const state = read();
    const view = viewOf(state);
    const warped = painter.paint(view, pointsOf(state));
    show("curves", drawCurves(view));
    show("warped", drawWarpedFrame(view, warped));
    const score = find("score-place");
    const markup = drawScore(view);
    if (score.dataset.shown !== markup) score.innerHTML = score.dataset.shown = markup;
    if (session.trouble) stopRun();
    if (player.running && now - published > PUBLISHED) {
      published = now;
      publish();
    }
  }
  let published = 0;

  /** Everything, from the settings on. */
  function refresh() {
    const state = read();
    const view = viewOf(state);
    show("network", drawNetwork(view));
    refreshPoints(state);
    updateText(state);
    paintStep(performance.now());
    refreshPanels(view);
    const remark = remarkOf(view);
    status.textContent = state.status || remark.text;
    status.dataset.tone = state.tone || remark.tone;
    find("tell").textContent = tellOf(state);
    clearTimeout(rest);
    if (!player.running) rest = setTimeout(atRest, REST);
  }
  let rest = 0;

  function atRest() {
    const state = stateOf(model);
    say(describeView(viewOf(state)));
    if (!key) return;
    try {
      const href = addressOf(key, state, session, start);
      if (href !== location.href) history.replaceState(history.state, "", href);
    } catch {
      // Some browsers refuse it for files and frames; the link still holds the state.
    }
  }

  function follow() {
    const state = stateOf(model);
    session.update(state);
    if (!state.parameters.length) publish(); // so that Python has the weights that are shown
    if (state.running && !runner.running && !player.ended) {
      beginRun();
      runner.start(() => stateOf(model).speed);
    } else if (!state.running && runner.running) stopRun();
    refresh();
  }

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => ((waiting = false), follow()));
  };
  model.on("change", soon);

  const themes = new MutationObserver(() => (painter.theme(root), refresh()));
  themes.observe(document.documentElement, { attributeFilter: ["data-theme", "class"] });
  themes.observe(document.body, { attributeFilter: ["data-jp-theme-light", "class"] });
  const size = new ResizeObserver(() => paintStep(performance.now()));
  root.addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow")) event.stopPropagation(); // JupyterLab's notebook would take them
    const undoes = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && event.target.tagName !== "TEXTAREA";
    if (!undoes) return;
    event.preventDefault();
    (event.shiftKey ? back(past.redo) : back(past.undo))();
  });
  el.append(root);
  painter.theme(root);
  follow();
  size.observe(root);
  linkNames();
  return () => {
    clearTimeout(rest);
    runner.disconnect();
    themes.disconnect();
    size.disconnect();
    model.off("change", soon);
  };
}

const undoable = (changes) => Object.fromEntries(Object.entries(changes).filter(([name]) => !["running", "selected", "cursor", "paste", "losses"].includes(name)));
