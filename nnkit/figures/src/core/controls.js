/** Native controls with visible values. Each returns its element and `update(value)`. */

import { format } from "./numbers.js";

/** @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** "w1" -> w with a subscript. */
function nameMark(name) {
  const [, letter, index] = /^(.*?)(\d*)$/.exec(name);
  const mark = make("span", { class: "nn-name", "aria-hidden": "true" }, make("i", {}, letter));
  if (index) mark.append(make("sub", {}, index));
  return mark;
}

/**
 * @param {{name: string, label: string, min: number, max: number, step: number,
 *          onInput: (value: number) => void}} options `name` is the data-nn name, `label` is read aloud
 */
export function slider({ name, label, min, max, step, onInput }) {
  const input = make("input", { type: "range", min, max, step, "aria-label": label });
  const shown = make("span", { class: "nn-value", "aria-hidden": "true" });
  const element = make("label", { class: "nn-slider", "data-nn": name }, nameMark(name), input, shown);
  input.addEventListener("input", () => onInput(input.valueAsNumber));
  const update = (value) => {
    if (input.valueAsNumber !== value) input.value = value;
    shown.textContent = format(value);
    input.setAttribute("aria-valuetext", format(value));
  };
  return { element, update };
}

/**
 * One of several, as a segmented row of radio buttons.
 * @param {{name: string, legend: (string | Node)[], options: [string, string][],
 *          onInput: (value: string) => void}} options
 *   `name` belongs to this group alone; `options` are pairs of value and title
 */
export function choice({ name, legend, options, onInput }) {
  const radios = options.map(([value]) => make("input", { type: "radio", name, value }));
  const labels = options.map(([, title], i) => make("label", {}, radios[i], make("span", {}, title)));
  const element = make("fieldset", { class: "nn-choice", "data-nn": "g" }, make("legend", {}, ...legend), ...labels);
  element.addEventListener("input", ({ target }) => onInput(target.value));
  const update = (value) => radios.forEach((radio) => (radio.checked = radio.value === value));
  return { element, update };
}

export function button(title, onClick) {
  const element = make("button", { type: "button", class: "nn-button" }, title);
  element.addEventListener("click", onClick);
  return { element };
}
