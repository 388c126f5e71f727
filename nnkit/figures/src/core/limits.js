/** What an address may ask for: only what the reader could have set by the figure's own controls. */

import { changesOf } from "./controls.js";
import { valueAt } from "./paths.js";

const DUST = 1e-9; // what adding steps leaves beside a limit

const isTree = (value) => value !== null && typeof value === "object";

/** Is the number between the control's ends, and whole where its steps and ends are? */
function isBetween(value, { min = -Infinity, max = Infinity, step = 0.1 }) {
  const whole = [min, max, step].every(Number.isInteger);
  return Number.isFinite(value) && value >= min - DUST && value <= max + DUST && (!whole || Number.isInteger(value));
}

/** Each event that the reader could cause in a control of few values. */
const EVENTS = {
  choice: ({ options }) => options.map(([value]) => ({ target: { value: String(value) } })),
  menu: ({ options }) => options.map(([value]) => ({ target: { value: String(value) } })),
  toggle: () => [{ target: { checked: true } }, { target: { checked: false } }],
};

/** Could the control have given what stands at its name? Lists can also come from handles, and are not asked. */
function couldGive(control, state) {
  const { kind, name, value } = control;
  if (kind === "slider" || kind === "number") return isBetween(value ? value(state) : valueAt(state, name), control);
  const asked = name && valueAt(state, name);
  if (asked === undefined || isTree(asked)) return true;
  const given = EVENTS[kind]?.(control).map((event) => changesOf(control, /** @type {any} */ (event), state)) ?? [];
  return given.some((changes) => valueAt({ ...state, ...changes }, name) === asked);
}

/** What stands at a control's name, and what it makes of that. @param {any} control @param {any} state */
function standing({ name, value }, state) {
  try {
    return JSON.stringify([name && valueAt(state, name), value?.(state)]);
  } catch {
    return ""; // it is not there in this state
  }
}

/**
 * Is every value that differs from the start one that its control can give? What the page's author has set is not
 * asked. To be asked before anything is drawn: a huge number could keep a drawing busy for ever.
 * @param {import("./controls.js").Control[]} controls of the state @param {any} state that the address asks for
 * @param {any} start
 */
export const isReachable = (controls, state, start) =>
  controls.every((control) => standing(control, state) === standing(control, start) || couldGive(control, state));
