/** SVG as text: a drawing is a pure function of the state, in node as in the browser. */

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const SPECIAL = /[&<>"]/;

/** @param {unknown} given @returns {string} text safe inside markup and attributes */
export const escape = (given) => {
  const plain = String(given);
  return SPECIAL.test(plain) ? plain.replace(/[&<>"]/g, (character) => ESCAPES[character]) : plain;
};

const written = (value) => (typeof value === "number" ? Math.round(value * 100) / 100 : escape(value));

/** @param {any[]} children markup, in lists or not @returns {string} */
export const joined = (children) => {
  let markup = "";
  for (const child of children) markup += Array.isArray(child) ? joined(child) : child ?? "";
  return markup;
};

/**
 * One element. Attributes that are null, undefined or false are left out; numbers keep two decimals. (Plain loops: a
 * drawing is some hundred of these at every move.)
 * @param {string} name
 * @param {Record<string, unknown>} attributes
 * @param {...(string | string[])} children markup, already escaped
 */
export const node = (name, attributes = {}, ...children) => {
  let given = "";
  for (const key in attributes) {
    const value = attributes[key];
    if (value != null && value !== false) given += ` ${key}="${written(value)}"`;
  }
  return `<${name}${given}>${joined(children)}</${name}>`;
};

export const group = (attributes, ...children) => node("g", attributes, ...children);
export const line = (x1, y1, x2, y2, attributes) => node("line", { x1, y1, x2, y2, ...attributes });
export const circle = (cx, cy, r, attributes) => node("circle", { cx, cy, r, ...attributes });
export const rect = (x, y, width, height, attributes) => node("rect", { x, y, width, height, ...attributes });
export const text = (x, y, content, attributes) => node("text", { x, y, ...attributes }, content);
export const translate = (x, y) => `translate(${+x.toFixed(2)} ${+y.toFixed(2)})`;

/** A polyline's path; null values are gaps. @param {([number, number] | null)[]} points */
export const path = (points) =>
  points
    .map((point, i) => point && `${points[i - 1] ? "L" : "M"}${point[0].toFixed(1)} ${point[1].toFixed(1)}`)
    .filter(Boolean)
    .join("");

/**
 * A symbol's name in its parts: "w1", "w2,1,2" or, as names in KaTeX's equations must not hold a comma, "w2-1-2".
 * @param {string} name @returns {{letter: string, index: string}}
 */
export function parts(name) {
  const [, letter, index] = /^(.*?)-?((?:\d+[-,]?)*)$/.exec(name) ?? ["", name, ""];
  return { letter: letter === "yhat" ? "ŷ" : letter, index: index.replaceAll("-", ",") };
}

/** A variable in italics, its indices below: `symbol("w1")`, `symbol("w2-1-2")`. A zero-width space ends the shift. */
export const symbol = (name) => {
  const { letter, index } = parts(name);
  const base = node("tspan", { class: "nn-symbol" }, escape(letter));
  if (!index) return base;
  return `${base}${node("tspan", { class: "nn-index", dy: 3.5 }, index)}${node("tspan", { dy: -3.5 }, "\u200b")}`;
};

/** Markup that lights together with every other element of the same name on the page. */
export const named = (name, content = symbol(name), attributes = {}) =>
  node("tspan", { "data-nn": name, ...attributes }, content);
