/**
 * Equation and figure: pointing at, focusing or tapping a `data-nn` name lights every element of that name on the
 * page. A finger does not rest on a symbol, so the light of a tap stays until the next tap.
 */

const held = { pointer: null, focus: null, tap: null }; // the name that each of them lights

const nameOf = (target) => target?.closest?.("[data-nn]")?.getAttribute("data-nn") ?? null;

function light(name, on) {
  for (const found of document.querySelectorAll(`[data-nn="${CSS.escape(name)}"]`)) {
    found.classList.toggle("nn-lit", on);
    if (!found.classList.length) found.removeAttribute("class"); // a drawing is then again as it was
  }
}

function hold(by, name) {
  const before = held[by];
  held[by] = name;
  for (const changed of [before, name]) if (changed != null) light(changed, Object.values(held).includes(changed));
}

/** A second tap on a name ends its light; a control has its own use of a tap. */
function tap({ target }) {
  const name = target.closest("label, button, [data-handle]") ? null : nameOf(target);
  hold("tap", name === held.tap ? null : name);
}

/** Listens once per page, however many figures there are. */
export function linkNames() {
  if (document.documentElement.dataset.nnLinked) return;
  document.documentElement.dataset.nnLinked = "true";
  document.addEventListener("pointerover", ({ target }) => hold("pointer", nameOf(target)));
  document.addEventListener("pointerout", () => hold("pointer", null));
  document.addEventListener("focusin", ({ target }) => hold("focus", nameOf(target)));
  document.addEventListener("focusout", () => hold("focus", null));
  // Not "click", which some phones keep from what is neither link nor control; a scroll ends in pointercancel.
  document.addEventListener("pointerup", tap);
}
