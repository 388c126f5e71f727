/** Markup of what stands around a drawing, as text: a pure function of the state, in node as in the browser. */

import { escape, parts } from "./svg.js";

const EMPTY = new Set(["input"]);

const attribute = ([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escape(value)}"`);

/**
 * One element. Attributes that are null, undefined or false are left out; true stands for itself.
 * @param {string} name
 * @param {Record<string, unknown>} [attributes]
 * @param {...(string | string[])} children markup, already escaped
 */
export function html(name, attributes = {}, ...children) {
  const given = Object.entries(attributes).filter(([, value]) => value != null && value !== false);
  const open = `<${name}${given.map(attribute).join("")}>`;
  return EMPTY.has(name) ? open : `${open}${children.flat().join("")}</${name}>`;
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
