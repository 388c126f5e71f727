/** Brings live markup to new markup in place: focus, pointer capture and listeners stay where they are. */

import { attributesIn, decode, read } from "./markup.js";

const LIT = "nn-lit";
/** What may bear the focus, and the attribute by which it is found again. */
const NAMES = ["data-handle", "data-control"];

/**
 * What each host was last brought to: what is the same in the new markup is not looked at again.
 * @type {WeakMap<Element, {markup: string, pieces: import("./markup.js").Piece[]}>}
 */
const known = new WeakMap();

/** @param {Element} host @param {string} markup of its children, as core writes it */
export function morph(host, markup) {
  const before = known.get(host);
  if (before?.markup === markup) return;
  const pieces = read(markup);
  if (before) children(host, before.pieces, pieces);
  else host.innerHTML = markup;
  known.set(host, { markup, pieces });
}

/** Does the focus only come back after a drawing? Then no reader has come to the element. */
export const givingBack = { now: false };

/**
 * Runs `change`; what had the focus in `host` has it still, also where it now stands at another place.
 * @param {Element} host @param {() => void} change
 */
export function keepFocus(host, change) {
  const active = /** @type {any} */ (document.activeElement);
  const attribute = host.contains(active) && NAMES.find((name) => active.closest(`[${name}]`));
  if (!attribute) return change();
  const name = active.closest(`[${attribute}]`).getAttribute(attribute);
  change();
  const bearer = host.querySelector(`[${attribute}="${CSS.escape(name)}"]`);
  if (!bearer || bearer.contains(document.activeElement)) return;
  givingBack.now = true;
  focusIn(bearer, active.value);
  givingBack.now = false;
}

/** The focus goes to the element itself, or to the input in it. */
function focusIn(bearer, value) {
  const inputs = [...bearer.querySelectorAll("input, select, button")];
  (inputs.find((input) => input.value === value) ?? inputs[0] ?? bearer).focus({ preventScroll: true });
}

/** @param {Element} element @param {import("./markup.js").Piece[]} last @param {import("./markup.js").Piece[]} fresh */
function children(element, last, fresh) {
  const nodes = [...element.childNodes];
  if (nodes.length !== last.length) { // another hand was here
    element.innerHTML = sourceOf(fresh);
    return;
  }
  const both = Math.min(last.length, fresh.length);
  let [head, tail] = [0, 0];
  while (head < both && last[head].source === fresh[head].source) head++;
  while (tail < both - head && last.at(-1 - tail)?.source === fresh.at(-1 - tail)?.source) tail++;
  for (let i = head; i < both - tail; i++) replace(element, nodes[i], last[i], fresh[i]);
  if (fresh.length > both) put(element, fresh.slice(both - tail, fresh.length - tail), nodes[both - tail]);
  for (let i = both - tail; i < last.length - tail; i++) nodes[i].remove();
}

function replace(parent, node, last, piece) {
  if (last.source === piece.source) return;
  if (last.name !== piece.name) return put(parent, [piece], node), node.remove();
  if (!piece.name) {
    node.data = decode(piece.source);
    return;
  }
  if (last.given !== piece.given) attributes(node, attributesIn(last.given), attributesIn(piece.given));
  children(node, last.children, piece.children);
}

const sourceOf = (pieces) => pieces.map(({ source }) => source).join("");

/**
 * New nodes before `next`, parsed where they belong: SVG in SVG, MathML in MathML.
 * @param {Element} parent @param {import("./markup.js").Piece[]} pieces @param {Node | null} [next]
 */
function put(parent, pieces, next = null) {
  const place = /** @type {Element} */ (parent.cloneNode(false));
  place.innerHTML = sourceOf(pieces);
  for (const node of [...place.childNodes]) parent.insertBefore(node, next);
}

function attributes(element, last, fresh) {
  const lit = element.classList.contains(LIT);
  for (const [name, value] of fresh) if (last.get(name) !== value) element.setAttribute(name, value);
  if (element.attributes.length > fresh.size) {
    for (const name of element.getAttributeNames()) if (!fresh.has(name)) element.removeAttribute(name);
  }
  if (lit) element.classList.add(LIT);
}
