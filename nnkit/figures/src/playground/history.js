/** Undo and redo: what each change replaced, and by what. */

const MOST = 100;
const TOGETHER = 600; // ms: changes of the same settings in quick succession are one

/** @returns an empty history */
export function createHistory() {
  /** @type {any[][]} */
  const [undone, done] = [[], []];

  /** Notes that `changes` are written over `state`. */
  function note(state, changes, now = performance.now()) {
    const names = Object.keys(changes).filter((name) => state[name] !== changes[name]);
    if (!names.length) return;
    const last = done.at(-1);
    undone.length = 0;
    if (last && now - last.at < TOGETHER && names.join() === last.names.join()) {
      Object.assign(last, { after: pick(changes, names), at: now });
      return;
    }
    done.push({ names, before: pick(state, names), after: pick(changes, names), at: now });
    if (done.length > MOST) done.shift();
  }

  const move = (from, to, side) => {
    const entry = from.pop();
    if (!entry) return null;
    to.push({ ...entry, at: -Infinity });
    return entry[side];
  };

  return {
    note,
    undo: () => move(done, undone, "before"),
    redo: () => move(undone, done, "after"),
    canUndo: () => done.length > 0,
    canRedo: () => undone.length > 0,
    /** A new gesture begins: what comes is not one with what was. */
    seal() {
      if (done.length) done[done.length - 1].at = -Infinity;
    },
  };
}

const pick = (source, names) => Object.fromEntries(names.map((name) => [name, source[name]]));
