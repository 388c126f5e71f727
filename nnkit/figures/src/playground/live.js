/** The life of the playground: settings and hands -> training -> screen. */

import { drawBar, liveBar } from "../core/bar.js";
import { liveHandles } from "../core/handles.js";
import { newId, oncePerTask, REST } from "../core/life.js";
import { linkNames } from "../core/link.js";
import { keepInAddress } from "../core/url.js";
import { codeOf } from "./code.js";
import { handles, liveHover, liveLook, livePoints, liveUnits } from "./pointer.js";
import { createRunner } from "./runner.js";
import { createScreen, liveDrawing } from "./screen.js";
import { sizesOf } from "./settings.js";
import { drawFrame } from "./still.js";
import { createStore } from "./store.js";
import { liveText } from "./text.js";
import { describeView } from "./words.js";

const PUBLISHED = 500; // ms between the weights that others see while it runs

/**
 * @param {{model: any, el: HTMLElement, key?: string}} view of anywidget, or of the site's host
 * @returns {() => void} what ends it
 */
export function live({ model, el, key }) {
  const id = newId();
  const store = createStore(model, key);
  const root = makeRoot(store, id, Boolean(key));
  const runner = createRunner(root, { advance: store.session.run, paint: painted });
  const player = makePlayer(store, () => screen.refresh());
  const screen = createScreen(root, store, player, id);
  const rest = makeRest(root, store, key);
  const updateText = liveText(root, { write: store.write, say: rest.say });

  let published = 0;
  let ours = false; // is it this view that changes the model now?
  function painted(now) {
    screen.paint(now);
    if (store.session.trouble) return store.set({ running: false });
    if (now - published < PUBLISHED) return;
    published = now;
    store.publish();
  }

  /** After any change of the traits, whoever made it. */
  function follow() {
    const state = store.state();
    store.session.update(state);
    const known = state.parameters.length === store.session.net.parameters.length;
    if (!known) publishShown();
    setRunning(state.running && !player.ended);
    updateText(screen.refresh().state);
    rest.wait(player.running);
  }

  /** So that Python has the weights that are shown: nothing to follow. */
  function publishShown() {
    ours = true;
    store.publish();
    ours = false;
  }

  function setRunning(wanted) {
    if (wanted === runner.running) return;
    if (wanted) {
      store.beginRun();
      runner.start(() => store.state().speed);
    } else {
      runner.stop();
      store.endRun();
      store.set({ running: false });
    }
  }

  /** Colours too: JupyterLab puts a view into its page later, and only there it has any. */
  function sized() {
    screen.theme();
    screen.measure();
    screen.paint();
  }

  takeHands(root, screen, store);
  const reset = () => {
    runner.stop();
    store.reset();
  };
  liveBar(/** @type {HTMLElement} */ (root.querySelector(".nn-bar")), {
    reset,
    link: () => store.address(el.closest("[id]")?.id),
    say: rest.say,
    code: (language) => codeOf(store.session.net)[language],
  });
  const soon = oncePerTask(follow);
  const heard = () => ours || soon();
  model.on("change", heard);
  el.append(root);
  screen.theme();
  screen.measure();
  follow();
  const watching = watch(root, () => (screen.theme(), screen.refresh()), sized);
  linkNames();
  return () => {
    model.off("change", heard);
    for (const part of [rest, runner, watching]) part.disconnect();
  };
}

function makeRoot({ state, session }, id, link) {
  const root = document.createElement("div");
  root.className = "nn-root nn-playground";
  root.tabIndex = -1; // so that a click into the plane brings the keys here: Ctrl Z
  const bar = drawBar({ link, code: ["nnkit", "numpy", "torch"] });
  root.innerHTML = drawFrame({ state: state(), session, still: false }, { id }, liveDrawing, bar);
  return root;
}

/** What core's controls ask of a player. */
const makePlayer = (store, refresh) => ({
  get running() { return store.state().running; },
  get ended() { return Boolean(store.session.trouble) || !store.session.train.n; },
  toggle() { store.set({ running: !this.running }); },
  step() {
    store.beginRun();
    store.session.run(1);
    store.endRun();
    refresh();
  },
});

/** What happens once the hand rests and nothing runs: the state is spoken, and kept in the address. */
function makeRest(root, store, key) {
  let timer;
  const say = (text) => (root.querySelector(".nn-spoken").textContent = text);
  const stop = () => clearTimeout(timer);
  function act() {
    say(describeView({ state: store.state(), session: store.session }));
    if (key) keepInAddress(store.address());
  }
  function wait(running) {
    stop();
    if (!running) timer = setTimeout(act, REST);
  }
  return { say, wait, disconnect: stop };
}

/** Pointer and keys in the panels, and the keys of Undo. */
function takeHands(root, screen, store) {
  const { read, write, state, session } = store;
  livePoints(screen.stage("plane"), { read, write });
  liveHandles(screen.stage("plane"), handles, { read, write, layout: {} });
  const focusOn = (name) => {
    screen.refresh();
    root.querySelector(`[data-control="slider:${name}"] input`)?.focus();
  };
  liveUnits(screen.stage("network"), { sizes: () => sizesOf(state()), read, write, focusOn });
  liveHover(screen.stage("network"), { net: () => session.net });
  liveLook(screen.stage("network"), screen.look);
  root.addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow")) event.stopPropagation(); // JupyterLab's notebook would take them
    if (isForClass(event, state())) store.write({ label: Number(event.key) });
    const undoes = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (!undoes || event.target.tagName === "TEXTAREA") return;
    event.preventDefault();
    event.shiftKey ? store.redo() : store.undo();
  });
}

/** A digit, where no field takes it: the class of the next points. So both hands set points of all classes. */
const isForClass = ({ key, target, ctrlKey, metaKey, altKey }, { classes }) =>
  /^[0-3]$/.test(key) && Number(key) < classes && !ctrlKey && !metaKey && !altKey
  && !target.matches("input, select, textarea");

/** Calls `themed` when the page's theme changes, `sized` when the figure's size does. */
function watch(root, themed, sized) {
  const themes = new MutationObserver(themed);
  themes.observe(document.documentElement, { attributeFilter: ["data-theme", "class"] });
  themes.observe(document.body, { attributeFilter: ["data-jp-theme-light", "class"] });
  const size = new ResizeObserver(() => sized());
  for (const canvas of root.querySelectorAll("canvas")) size.observe(canvas);
  return { disconnect: () => (themes.disconnect(), size.disconnect()) };
}
