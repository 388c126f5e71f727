/** How the graph's names, operations and numbers are written. */

import { format } from "../core/numbers.js";
import { escape, node, symbol } from "../core/svg.js";

/** At most three decimals, none that say nothing: 0.5, −0.176, 12.25; small numbers keep two digits. */
export function short(value) {
  if (value == null) return "–";
  const size = Math.abs(value);
  const digits = size >= 10 ? 2 : size >= 0.0995 || size < 1e-7 ? 3 : Math.ceil(-Math.log10(size)) + 1;
  return format(value, digits).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

/** A factor or a term: negative numbers in brackets. */
export const bracketed = (value) => (value < 0 ? `(${short(value)})` : short(value));

/** Names in italics, numbers upright. */
export const written = (name) => (/^[\d.−-]/.test(name) ? escape(name.replace("-", "−")) : symbol(name));

const raised = (content) => node("tspan", { class: "nn-index", dy: -5 }, content) + node("tspan", { dy: 5 }, "\u200b");

const SIGNS = { "+": " + ", "-": " − ", "*": " · ", "/": " / " };
const WORDS = { exp: "exp", log: "log", tanh: "tanh", sigmoid: "σ", relu: "relu" };

/** An operation with its inputs, as SVG text. */
export function operation({ op, inputs, exponent, base }, names) {
  const parts = inputs.map((input) => written(names[input]));
  if (exponent !== undefined) return parts[0] + raised(short(exponent));
  if (base !== undefined) return short(base) + raised(parts[0]);
  if (op in WORDS) return `${WORDS[op]}(${parts[0]})`;
  return parts.length === 1 ? `−${parts[0]}` : parts.join(SIGNS[op]);
}
