/** A part: its pure drawing, and the life of a figure made of it. The anywidget form, no framework. */

import { drawBar } from "./bar.js";
import { html, sentence } from "./html.js";
import { drawPanel } from "./panel.js";
import { live } from "./view.js";

/** Traits that every part has: a sentence under the drawing and what it says, set from Python. */
export const COMMON = { status: "", tone: "" };

/**
 * @typedef {object} Spec
 * @property {any} defaults every trait with its value at the start
 * @property {(state: any, layout: {id: string, narrow?: boolean, still?: boolean}) => string} draw -> SVG
 * @property {(state: any) => string} describe the figure in one sentence, for those who hear it
 * @property {(state: any) => string} [remark] the sentence under the drawing, where Python sets none
 * @property {(state: any) => import("./controls.js").Control[]} [controls]
 * @property {import("./handles.js").Handles} [handles]
 * @property {(state: any) => any} [step] one tick of the player -> changes; null: it has come to its end
 * @property {(state: any) => string} [formula] MathML under the drawing (core/mathml.js)
 * @property {(state: any) => {nnkit?: string, numpy?: string, torch?: string}} [code] texts for "Copy as …"
 * @property {(drawing: HTMLElement, state: any, layout: any) => void} [paint] what SVG is too slow for: runs after
 *   every drawing, for example into a canvas in a foreignObject (whose pixels stay from drawing to drawing)
 */

/** What a part may leave out. */
const NOTHING = {
  remark: () => "",
  controls: () => [],
  handles: {},
  step: () => null,
  formula: () => "",
  code: () => ({}),
  paint: () => {},
};

/**
 * @param {Spec} given
 * @returns {{defaults: any, still: (state: any, layout: {id: string}) => string,
 *   render: (view: {model: any, el: HTMLElement, key?: string}) => () => void}} `still` is the markup of a page whose
 *   figure has not started; `render` starts it, with its state in the page's address under `key` if there is one
 */
export function part(given) {
  const spec = { ...NOTHING, ...given };
  return {
    defaults: spec.defaults,
    still: (state, layout) => still(spec, { ...spec.defaults, ...state }, layout),
    render: (view) => live(spec, view),
  };
}

/** Is there anything to move? */
const isInteractive = (spec, state, layout) =>
  spec.controls(state).length > 0 || spec.draw(state, layout).includes("data-handle=");

/** Both pictures, and all that comes under them: shown, or kept as room for what comes when the figure starts. */
function still(spec, state, { id }) {
  const picture = (name, narrow) =>
    html("div", { class: `nn-drawing nn-still-${name}` }, spec.draw(state, { id: `${id}-${name}`, narrow, still: true }));
  const bar = isInteractive(spec, state, { id })
    ? drawBar({ link: true, code: Object.keys(spec.code(state)), still: true })
    : "";
  return html("div", { class: "nn-root nn-still" },
    picture("wide", false),
    picture("narrow", true),
    html("div", { class: "nn-formula-box" }, spec.formula(state)),
    html("div", { class: "nn-controls", inert: true }, drawPanel(spec.controls(state), { id, still: true })),
    html("div", { class: "nn-bar", inert: true }, bar),
    html("p", { class: "nn-status", "data-tone": state.tone }, sentence(state.status || spec.remark(state))));
}
