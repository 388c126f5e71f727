/** The life of a figure: model -> state -> drawing and controls; controls, handles and player -> model. */

import { drawBar, liveBar } from "./bar.js";
import { liveHandles } from "./handles.js";
import { html } from "./html.js";
import { linkNames } from "./link.js";
import { keepFocus, morph } from "./morph.js";
import { livePanel } from "./panel.js";
import { makePlayer } from "./player.js";
import { decode, encode, searchWith, textOf } from "./url.js";

/** Narrower than this, the panels stand one above the other. (For still pictures: assets/figures.css.) */
const NARROW = 600;
/** ms of rest before the state is spoken and put into the address: not at every step of a drag. */
const REST = 700;

/** Differs between all figures of a page. (In Jupyter each has its own copy of this module, so none can count.) */
const newId = () => `nn-${Math.random().toString(36).slice(2, 10)}`;

/** The part's own traits, with defaults for those that a plain page does not give. */
export const stateOf = (model, defaults) =>
  Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, model.get(name) ?? value]));

const SKELETON = ["drawing", "formula-box", "controls", "bar"].map((name) => html("div", { class: `nn-${name}` })).join("")
  + html("p", { class: "nn-status", role: "status" }) + html("p", { class: "nn-spoken", role: "status" });

function skeleton() {
  const root = document.createElement("div");
  root.className = "nn-root";
  root.innerHTML = SKELETON;
  const [drawing, formula, panel, bar, status, spoken] = /** @type {any} */ (root.children);
  return { root, drawing, formula, panel, bar, status, spoken };
}

/** Sets what has changed in a model, once. `touched` collects the names: those that a reset puts back. */
const writer = (model, touched) => (changes) => {
  for (const [name, value] of Object.entries(changes)) {
    touched.add(name);
    model.set(name, value);
  }
  model.save_changes();
};

/** The changes that the address asks for; none if the part cannot draw them. */
function asked(spec, start, key) {
  const changes = key ? decode(textOf(location.search, key), start) : {};
  const state = { ...start, ...changes };
  try {
    spec.draw(state, { id: "nn-asked" });
    spec.controls(state);
    return changes;
  } catch {
    return {};
  }
}

/** The page's address with this figure's state in it. */
function addressOf(key, state, start, place) {
  const address = new URL(location.href);
  address.search = searchWith(address.search, key, encode(state, start));
  if (place) address.hash = place;
  return address.href;
}

function keepInAddress(href) {
  try {
    if (href !== location.href) history.replaceState(history.state, "", href);
  } catch {
    // Some browsers refuse it for files and frames; the link still holds the state.
  }
}

/** Runs `action` once per task, however often it is asked for. */
function oncePerTask(action) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => ((waiting = false), action()));
  };
}

/**
 * @param {Required<import("./part.js").Spec>} spec
 * @param {{model: any, el: HTMLElement, key?: string}} view
 * @returns {() => void} what ends it
 */
export function live(spec, { model, el, key }) {
  const { root, drawing, formula, panel, bar, status, spoken } = skeleton();
  const layout = { id: newId(), narrow: false };
  const read = () => stateOf(model, spec.defaults);
  const start = read();
  const touched = new Set();
  const write = writer(model, touched);
  const restored = asked(spec, start, key);
  if (Object.keys(restored).length) write(restored);

  const player = makePlayer(root, { step: () => spec.step(read()), write, changed: () => refresh() });
  const change = (changes) => (player.wake(), write(changes));
  const reset = () => {
    player.stop();
    change(Object.fromEntries([...touched].map((name) => [name, start[name]])));
  };
  const link = () => addressOf(key, read(), start, el.closest("[id]")?.id);
  const say = (text) => (spoken.textContent = text);

  let controls = [];
  const updatePanel = livePanel(panel, { list: () => controls, read, write: change, player, id: layout.id });
  liveHandles(drawing, spec.handles, { read, write: change, layout });
  liveBar(bar, { reset, link, say, code: (language) => spec.code(read())[language] });

  function refresh(state = read()) {
    controls = spec.controls(state);
    updatePanel(state);
  }

  let rest;
  function redraw() {
    const state = read();
    keepFocus(drawing, () => morph(drawing, spec.draw(state, layout)));
    spec.paint(drawing, state, layout);
    morph(formula, spec.formula(state));
    refresh(state);
    const told = state.status || spec.remark(state);
    if (status.textContent !== told) status.textContent = told;
    status.dataset.tone = state.tone;
    clearTimeout(rest);
    rest = setTimeout(atRest, REST, state);
  }

  function atRest(state) {
    say(spec.describe(state));
    if (key) keepInAddress(addressOf(key, state, start));
  }

  // JupyterLab's notebook would take the arrow keys: here they belong to sliders and points.
  root.addEventListener("keydown", (event) => event.key.startsWith("Arrow") && event.stopPropagation());
  const soon = oncePerTask(redraw);
  model.on("change", soon);
  const size = new ResizeObserver(() => {
    const narrow = root.clientWidth > 0 && root.clientWidth < NARROW;
    if (narrow !== layout.narrow) (layout.narrow = narrow), redraw();
  });
  el.append(root);
  redraw();
  if (controls.length || drawing.querySelector("[data-handle]")) {
    bar.innerHTML = drawBar({ link: Boolean(key), code: Object.keys(spec.code(read())) });
  }
  size.observe(root);
  linkNames();
  return () => {
    clearTimeout(rest);
    player.disconnect();
    size.disconnect();
    model.off("change", soon);
  };
}
