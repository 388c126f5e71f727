/**
 * Native controls with visible values, as plain data: what a part's `controls(state)` lists. Their markup is drawn in
 * node too, so that a still page keeps their room; the values are written into the live elements.
 */

import { html, mark, sentence } from "./html.js";
import { clamp, format } from "./numbers.js";
import { changeAt, valueAt } from "./paths.js";
import { escape } from "./svg.js";

/**
 * What all but `button` and `player` share.
 * @typedef {object} Bound
 * @property {string} name path into the state, such as "weight.0"
 * @property {string} label what is read aloud; shown too where there is no mark
 * @property {string} [mark] the symbol that is shown and lit with equation and drawing: "w1", "w2-1-2", "η"
 * @property {string} [group] neighbours of one group stand under this heading
 * @property {boolean} [tool] it says what the next click in the drawing will do, and changes nothing by itself
 * @property {(state: any) => any} [value] instead of what stands at `name`
 * @property {(state: any, value: any) => any} [change] instead of the plain write to `name`
 */
/** @typedef {{kind: string, [option: string]: any}} Control */

/** @param {Bound & {min: number, max: number, step: number, show?: (value: number) => string}} options */
export const slider = (options) => control("slider", options);
/** One of several; more than six options become a menu. @param {Bound & {options: any[][]}} options */
export const choice = (options) => control(options.options.length > 6 ? "menu" : "choice", options);
/** @param {Bound} options */
export const toggle = (options) => control("toggle", options);
/** A typed number. @param {Bound & {min?: number, max?: number, step?: number}} options */
export const number = (options) => control("number", options);
/** @param {{label: string, act: (state: any) => any, disabled?: boolean, group?: string}} options */
export const button = (options) => control("button", options);
/**
 * Run, pause and one step of the part's `step`, worded alike in every figure. `label`: what runs, read aloud;
 * `perSecond`: steps a second, a frame each if it is left out; `again`: brings the state back to where the steps begin,
 * for the button that stands at their end.
 * @param {{label: string, perSecond?: number, again?: (state: any) => any, group?: string}} options
 */
export const player = (options) => control("player", options);

/** @returns {Control} */
const control = (kind, options) => ({ kind, ...options });

/** @param {Control} control @returns {string} by which its element is found again */
export const keyOf = ({ kind, name, label }) => `${kind}:${name ?? label}`;

/** An option's words; what has a symbol in it stays together. */
function titled(title) {
  const markup = sentence(title);
  return markup.includes("<") ? html("bdi", {}, markup) : markup;
}

const word = (text) => html("span", { class: "nn-label" }, escape(text));

/** A control's symbol, after the word that its label has for it: "steepness k". */
function shown({ mark: name, label }) {
  if (!name) return word(label);
  const words = label.endsWith(` ${name.replaceAll("-", ",")}`) ? label.slice(0, -name.length) : "";
  return words ? html("span", { "aria-hidden": "true" }, word(words), mark(name)) : mark(name);
}

/** kind -> its markup; `common` has the attributes of the element that bears the control's key. */
const MARKUP = {
  slider: (c, common, disabled) =>
    html("label", { class: "nn-slider", "data-nn": c.mark, ...common },
      shown(c),
      html("input", { type: "range", min: c.min, max: c.max, step: c.step, "aria-label": c.label, disabled }),
      html("span", { class: "nn-value", "aria-hidden": "true" })),
  number: (c, common, disabled) =>
    html("label", { class: "nn-numeric", "data-nn": c.mark, ...common },
      shown(c),
      html("input", { type: "number", min: c.min, max: c.max, step: c.step ?? "any", "aria-label": c.label, disabled })),
  choice: (c, common, disabled, id) =>
    html("fieldset", { class: "nn-choice", "data-nn": c.mark, ...common },
      html("legend", {}, escape(c.label), c.mark ? ` ${html("i", {}, escape(c.mark))}` : ""),
      c.options.map(([value, title]) =>
        html("label", {},
          html("input", { type: "radio", name: `${id}-${c.name}`, value, disabled }), html("span", {}, titled(title))))),
  menu: (c, common, disabled) =>
    html("label", { class: "nn-menu", "data-nn": c.mark, ...common },
      html("span", { class: "nn-label" }, escape(c.label), c.mark ? ` ${html("i", {}, escape(c.mark))}` : ""),
      html("select", { disabled }, c.options.map(([value, title]) => html("option", { value }, escape(title))))),
  toggle: (c, common, disabled) =>
    html("label", { class: "nn-toggle", "data-nn": c.mark, ...common },
      html("input", { type: "checkbox", disabled }), html("span", {}, escape(c.label))),
  button: (c, common, disabled) =>
    html("button", { type: "button", class: "nn-button", disabled, ...common }, escape(c.label)),
  player: (c, common, disabled) =>
    html("div", { class: "nn-player", role: "group", "aria-label": c.label, ...common },
      html("button", { type: "button", class: "nn-button nn-run", disabled }, "Run"),
      html("button", { type: "button", class: "nn-button nn-step", disabled }, "Step")),
};

/**
 * @param {Control} control
 * @param {{id: string, still?: boolean}} layout
 * @returns {string} its markup, without its value
 */
export const draw = (control, { id, still = false }) =>
  MARKUP[control.kind](control, { "data-control": keyOf(control), "data-tool": control.tool }, still, id);

const put = (input, name, value) => {
  if (input[name] !== value) input[name] = value;
};

const tell = (element, name, said) => {
  if (element.getAttribute(name) !== String(said)) element.setAttribute(name, said);
};

/** kind -> how the live element comes to show a value */
const UPDATE = {
  slider(element, value, { show = format }) {
    const input = element.querySelector("input");
    const said = show(value);
    if (input.valueAsNumber !== value) input.value = value;
    put(element.querySelector(".nn-value"), "textContent", said);
    tell(input, "aria-valuetext", said);
  },
  number(element, value) {
    const input = element.querySelector("input");
    if (input.valueAsNumber !== value) input.value = value; // what is being typed stays as it is typed
  },
  choice(element, value) {
    for (const radio of element.querySelectorAll("input")) put(radio, "checked", radio.value === String(value));
  },
  menu: (element, value) => put(element.querySelector("select"), "value", String(value)),
  toggle: (element, value) => put(element.querySelector("input"), "checked", Boolean(value)),
  // Not `disabled`, which would lose the focus.
  button: (element, _, { disabled = false }) => tell(element, "aria-disabled", disabled),
  player(element, { running, ended }, { again }) {
    const [run, step] = element.children;
    put(run, "textContent", running ? "Pause" : ended && again ? "Again" : "Run");
    tell(run, "aria-disabled", ended && !again);
    tell(step, "aria-disabled", ended);
  },
};

/**
 * @param {Control} control @param {Element} element
 * @param {any} state @param {{running: boolean, ended: boolean}} player
 */
export function update(control, element, state, player) {
  const { kind, name, value } = control;
  const current = kind === "player" ? player : kind === "button" ? null : value ? value(state) : valueAt(state, name);
  UPDATE[kind](element, current, control);
}

/** kind -> the value that the reader gave; undefined for none */
const READ = {
  slider: ({ target }) => target.valueAsNumber,
  number: ({ target }, { min = -Infinity, max = Infinity }) =>
    Number.isNaN(target.valueAsNumber) ? undefined : clamp(target.valueAsNumber, min, max),
  choice: ({ target }, { options }) => options.find(([value]) => String(value) === target.value)[0],
  menu: ({ target }, { options }) => options.find(([value]) => String(value) === target.value)[0],
  toggle: ({ target }) => target.checked,
};

/**
 * What an `input` event in a control's element changes.
 * @param {Control} control @param {Event} event @param {any} state @returns {any} changes
 */
export function changesOf(control, event, state) {
  const value = READ[control.kind]?.(event, control);
  if (value === undefined) return null;
  return control.change ? control.change(state, value) : changeAt(state, control.name, value);
}
