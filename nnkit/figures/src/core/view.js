/** The life of a figure: model -> state -> drawing and controls; controls, handles and player -> model. */

import { drawBar, liveBar } from "./bar.js";
import { liveHandles } from "./handles.js";
import { html, sentence } from "./html.js";
import { newId, oncePerTask, REST } from "./life.js";
import { isReachable } from "./limits.js";
import { linkNames } from "./link.js";
import { keepFocus, morph } from "./morph.js";
import { livePanel } from "./panel.js";
import { makePlayer } from "./player.js";
import { decode, encode, hrefWith, keepInAddress, textOf } from "./url.js";

/** Narrower than this, the panels stand one above the other. (For still pictures: assets/figures.css.) */
const NARROW = 600;

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

/**
 * The changes that an address asks for; none if the controls cannot give them, or the part cannot draw them.
 * @param {Required<import("./part.js").Spec>} spec @param {any} start @param {string} text of the address
 */
export function asked(spec, start, text) {
  const changes = decode(text, start);
  const state = { ...start, ...changes };
  try {
    if (!isReachable(spec.controls(state), state, start)) return {};
    spec.draw(state, { id: "nn-asked" });
    return changes;
  } catch {
    return {};
  }
}

/** A figure on a page: what it is made of, and what happens to it. */
class View {
  /** @param {Required<import("./part.js").Spec>} spec @param {any} model @param {HTMLElement} el @param {string} [key] */
  constructor(spec, model, el, key) {
    this.spec = spec;
    this.model = model;
    this.el = el;
    this.key = key;
    this.parts = skeleton();
    this.layout = { id: newId(), narrow: false };
    /** Names of what the reader has changed: what a reset puts back. */
    this.touched = new Set();
    /** @type {import("./controls.js").Control[]} */
    this.controls = [];
    /** @type {(state: any) => void} what brings the controls up to date */
    this.updatePanel = () => {};
    this.rest = 0;
    this.start = this.read();
    this.player = makePlayer(this.parts.root, {
      step: () => spec.step(this.read()),
      write: this.write,
      changed: () => this.refresh(this.read()),
    });
  }

  read = () => stateOf(this.model, this.spec.defaults);

  write = (changes) => {
    for (const [name, value] of Object.entries(changes)) {
      this.touched.add(name);
      this.model.set(name, value);
    }
    this.model.save_changes();
  };

  reset = () => {
    this.player.stop();
    this.write(Object.fromEntries([...this.touched].map((name) => [name, this.start[name]])));
  };

  address = (place) => hrefWith(this.key, encode(this.read(), this.start), place);
  say = (text) => (this.parts.spoken.textContent = text);

  restore() {
    const changes = this.key ? asked(this.spec, this.start, textOf(location.search, this.key)) : {};
    if (Object.keys(changes).length) this.write(changes);
  }

  /** Gives every part what it needs to answer the reader. */
  connect() {
    const { parts, read, write, player, layout, spec } = this;
    this.updatePanel = livePanel(parts.panel, { list: () => this.controls, read, write, player, id: layout.id });
    liveHandles(parts.drawing, spec.handles, { read, write, layout });
    const link = () => this.address(this.el.closest("[id]")?.id);
    const code = (language) => spec.code(read())[language];
    liveBar(parts.bar, { reset: this.reset, link, code, say: this.say });
    // JupyterLab's notebook would take the arrow keys: here they belong to sliders and points.
    parts.root.addEventListener("keydown", (event) => event.key.startsWith("Arrow") && event.stopPropagation());
  }

  refresh(state) {
    this.controls = this.spec.controls(state);
    this.player.ended = this.controls.some(({ kind }) => kind === "player") && !this.spec.step(state);
    this.updatePanel(state);
  }

  redraw = () => {
    const { spec, layout } = this;
    const { drawing, formula, status } = this.parts;
    const state = this.read();
    keepFocus(drawing, () => morph(drawing, spec.draw(state, layout)));
    spec.paint(drawing, state, layout);
    morph(formula, spec.formula(state));
    this.refresh(state);
    const told = state.status || spec.remark(state);
    if (status.dataset.told !== told) status.innerHTML = sentence((status.dataset.told = told));
    status.dataset.tone = state.tone;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.atRest(state), REST);
  };

  atRest(state) {
    this.say(this.spec.describe(state));
    if (this.key) keepInAddress(this.address());
  }

  showBar() {
    const { bar, drawing } = this.parts;
    if (!this.controls.length && !drawing.querySelector("[data-handle]")) return;
    bar.innerHTML = drawBar({ link: Boolean(this.key), code: Object.keys(this.spec.code(this.read())) });
  }

  /** The layout follows the width. -> what watches it */
  followWidth() {
    const { root } = this.parts;
    const size = new ResizeObserver(() => {
      const narrow = root.clientWidth > 0 && root.clientWidth < NARROW;
      if (narrow === this.layout.narrow) return;
      this.layout.narrow = narrow;
      this.redraw();
    });
    size.observe(root);
    return size;
  }
}

/**
 * Starts a figure.
 * @param {Required<import("./part.js").Spec>} spec
 * @param {{model: any, el: HTMLElement, key?: string}} place
 * @returns {() => void} what ends it
 */
export function live(spec, { model, el, key }) {
  const view = new View(spec, model, el, key);
  view.restore();
  view.connect();
  el.append(view.parts.root);
  view.redraw();
  view.showBar();
  const soon = oncePerTask(view.redraw);
  model.on("change", soon);
  const size = view.followWidth();
  linkNames();
  return () => {
    clearTimeout(view.rest);
    view.player.disconnect();
    size.disconnect();
    model.off("change", soon);
  };
}
