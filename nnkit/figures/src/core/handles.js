/**
 * What is moved in the drawing itself, by mouse, touch and keyboard. A handle is an element with `data-handle` (its
 * name) and tabindex; the panel it lies in is its nearest ancestor with `data-plane`.
 */

import { clamp, snap } from "./numbers.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const STILL = 4; // pixels that a click may wander

const nameOf = (target) => target.closest?.("[data-handle]")?.getAttribute("data-handle");

/**
 * @typedef {object} Handles
 * @property {(state: object, name: string | null, layout: object, panel: string) => object} [frame] core/frame.js
 *   frame of the panel; name is null for a tap
 * @property {(state: object, name: string) => [number, number] | null} [at] data coordinates; null: it cannot move
 * @property {(state: object, name: string, place: [number, number]) => object | null} [move] -> changes; the place is
 *   inside the frame and a multiple of half a step
 * @property {(state: object, name: string, by: "key" | "pointer") => object | null} [press] Enter, Space or a click
 * @property {(state: object, name: string) => object | null} [focus] it got the focus or was grabbed
 * @property {(state: object, panel: string, place: [number, number]) => object | null} [tap] a click on an empty place
 *   of a panel
 * @property {number | ((state: object, name: string) => number)} [step] of the arrow keys; 0.1 if left out
 */

/** The point of an event in the coordinates of the panel's frame. */
function placeOf(event, panel, frame) {
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(panel.getScreenCTM().inverse());
  return [frame.xInverse(x), frame.yInverse(y)];
}

/**
 * @param {HTMLElement} drawing holds the SVG
 * @param {Handles} handles
 * @param {{read: () => object, write: (changes: object) => void, layout: object}} figure
 */
export function liveHandles(drawing, handles, { read, write, layout }) {
  const { frame, at = () => null, move, press, focus, tap, step = 0.1 } = handles;
  const change = (ask, ...given) => {
    const changes = ask?.(read(), ...given);
    if (changes) write(changes);
  };
  const stepOf = (name) => (typeof step === "function" ? step(read(), name) : step);
  const frameOf = (panel, name) => frame(read(), name, layout, panel.getAttribute("data-plane"));
  const panelOf = (name) => drawing.querySelector(`[data-handle="${CSS.escape(name)}"]`)?.closest("[data-plane]");

  function put(name, [x, y]) {
    const panel = panelOf(name);
    if (!panel) return;
    const { xlim, ylim } = frameOf(panel, name);
    const half = stepOf(name) / 2;
    change(move, name, [clamp(snap(x, half), ...xlim), clamp(snap(y, half), ...ylim)]);
  }

  /** What the pointer holds: a handle, or an empty place of a panel (name null). */
  let held = null;

  function grab(event) {
    const name = nameOf(event.target) ?? null;
    const panel = event.target.closest("[data-plane]");
    if (event.button > 0 || (name == null && !(tap && panel))) return;
    const place = name != null && move ? at(read(), name) : null;
    const start = place && placeOf(event, panel, frameOf(panel, name));
    const offset = place && place.map((value, i) => value - start[i]);
    held = { name, panel, offset, x: event.clientX, y: event.clientY, moved: false };
    if (name == null) return;
    drawing.setPointerCapture(event.pointerId);
    drawing.classList.add("nn-dragging");
    change(focus, name);
  }

  function drag({ clientX, clientY }) {
    if (!held) return;
    held.moved ||= Math.hypot(clientX - held.x, clientY - held.y) > STILL;
    if (!held.moved || !held.offset) return;
    const panel = panelOf(held.name);
    if (!panel) return;
    const place = placeOf({ clientX, clientY }, panel, frameOf(panel, held.name));
    put(held.name, place.map((value, i) => value + held.offset[i]));
  }

  function release(event) {
    if (!held) return;
    const { name, panel, moved } = held;
    letGo();
    if (moved) return;
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
    const place = ARROWS[event.key] && move && at(read(), name);
    if (place) put(name, place.map((value, i) => value + ARROWS[event.key][i] * stepOf(name)));
    else if (press && (event.key === "Enter" || event.key === " ")) change(press, name, "key");
    else return;
    event.preventDefault(); // arrows and space would scroll the page
  }

  drawing.addEventListener("pointerdown", grab);
  drawing.addEventListener("pointermove", drag);
  drawing.addEventListener("pointerup", release);
  drawing.addEventListener("pointercancel", letGo);
  drawing.addEventListener("keydown", key);
  drawing.addEventListener("focusin", ({ target }) => nameOf(target) != null && change(focus, nameOf(target)));
}
