/** Brings live markup to new markup in place: focus, pointer capture and listeners stay where they are. */

const LIT = "nn-lit";
/** What may bear the focus, and the attribute by which it is found again. */
const NAMES = ["data-handle", "data-control"];

/**
 * What each host was last brought to: what is the same in the new markup is not looked at again.
 * @type {WeakMap<Element, {markup: string, content: DocumentFragment}>}
 */
const known = new WeakMap();

/** @param {Element} host @param {string} markup of its children */
export function morph(host, markup) {
  const before = known.get(host);
  if (before?.markup === markup) return;
  const template = document.createElement("template");
  template.innerHTML = markup;
  children(host, template.content, before?.content);
  known.set(host, { markup, content: template.content });
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

/** @param {Node} [last] as which `old` was drawn; `fresh` stays whole, for it is the next one's `last` */
function children(old, fresh, last) {
  const [before, after, drawn] = [[...old.childNodes], [...fresh.childNodes], last?.childNodes ?? []];
  after.forEach((child, i) => (before[i] ? replace(before[i], child, drawn[i]) : old.append(child.cloneNode(true))));
  before.slice(after.length).forEach((child) => child.remove());
}

function replace(old, fresh, last) {
  if (last?.isEqualNode(fresh)) return;
  if (old.nodeName !== fresh.nodeName) return old.replaceWith(fresh.cloneNode(true));
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  attributes(old, fresh);
  children(old, fresh, last);
}

function attributes(old, fresh) {
  const lit = old.classList.contains(LIT);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  if (lit) old.classList.add(LIT);
}
