/** The reader's hand in the plane and in the network: points, erasing, edges, units. Core's handles do the rest. */

import { clamp } from "../core/numbers.js";
import { pointsOf } from "./data.js";
import { WIDTH, drawHover, edgeAt, edgesOf, weightPlace } from "./network.js";
import { frameOf, pointAt } from "./plane.js";
import { addPoint, erasePoint, movePoint, relabelPoint } from "./tools.js";

/** What Enter does at the cursor. */
function useCursor(state) {
  if (state.tool === "add") return addPoint(state, state.cursor);
  const f = frameOf(state);
  const [x1, x2] = state.cursor;
  return erasePoint(state, pointAt(f, state, pointsOf(state), [f.x(x1), f.y(x2)], 12));
}

/** What core/handles.js asks about the cursor and the chosen point. @type {import("../core/handles.js").Handles} */
export const handles = {
  frame: frameOf,
  at: (state, name) => (name === "cursor" ? state.cursor : pointsOf(state)[state.selected]?.slice(0, 2)),
  move: (state, name, place) => (name === "cursor" ? { cursor: place } : movePoint(state, state.selected, place)),
  press(state, name, by) {
    if (name === "cursor") return useCursor(state);
    return by === "key" ? relabelPoint(state, state.selected) : null;
  },
  tap: (state, panel, place) => (state.tool === "add" ? { ...addPoint(state, place), selected: -1 } : null),
  step: ({ limit }) => limit / 30,
};

/**
 * Points under the pointer: they are dragged, or with the erasing tool erased by a stroke; the right button erases too.
 * Delete erases the chosen one.
 */
export function livePoints(stage, { read, write }) {
  /** The offset of a drag, or "stroke". @type {any} */
  let held = null;
  /** @returns {[number, number]} */
  const placeOf = (event) => {
    const box = stage.getBoundingClientRect();
    const scale = WIDTH / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  };
  const under = (event, state = read()) => {
    const box = stage.getBoundingClientRect();
    const reach = ((event.pointerType === "touch" || event.touches ? 20 : 9) * WIDTH) / box.width;
    return pointAt(frameOf(state), state, pointsOf(state), placeOf(event.touches?.[0] ?? event), reach);
  };
  const change = (changes) => changes && write(changes);

  function press(event) {
    const state = read();
    const i = under(event, state);
    if (event.button > 0 || (i < 0 && state.tool === "add")) return;
    event.stopImmediatePropagation(); // core's handles set points
    stage.setPointerCapture(event.pointerId);
    if (state.tool === "erase") return (held = "stroke"), change(erasePoint(state, i));
    const [f, [x, y], [x1, x2]] = [frameOf(state), placeOf(event), pointsOf(state)[i]];
    held = { dx: f.x(x1) - x, dy: f.y(x2) - y };
    change({ selected: i });
  }

  function drag(event) {
    if (!held) return;
    const state = read();
    if (held === "stroke") return change(erasePoint(state, under(event, state)));
    const [f, [x, y]] = [frameOf(state), placeOf(event)];
    const within = (value) => clamp(value, -state.limit, state.limit);
    change(movePoint(state, state.selected, [within(f.xInverse(x + held.dx)), within(f.yInverse(y + held.dy))]));
  }

  stage.addEventListener("pointerdown", press, { capture: true });
  stage.addEventListener("pointermove", drag);
  stage.addEventListener("pointerup", (event) => (drag(event), (held = null)));
  stage.addEventListener("pointercancel", () => (held = null));
  // A finger on a point moves it, elsewhere it scrolls the page.
  stage.addEventListener("touchstart", (event) => under(event) >= 0 && event.preventDefault(), { passive: false });
  stage.addEventListener("contextmenu", (event) => {
    const i = under(event);
    if (i < 0) return;
    event.preventDefault();
    change(erasePoint(read(), i));
  });
  stage.addEventListener("keydown", (event) => {
    if (event.key !== "Delete" && event.key !== "Backspace") return;
    event.preventDefault();
    change(erasePoint(read(), read().selected));
  });
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** From unit to unit by the arrow keys; a click or Enter opens its weights, a click on an edge that weight. */
export function liveUnits(stage, { sizes, write, read, focusOn }) {
  const choose = (name) => {
    const unit = name.split(",").map(Number);
    write({ unit: String(read().unit) === name ? [] : unit });
  };
  const find = (layer, j) => stage.querySelector(`[data-unit="${layer},${j}"]`);
  stage.addEventListener("click", (event) => {
    const unit = event.target.closest("[data-unit]");
    if (unit) return choose(unit.getAttribute("data-unit"));
    const edge = edgeUnder(stage, event, sizes());
    if (!edge) return;
    write({ unit: [edge.layer, edge.j] });
    focusOn(`parameters.${weightPlace(sizes(), edge)}`);
  });
  stage.addEventListener("keydown", (event) => {
    const name = event.target.closest("[data-unit]")?.getAttribute("data-unit");
    if (!name) return;
    if (event.key === "Enter" || event.key === " ") choose(name);
    else if (ARROWS[event.key]) focusNext(find, sizes(), name.split(",").map(Number), ARROWS[event.key]);
    else return;
    event.preventDefault();
  });
}

function focusNext(find, sizes, [layer, j], [across, down]) {
  const next = clamp(layer + across, 1, sizes.length - 1);
  const unit = across ? Math.min(j, sizes[next] - 1) : clamp(j + down, 0, sizes[layer] - 1);
  find(next, unit).focus();
}

/** The edge under the pointer, in the drawing's own units. */
function edgeUnder(stage, { clientX, clientY }, sizes) {
  const box = stage.getBoundingClientRect();
  const scale = WIDTH / box.width;
  return edgeAt(edgesOf(sizes), (clientX - box.left) * scale, (clientY - box.top) * scale);
}

const unitUnder = ({ target }) =>
  target.closest("[data-unit]")?.getAttribute("data-unit").split(",").map(Number) ?? null;

/** `look` at the unit under the pointer, or at the one that the keys have led to. */
export function liveLook(stage, look) {
  stage.addEventListener("pointermove", (event) => event.pointerType !== "touch" && look(unitUnder(event)));
  stage.addEventListener("pointerleave", () => look(null));
  stage.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && look(unitUnder(event)));
  stage.addEventListener("focusout", () => look(null));
}

/** The number of the edge under the pointer. */
export function liveHover(stage, { net }) {
  const show = (markup) => (stage.querySelector(".nn-pg-hover").innerHTML = markup);
  stage.addEventListener("pointermove", (event) => {
    const { sizes, parameters } = net();
    const edge = event.target.closest("[data-unit]") ? null : edgeUnder(stage, event, sizes);
    stage.classList.toggle("nn-pg-pointing", Boolean(edge));
    if (!edge) return show("");
    const box = stage.getBoundingClientRect();
    const scale = WIDTH / box.width;
    const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    show(drawHover(parameters[weightPlace(sizes, edge)], x, y));
  });
  stage.addEventListener("pointerleave", () => show(""));
}
