/** The playground's state: the model's traits, the training's weights, and what the reader can undo. */

import { addressOf, askedFor } from "./address.js";
import { createHistory } from "./history.js";
import { createSession } from "./session.js";
import { defaults, settle } from "./settings.js";

/** What is not worth an undoing of its own. */
const PASSING = ["running", "selected", "cursor", "paste", "losses"];
/** Which tool is at hand: by itself no change of what is made with it. */
const TOOLS = ["label", "tool"];
const undoable = (changes) => Object.fromEntries(Object.entries(changes).filter(([name]) => !PASSING.includes(name)));

/** @typedef {ReturnType<typeof createStore>} Store */

/**
 * @param {any} model of anywidget, or of the site's host
 * @param {string} [key] of the figure in the page's address
 */
export function createStore(model, key) {
  const touched = new Set();
  const past = createHistory();
  /** Weights, step and losses where the run began, while it goes on. @type {any} */
  let began = null;

  const state = () =>
    Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, model.get(name) ?? value]));

  function set(changes) {
    for (const [name, value] of Object.entries(changes)) {
      touched.add(name);
      model.set(name, value);
    }
    model.save_changes();
  }

  const start = state();
  const asked = askedFor(key, start);
  if (Object.keys(asked).length) set(asked);
  const session = createSession(state());

  /** Weights and losses of this moment, into the model. */
  const publish = () => set(session.save());

  function beginRun() {
    const { parameters, step, losses } = state();
    began ??= { parameters, step, losses };
  }

  /** What was trained since the run began becomes one change that can be undone. */
  function endRun() {
    const [before, { parameters, step, losses }] = [began, session.save()];
    began = null;
    if (before && before.step !== step) {
      past.seal();
      past.note({ ...state(), ...before }, { parameters, step, losses });
      past.seal();
    }
    publish();
  }

  /** What the reader changes. */
  function write(given) {
    const changes = settle(state(), given);
    if (!Object.keys(changes).length) return;
    if ("parameters" in changes) endRun();
    if (!Object.keys(changes).every((name) => TOOLS.includes(name))) past.note(state(), undoable(changes));
    set(changes);
  }

  const back = (move) => () => {
    endRun();
    const changes = move();
    if (!changes) return;
    const now = { ...state(), ...changes };
    set({ ...changes, label: Math.min(now.label, now.classes - 1), running: false });
  };

  return {
    session, state, set, write, publish, beginRun, endRun,
    /** The state with the weights of this moment. */
    read: () => ({ ...state(), parameters: [...session.net.parameters], step: session.step }),
    undo: back(past.undo), redo: back(past.redo), canUndo: past.canUndo, canRedo: past.canRedo,
    reset: () => set({ ...Object.fromEntries([...touched].map((name) => [name, start[name]])), running: false }),
    address: (place) => addressOf(key, state(), session, start, place),
  };
}
