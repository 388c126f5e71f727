/** The life of a figure: model -> state -> drawing, and controls -> model. The anywidget form, no framework. */

import { linkNames } from "./link.js";
import { make } from "./controls.js";
import { morph } from "./morph.js";

/** Narrower than this, the panels stand one above the other. (For still pictures: assets/figures.css.) */
const NARROW = 600;

/** Differs between all figures of a page. (In Jupyter each has its own copy of this module, so none can count.) */
const newId = () => `nn-${Math.random().toString(36).slice(2, 10)}`;

/**
 * @param {{defaults: object, draw: (state: object, options: object) => string, describe: (state: object) => string,
 *          remark?: (state: object) => string,
 *          controls?: (context: {read: () => object, write: (changes: object) => void, reset: () => void,
 *          drawing: HTMLElement, panel: HTMLElement, id: string}) => (state: object) => void}} part
 *   `remark` is the status line where Python sets none. `controls` fills the panel once and returns what brings it
 *   up to date.
 * @returns {{render: (view: {model: object, el: HTMLElement}) => () => void}}
 */
export function part({ defaults, draw, describe, remark = () => "", controls = () => () => {} }) {
  function render({ model, el }) {
    const layout = { id: newId(), narrow: false };
    const drawing = make("div", { class: "nn-drawing" });
    const panel = make("div", { class: "nn-controls" });
    const status = make("p", { class: "nn-status", role: "status" });
    const spoken = make("p", { class: "nn-spoken", role: "status" });
    const root = make("div", { class: "nn-root" }, drawing, panel, status, spoken);
    // JupyterLab's notebook would take the arrow keys: here they belong to sliders and points.
    root.addEventListener("keydown", (event) => event.key.startsWith("Arrow") && event.stopPropagation());

    const read = () => stateOf(model, defaults);
    const write = (changes) => {
      for (const [key, value] of Object.entries(changes)) model.set(key, value);
      model.save_changes();
    };
    const start = read();
    const reset = () => write(start);
    const update = controls({ read, write, reset, drawing, panel, id: layout.id });

    let speak;
    const redraw = () => {
      const state = read();
      morph(drawing, draw(state, layout));
      update(state);
      status.textContent = state.status || remark(state);
      status.dataset.tone = state.tone;
      // Read aloud once the hand rests, not at every step of a drag.
      clearTimeout(speak);
      speak = setTimeout(() => (spoken.textContent = describe(state)), 700);
    };

    // One drawing per task, however many traits were set in it.
    let waiting = false;
    const soon = () => {
      if (waiting) return;
      waiting = true;
      queueMicrotask(() => ((waiting = false), redraw()));
    };
    model.on("change", soon);

    const size = new ResizeObserver(() => {
      const narrow = root.clientWidth > 0 && root.clientWidth < NARROW;
      if (narrow !== layout.narrow) (layout.narrow = narrow), redraw();
    });
    el.append(root);
    redraw();
    size.observe(root);
    linkNames();
    return () => {
      clearTimeout(speak);
      size.disconnect();
      model.off("change", soon);
    };
  }
  return { render };
}

/** The part's own traits, with defaults for those that a plain page does not give. */
export const stateOf = (model, defaults) =>
  Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, model.get(key) ?? value]));

/** Traits that every part has: a sentence under the drawing and what it says, set from Python. */
export const COMMON = { status: "", tone: "" };
