/** Brings a live drawing to new markup in place: focus, pointer capture and listeners stay where they are. */

const LIT = "nn-lit";

/** @param {Element} host @param {string} markup one root element */
export function morph(host, markup) {
  const template = document.createElement("div");
  template.innerHTML = markup;
  children(host, template);
}

function children(old, fresh) {
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  after.forEach((child, i) => (before[i] ? replace(before[i], child) : old.append(child)));
  before.slice(after.length).forEach((child) => child.remove());
}

function replace(old, fresh) {
  if (old.nodeName !== fresh.nodeName) return old.replaceWith(fresh);
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  attributes(old, fresh);
  children(old, fresh);
}

function attributes(old, fresh) {
  const lit = old.classList.contains(LIT);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  if (lit) old.classList.add(LIT);
}
