/** Run, pause and one step. It never runs untouched, and stops where nobody can see it. */

/**
 * @param {HTMLElement} root the figure
 * @param {{step: () => any, write: (changes: any) => void, changed: () => void}} figure `step` -> changes,
 *   null at the end; `changed` is told when it starts or stops
 * @returns what core/panel.js asks for; `ended`, kept by the figure: are there no more steps from where it is?
 */
export function makePlayer(root, { step, write, changed }) {
  const player = { running: false, ended: false, toggle, step: once, stop, disconnect };
  let [interval, next, request] = [0, 0, 0];

  /** One step; it stops with the last one. */
  function once() {
    const changes = step();
    if (changes) write(changes);
    if (!changes || !step()) stop();
  }

  function tick(now) {
    request = requestAnimationFrame(tick);
    if (now < next) return;
    next = Math.max((next || now) + interval, now);
    once();
  }

  function toggle(perSecond = Infinity) {
    if (player.running) return stop();
    player.running = true;
    interval = 1000 / perSecond;
    next = 0;
    request = requestAnimationFrame(tick);
    changed();
  }

  function stop() {
    cancelAnimationFrame(request);
    if (!player.running) return;
    player.running = false;
    changed();
  }

  const unseen = () => document.hidden && stop();
  const view = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting || stop());
  view.observe(root);
  document.addEventListener("visibilitychange", unseen);
  function disconnect() {
    stop();
    view.disconnect();
    document.removeEventListener("visibilitychange", unseen);
  }
  return player;
}
