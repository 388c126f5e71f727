/** Equation and figure: pointing at or focusing a `data-nn` name lights every element of that name on the page. */

const light = (name, on) =>
  document.querySelectorAll(`[data-nn="${CSS.escape(name)}"]`).forEach((found) => found.classList.toggle("nn-lit", on));

const nameOf = (target) => target?.closest?.("[data-nn]")?.getAttribute("data-nn");

/** Listens once per page, however many figures there are. */
export function linkNames() {
  if (document.documentElement.dataset.nnLinked) return;
  document.documentElement.dataset.nnLinked = "true";
  for (const [type, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(type, ({ target }) => nameOf(target) && light(nameOf(target), on));
  }
}
