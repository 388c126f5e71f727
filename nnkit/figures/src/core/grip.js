/** What is moved in the drawing itself: a mark with its touch target, its name and its value. */

import { circle, group, translate } from "./svg.js";

/**
 * @param {{name: string, x: number, y: number, label: string, value: string, still?: boolean, role?: string,
 *   kind?: string, reach?: number}} options name: as in the part's `handles`; label: what it is, value: where it
 *   stands, both read aloud; x, y: in the drawing; role: "slider", or "button" where Enter does something; kind: more
 *   classes; reach: the target's radius
 * @param {...string} content drawn around (0, 0)
 * @returns {string} markup; with `still` a picture without a handle
 */
export const grip = (options, ...content) => {
  const { name, x, y, label, value, still = false, role = "slider", kind = "", reach = 20 } = options;
  const live = { "data-handle": name, tabindex: 0, role, "aria-label": label, "aria-valuetext": value };
  return group(
    { class: `nn-grip ${kind}`.trim(), transform: translate(x, y), ...(still ? {} : live) },
    still ? "" : circle(0, 0, reach, { class: "nn-target" }),
    ...content,
  );
};
