/** The quiet row under a figure: back to the start, a link to this state, the state as code. */

import { copyText } from "./copy.js";
import { html } from "./html.js";

const LANGUAGES = { nnkit: "nnkit", numpy: "NumPy", torch: "PyTorch" };
const SAID = 1600; // ms that "Copied" stands

const small = (act, title, attributes = {}) =>
  html("button", { type: "button", class: "nn-small", "data-act": act, ...attributes }, title);

/**
 * @param {{link: boolean, code: string[], still?: boolean}} options `code`: names of the languages that are offered
 * @returns {string} markup
 */
export function drawBar({ link, code, still = false }) {
  const disabled = still;
  const copies = code.map((name) => small(name, LANGUAGES[name], { "aria-label": `Copy as ${LANGUAGES[name]}`, disabled }));
  return small("reset", "Reset", { disabled })
    + (link ? small("link", "Link", { "aria-label": "Copy a link to this state", disabled }) : "")
    + (copies.length ? html("span", { class: "nn-copies" }, html("span", { "aria-hidden": "true" }, "Copy as"), copies) : "");
}

/**
 * @param {HTMLElement} element holds the bar
 * @param {{reset: () => void, link: () => string, code: (language: string) => string, say: (text: string) => void}} figure
 */
export function liveBar(element, { reset, link, code, say }) {
  element.addEventListener("click", async ({ target }) => {
    const pressed = /** @type {Element} */ (target).closest("[data-act]");
    const act = pressed?.getAttribute("data-act");
    if (!pressed || !act) return;
    if (act === "reset") return reset();
    const copied = await copyText(act === "link" ? link() : code(act));
    const told = copied ? "Copied" : "Not allowed";
    say(told);
    pressed.setAttribute("data-told", told);
    setTimeout(() => pressed.removeAttribute("data-told"), SAID);
  });
}
