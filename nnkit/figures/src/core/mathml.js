/**
 * Formulas as native MathML, filled with numbers. Every function returns markup; `nn` in the attributes is the name by
 * which a term lights together with equation and drawing.
 */

import { html } from "./html.js";
import { format } from "./numbers.js";
import { escape, parts } from "./svg.js";

/** @typedef {{nn?: string, [attribute: string]: unknown}} Attributes */

/** @param {string} name @param {Attributes} [given] @param {...(string | string[])} children */
const element = (name, { nn, ...attributes } = {}, ...children) => html(name, { "data-nn": nn, ...attributes }, ...children);

/** A variable: `mi("w")`. @param {string} name @param {Attributes} [given] */
export const mi = (name, given) => element("mi", given, escape(name));
/** A number, two decimals and a true minus; text is taken as it stands. @param {number | string} value @param {Attributes} [given] */
export const mn = (value, given) => element("mn", given, escape(typeof value === "number" ? format(value) : value));
/** An operator: `mo("+")`. @param {string} sign @param {Attributes} [given] */
export const mo = (sign, given) => element("mo", given, escape(sign));
/** Words. @param {string} words @param {Attributes} [given] */
export const mtext = (words, given) => element("mtext", given, escape(words));
/** Nothing to see, but of a height: a row keeps its place while its terms change. @param {string} height @param {string} depth */
export const strut = (height, depth) => element("mspace", { width: "0", height, depth });
/** Terms beside each other. @param {string[]} terms @param {Attributes} [given] */
export const mrow = (terms, given) => element("mrow", given, terms);
/** `msub(mi("w"), mn("1"))` @param {string} base @param {string} index @param {Attributes} [given] */
export const msub = (base, index, given) => element("msub", given, base, index);
/** @param {string} base @param {string} power @param {Attributes} [given] */
export const msup = (base, power, given) => element("msup", given, base, power);
/** @param {string} above @param {string} below @param {Attributes} [given] */
export const mfrac = (above, below, given) => element("mfrac", given, above, below);
/** @param {string} inside @param {Attributes} [given] */
export const msqrt = (inside, given) => element("msqrt", given, inside);
/** A hat over a variable: `hat("y")`. @param {string} name @param {Attributes} [given] */
export const hat = (name, given) =>
  element("mover", { accent: "true", ...given }, mi(name), mo("^", { stretchy: "false" }));

/** A symbol by its name, as core/svg.js writes it: "w1", "w2-1-2", "yhat"; it lights by that name. @param {string} name */
export function variable(name, given = { nn: name }) {
  const { letter, index } = parts(name);
  const base = letter === "ŷ" ? hat("y", index ? {} : given) : mi(letter, index ? {} : given);
  return index ? msub(base, mn(index), given) : base;
}

/** Brackets that grow with what they hold. @param {string} inside @param {[string, string]} [signs] @param {Attributes} [given] */
export const fenced = (inside, [open, close] = ["(", ")"], given = {}) =>
  mrow([mo(open, { form: "prefix" }), inside, mo(close, { form: "postfix" })], given);

/** A number as a factor: negative ones in brackets. @param {number} value @param {Attributes} [given] */
export const factor = (value, given) => (value < -0.004 ? fenced(mn(value), ["(", ")"], given) : mn(value, given));

/** Σ with its limits: `sum(mrow([mi("i"), mo("="), mn("1")]), mn("3"), body)`. @param {string} from @param {string} to @param {string} body */
export const sum = (from, to, body, given = {}) => mrow([element("munderover", {}, mo("∑"), from, to), body], given);

/** @param {string[][]} rows of markup @param {Attributes} [given] @returns {string} a matrix in square brackets */
export const matrix = (rows, given = {}) =>
  fenced(table(rows, {}), ["[", "]"], given);

/** Equations below each other, each [left, right], aligned at the sign that begins `right`. @param {string[][]} rows */
export const lines = (rows, given = {}) =>
  table(rows, { class: "nn-lines", ...given });

const table = (rows, given) =>
  element("mtable", given, rows.map((row) => element("mtr", {}, row.map((cell) => element("mtd", {}, cell)))));

/** The whole formula. @param {string} content @param {{label?: string}} [options] `label`: how it is read aloud */
export const math = (content, { label } = {}) => html("math", { display: "block", "aria-label": label }, content);
