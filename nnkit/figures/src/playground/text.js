/** The field in which the points stand as text: to be pasted, changed, copied. */

import { html } from "../core/html.js";
import { pointsOf } from "./data.js";
import { readPoints, writePoints } from "./paste.js";

/** @param {import("./types.js").State} state @param {boolean} inert @returns {string} the field, if it is open */
export const drawPaste = (state, inert) =>
  html("div", { class: "nn-controls nn-pg-text", inert, hidden: !state.paste },
    html("label", {},
      "One point a line: x1, x2, label (0 to 3, or up to four words)",
      html("textarea", { rows: 7, spellcheck: "false" })),
    html("p", { class: "nn-pg-error", role: "alert" }),
    html("div", { class: "nn-buttons" }, html("button", { type: "button", class: "nn-button" }, "Use these points")));

/**
 * Fills the field when it opens, and takes the points from it.
 * @returns {(state: import("./types.js").State) => void} what follows the state
 */
export function liveText(root, { write, say }) {
  const element = root.querySelector(".nn-pg-text");
  const [text, error] = [element.querySelector("textarea"), element.querySelector(".nn-pg-error")];
  element.querySelector("button").addEventListener("click", () => {
    error.textContent = "";
    try {
      const { points, classes, limit, said } = readPoints(text.value);
      write({ points, classes, limit, dataset: "own", preset: "", selected: -1, unit: [], label: 0, paste: false });
      root.querySelector('[data-control="toggle:paste"] input').focus(); // the button that had it is gone
      say(said);
    } catch (/** @type {any} */ problem) {
      error.textContent = problem.message;
      text.focus();
    }
  });
  /** @type {number[][] | null} */
  let filled = null;
  return (state) => {
    element.hidden = !state.paste;
    const points = state.paste ? pointsOf(state) : null;
    if (points && filled !== points && document.activeElement !== text) text.value = writePoints(points);
    filled = points;
  };
}
