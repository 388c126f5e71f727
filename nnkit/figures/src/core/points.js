/** Points moved by mouse, touch and keyboard. The drawing marks them with `data-point`. */

import { clamp, snap } from "./numbers.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const STEP = 0.1;

/**
 * @param {HTMLElement} drawing holds the SVG
 * @param {{frame: () => object, points: () => number[][], move: (i: number, x1: number, x2: number) => void,
 *          toggle: (i: number) => void, select: (i: number) => void}} figure
 */
export function movablePoints(drawing, { frame, points, move, toggle, select }) {
  const indexOf = (target) => target.closest?.("[data-point]")?.getAttribute("data-point");
  const put = (i, x1, x2) => {
    const { xlim, ylim } = frame();
    move(i, clamp(snap(x1, 0.05), ...xlim), clamp(snap(x2, 0.05), ...ylim));
  };

  let dragged = null;
  drawing.addEventListener("pointerdown", (event) => {
    const index = indexOf(event.target);
    if (index == null || event.button > 0) return;
    dragged = Number(index);
    event.target.closest("[data-point]").setPointerCapture(event.pointerId);
    select(dragged);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (dragged == null) return;
    const panel = drawing.querySelector("[data-plane]");
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(panel.getScreenCTM().inverse());
    put(dragged, frame().xInverse(x), frame().yInverse(y));
  });
  for (const type of ["pointerup", "pointercancel"]) drawing.addEventListener(type, () => (dragged = null));

  drawing.addEventListener("keydown", (event) => {
    const index = indexOf(event.target);
    if (index == null) return;
    const i = Number(index);
    if (ARROWS[event.key]) {
      const [dx, dy] = ARROWS[event.key];
      const [x1, x2] = points()[i];
      put(i, x1 + dx * STEP, x2 + dy * STEP);
    } else if (event.key === "Enter" || event.key === " ") toggle(i);
    else return;
    event.preventDefault(); // arrows and space would scroll the page
  });
  drawing.addEventListener("focusin", (event) => {
    const index = indexOf(event.target);
    if (index != null) select(Number(index));
  });
}
