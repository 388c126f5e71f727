/** The playground in the page's address: its settings, own points, and the weights where no replay gives them. */

import { decode, encode, hrefWith, textOf } from "../core/url.js";
import { isSane } from "./sane.js";
import { stepsAtOnce } from "./session.js";

/** What is the page's own business, not the state's: no link starts a run, or puts words into the page's mouth. */
const LEFT_OUT = ["running", "status", "tone", "train_loss", "test_loss", "accuracy"];

const MOST_EXACT = 200; // parameters; more get fewer digits, or the address would be too long for some servers

const digits = ({ length }) => (length > MOST_EXACT ? (value) => Number(value.toPrecision(6)) : (value) => value);

/** The state without what can be made from the rest. @param {import("./types.js").Session} session */
function packed(state, session, start) {
  const replayed = session.replayable && session.step <= stepsAtOnce(session, state.batch);
  return {
    ...state,
    ...Object.fromEntries(LEFT_OUT.map((name) => [name, start[name]])),
    step: session.step,
    parameters: replayed ? [] : Array.from(session.net.parameters, digits(session.net.parameters)),
    losses: replayed ? [] : session.save().losses,
  };
}

/** The address that brings this state back. */
export const addressOf = (key, state, session, start, place) =>
  hrefWith(key, encode(packed(state, session, start), start), place);

/** What the items of a list are like, where the start has none. */
const ITEMS = { points: [[0, 0, 0, 0]], hidden: [1], parameters: [0], losses: [[0, 0, 0]], unit: [1, 0] };

/**
 * Changes that the address asks for. Its lists may be longer than the start's, which may be empty.
 * @param {string} search of the address
 */
export function askedFor(key, start, search = key ? location.search : "") {
  const model = { ...start };
  for (const [name, items] of Object.entries(ITEMS)) if (!start[name].length) model[name] = items;
  const changes = key ? decode(textOf(search, key), model) : {};
  for (const name of LEFT_OUT) delete changes[name];
  return isSane({ ...start, ...changes }) ? changes : {};
}
