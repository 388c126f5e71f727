/**
 * What is moved in the drawing itself, by mouse, touch and keyboard. A handle is an element with `data-handle` (its
 * name) and tabindex; the panel it lies in is its nearest ancestor with `data-plane`.
 */

import { byArrow, moved } from "./arrows.js";
import { givingBack } from "./morph.js";

const STILL = 4; // pixels that a click may wander

const noFrame = () => {
  throw new TypeError("handles that move need a frame");
};

const nameOf = (target) => target.closest?.("[data-handle]")?.getAttribute("data-handle");

/**
 * @typedef {object} Handles
 * @property {(state: any, name: string | null, layout: any, panel: string) => import("./frame.js").Frame} [frame]
 *   of the panel; name is null for a tap; needed where there is `move` or `tap`
 * @property {(state: any, name: string) => number[] | null} [at] data coordinates; null: it cannot move
 * @property {(state: any, name: string, place: any) => any} [move] -> changes; the place,
 *   [x, y], is inside the frame and a multiple of half a step
 * @property {(state: any, name: string, by: "key" | "pointer") => any} [press] Enter, Space or a click
 * @property {(state: any, name: string) => any} [focus] it got the focus or was grabbed
 * @property {(state: any, panel: string, place: any) => any} [tap] a click on an empty place
 *   of a panel
 * @property {number | ((state: any, name: string) => number)} [step] of the arrow keys; 0.1 if left out
 */

/**
 * The point of an event in the coordinates of the panel's frame.
 * @param {{clientX: number, clientY: number}} event @param {SVGGraphicsElement} panel
 * @param {import("./frame.js").Frame} frame
 */
function placeOf(event, panel, frame) {
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(panel.getScreenCTM()?.inverse());
  return [frame.xInverse(x), frame.yInverse(y)];
}

/**
 * @param {HTMLElement} drawing holds the SVG
 * @param {Handles} handles
 * @param {{read: () => any, write: (changes: any) => void, layout: any}} figure
 */
export function liveHandles(drawing, handles, { read, write, layout }) {
  const { frame = noFrame, at = () => null, move, press, focus, tap, step = 0.1 } = handles;
  const change = (ask, ...given) => {
    const changes = ask?.(read(), ...given);
    if (changes) write(changes);
  };
  const stepOf = (name) => (typeof step === "function" ? step(read(), name) : step);
  const frameOf = (panel, name) => frame(read(), name, layout, panel.getAttribute("data-plane"));
  /** @returns {any} */
  const panelOf = (name) => drawing.querySelector(`[data-handle="${CSS.escape(name)}"]`)?.closest("[data-plane]");

  /**
   * What the pointer holds: a handle, or an empty place of a panel (name null).
   * @type {{name: any, panel: any, offset: number[] | null, x: number, y: number, moved: boolean} | null}
   */
  let held = null;

  function grab(event) {
    const name = nameOf(event.target) ?? null;
    const panel = event.target.closest("[data-plane]");
    if (event.button > 0 || (name == null && !(tap && panel))) return;
    held = { name, panel, offset: offsetOf(event, panel, name), x: event.clientX, y: event.clientY, moved: false };
    if (name == null) return;
    drawing.setPointerCapture(event.pointerId);
    drawing.classList.add("nn-dragging");
    change(focus, name);
  }

  /** From the pointer to the handle's middle; null where it cannot move. */
  function offsetOf(event, panel, name) {
    const place = name != null && move ? at(read(), name) : null;
    if (!place) return null;
    const start = placeOf(event, panel, frameOf(panel, name));
    return place.map((value, i) => value - start[i]);
  }

  function drag({ clientX, clientY }) {
    if (!held) return;
    held.moved ||= Math.hypot(clientX - held.x, clientY - held.y) > STILL;
    const { name, offset } = held;
    const panel = panelOf(name);
    if (!held.moved || !offset || !panel) return;
    const [x, y] = placeOf({ clientX, clientY }, panel, frameOf(panel, name));
    change((state) => moved(handles, state, name, [x + offset[0], y + offset[1]], frameOf(panel, name), stepOf(name)));
  }

  function release(event) {
    if (!held) return;
    const { name, panel, moved: wandered } = held;
    letGo();
    if (wandered) return;
    if (name != null) change(press, name, "pointer");
    else if (event.target.closest("[data-plane]") === panel) tapAt(event, panel);
  }

  const tapAt = (event, panel) =>
    change(tap, panel.getAttribute("data-plane"), placeOf(event, panel, frameOf(panel, null)));

  function letGo() {
    held = null;
    drawing.classList.remove("nn-dragging");
  }

  function key(event) {
    const name = nameOf(event.target);
    if (name == null) return;
    const panel = event.key.startsWith("Arrow") && move && at(read(), name) && panelOf(name);
    if (panel) change((state) => byArrow(handles, state, name, event.key, frameOf(panel, name), stepOf(name)));
    else if (press && (event.key === "Enter" || event.key === " ")) change(press, name, "key");
    else return;
    event.preventDefault(); // arrows and space would scroll the page
  }

  drawing.addEventListener("pointerdown", grab);
  drawing.addEventListener("pointermove", drag);
  drawing.addEventListener("pointerup", release);
  drawing.addEventListener("pointercancel", letGo);
  drawing.addEventListener("keydown", key);
  drawing.addEventListener("focusin", ({ target }) => {
    if (nameOf(target) != null && !givingBack.now) change(focus, nameOf(target));
  });
}
