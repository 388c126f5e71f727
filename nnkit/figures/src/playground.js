/**
 * The playground: set points, build a network, watch it train. Its surface, every unit's own surface, the warped grid,
 * the losses; cases with a goal; the very network as code.
 */

import { sessionOf } from "./playground/session.js";
import { codeOf } from "./playground/code.js";
import { drawBar } from "./core/bar.js";
import { html } from "./core/html.js";
import { live } from "./playground/live.js";
import { defaults } from "./playground/settings.js";
import { draw, drawFrame, drawPicture, viewOf } from "./playground/still.js";
import { describeView } from "./playground/words.js";

export { compute, train, trainer } from "./playground/compute.js";
export { draw };

/** @param {object} state @returns {string} the figure in one sentence, for those who hear it */
export const describe = (state) => describeView(viewOf(state));

/** @param {object} state @returns {{nnkit: string, numpy: string, torch: string}} the network as code */
export const code = (state) => codeOf(sessionOf({ ...defaults, ...state }).net);

/** The markup of a page on which the playground has not started: the same frame, with pictures. */
function still(state, { id }) {
  const view = viewOf(state);
  const bar = drawBar({ link: true, code: ["nnkit", "numpy", "torch"], still: true });
  const frame = drawFrame(view, { id, still: true }, (name) => drawPicture(view, name), bar);
  return html("div", { class: "nn-root nn-playground nn-still" }, frame);
}

export default { defaults, still, render: live };
