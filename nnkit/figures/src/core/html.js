/** Markup of what stands around a drawing, as text: a pure function of the state, in node as in the browser. */

import { escape, joined, parts } from "./svg.js";

const EMPTY = new Set(["input"]);

/**
 * One element. Attributes that are null, undefined or false are left out; true stands for itself.
 * @param {string} name
 * @param {Record<string, unknown>} [attributes]
 * @param {...(string | string[])} children markup, already escaped
 */
export function html(name, attributes = {}, ...children) {
  let open = `<${name}`;
  for (const key in attributes) {
    const value = attributes[key];
    if (value === true) open += ` ${key}`;
    else if (value != null && value !== false) open += ` ${key}="${escape(value)}"`;
  }
  return EMPTY.has(name) ? `${open}>` : `${open}>${joined(children)}</${name}>`;
}

/** "w1" -> w with the subscript 1; "w2-1-2" -> w with 2,1,2; "yhat" -> ŷ. Hidden from those who hear the label. */
export function mark(name) {
  const { letter, index } = parts(name);
  return html("span", { class: "nn-name", "aria-hidden": "true" },
    slanted(letter), index ? html("sub", {}, index) : "");
}

/** Letters slanted, digits and brackets upright: "p(1)". */
const slanted = (name) =>
  name.split(/([^\p{L}\p{M}]+)/u).filter(Boolean).map((piece) =>
    /^[\p{L}\p{M}]/u.test(piece) ? html("i", {}, escape(piece)) : html("span", { class: "nn-upright" }, escape(piece)));

/** "w2,1,2" and "x1" in a sentence: a letter with an index, and no other letter or digit around it. */
const INDEXED = /(?<![\p{L}\p{N}])(\p{L})(\d+(?:,\d+)*)(?![\p{L}\p{N}])/gu;

/** A sentence as markup, its symbols with their indices below. @param {string} text */
export const sentence = (text) =>
  escape(text).replace(INDEXED, (_, letter, index) => `${html("i", {}, letter)}${html("sub", {}, index)}`);
