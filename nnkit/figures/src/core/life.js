/** What the lives of all figures have in common: the parts' (view.js) and the playground's own. */

/** ms of rest before the state is spoken and put into the address: not at every step of a drag. */
export const REST = 700;

/** Differs between all figures of a page. (In Jupyter each has its own copy of this module, so none can count.) */
export const newId = () => `nn-${Math.random().toString(36).slice(2, 10)}`;

/** Runs `action` once per task, however often it is asked for. @param {() => void} action */
export function oncePerTask(action) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => ((waiting = false), action()));
  };
}
