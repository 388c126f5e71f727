/** The clock of a run: so many steps a picture, or a picture only now and then; it rests where nobody sees it. */

/**
 * @param {HTMLElement} root the figure
 * @param {{advance: (steps: number) => number, paint: (now: number) => void}} training
 */
export function createRunner(root, { advance, paint }) {
  let [request, due, visible, speed] = [0, 0, true, () => 1];
  const runner = { running: false, start, stop, disconnect };

  function tick(now) {
    request = requestAnimationFrame(tick);
    if (!visible || document.hidden) return;
    due += speed();
    const steps = Math.floor(due + 1e-9);
    if (steps < 1) return;
    due -= steps;
    advance(steps);
    paint(now);
  }

  /** @param {() => number} stepsPerPicture may change on the way; below 1: a step every few pictures */
  function start(stepsPerPicture) {
    speed = stepsPerPicture;
    due = 0;
    runner.running = true;
    request = requestAnimationFrame(tick);
  }

  function stop() {
    cancelAnimationFrame(request);
    runner.running = false;
  }

  // It may tell of several changes at once, as when the page is resized and back: the last one counts.
  const view = new IntersectionObserver((told) => (visible = told[told.length - 1].isIntersecting));
  view.observe(root);
  function disconnect() {
    stop();
    view.disconnect();
  }
  return runner;
}
