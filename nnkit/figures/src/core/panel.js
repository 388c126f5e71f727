/** The controls of a figure in their groups, and what the reader does with them. */

import { changesOf, draw, keyOf, update } from "./controls.js";
import { html } from "./html.js";
import { keepFocus, morph } from "./morph.js";
import { escape } from "./svg.js";

const column = ({ kind }) => (kind === "slider" || kind === "number" ? "sliders" : "choices");
const isSmall = ({ kind }) => kind === "button" || kind === "player" || kind === "toggle";

/** Neighbours for which `same` holds, together. */
function runs(list, same) {
  const found = [];
  for (const item of list) {
    if (found.length && same(found.at(-1)[0], item)) found.at(-1).push(item);
    else found.push([item]);
  }
  return found;
}

const row = (layout) => (list) => {
  const drawn = list.map((control) => draw(control, layout));
  if (isSmall(list[0])) return html("div", { class: "nn-buttons" }, drawn);
  return column(list[0]) === "sliders" ? html("div", { class: "nn-rows" }, drawn) : drawn.join("");
};

function block(list, layout) {
  const { group } = list[0];
  const rows = runs(list, (a, b) => isSmall(a) === isSmall(b) && column(a) === column(b)).map(row(layout));
  const heading = group ? html("p", { class: "nn-heading" }, escape(group)) : "";
  return html("div", { class: `nn-${column(list[0])}`, role: group && "group", "aria-label": group }, heading, rows);
}

/**
 * @param {import("./controls.js").Control[]} list
 * @param {{id: string, still?: boolean}} layout
 * @returns {string} markup of all controls
 */
export const drawPanel = (list, layout) =>
  runs(list, (a, b) => a.group === b.group && (a.group || column(a) === column(b)))
    .map((neighbours) => block(neighbours, layout))
    .join("");

/** The same plain data? What a control does (its functions) is no part of how it looks, nor is its value. */
const same = (a, b) =>
  a === b || typeof a === "function" || (isObject(a) && isObject(b) && Object.keys(a).length === Object.keys(b).length
    && Object.keys(a).every((name) => name === "disabled" || same(a[name], b[name])));
const isObject = (value) => value !== null && typeof value === "object";

/**
 * Listens to the controls in `element`. -> what brings them up to date
 * @param {HTMLElement} element
 * @param {{list: () => import("./controls.js").Control[], read: () => any, write: (changes: any) => void,
 *   player: {running: boolean, ended: boolean, toggle: (perSecond?: number) => void, step: () => void}, id: string}} figure
 */
export function livePanel(element, { list, read, write, player, id }) {
  /** @type {import("./controls.js").Control[]} */
  let drawn = [];
  const find = (target) => {
    const key = target.closest("[data-control]")?.getAttribute("data-control");
    return list().find((control) => keyOf(control) === key);
  };
  element.addEventListener("input", (event) => {
    const control = find(event.target);
    const changes = control && changesOf(control, event, read());
    if (changes) write(changes);
  });
  element.addEventListener("click", ({ target }) => {
    const pressed = /** @type {Element} */ (target).closest("button");
    if (!pressed || pressed.getAttribute("aria-disabled") === "true") return;
    const control = find(pressed);
    if (!control) return;
    if (control.kind === "button") write(control.act(read()) ?? {});
    else if (pressed.classList.contains("nn-step")) player.step();
    else {
      if (player.ended) write(control.again(read()));
      player.toggle(control.perSecond);
    }
  });
  return (state) => {
    const controls = list();
    if (!same(controls, drawn)) keepFocus(element, () => morph(element, drawPanel((drawn = controls), { id })));
    const found = element.querySelectorAll("[data-control]");
    controls.forEach((control, i) => update(control, found[i], state, player));
  };
}
