/**
 * Host of the live figures on the website. A part is the same module as in Jupyter (the anywidget form); here a small
 * model holds its state, and its text is imported through a blob, which works from file:// too. The drawn picture
 * stays until its part has started.
 */
(() => {
  "use strict";
  const base = new URL("figures/", document.currentScript.src);
  const modules = new Map(); // part -> promise of its module
  const arrived = new Map(); // part -> what to do with its text

  /** Loads _static/figures/<part>.js once; that script calls nnFigures.register. */
  function load(part, version) {
    if (!modules.has(part)) {
      modules.set(part, new Promise((resolve, reject) => {
        arrived.set(part, resolve);
        const script = document.createElement("script");
        script.src = new URL(`${part}.js?v=${version}`, base);
        script.onerror = () => reject(new Error(`The figure part ${script.src} did not load.`));
        document.head.append(script);
      }).then(importText));
    }
    return modules.get(part);
  }

  async function importText(source) {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    try {
      return await import(url);
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  /** The part of the widget model's interface that figures use. */
  class Model extends EventTarget {
    #state;

    constructor(state) {
      super();
      this.#state = state;
    }
    get(name) {
      return this.#state[name];
    }
    set(name, value) {
      const before = this.#state[name];
      if (before === value || JSON.stringify(before) === JSON.stringify(value)) return;
      this.#state[name] = value;
      this.dispatchEvent(new Event("change"));
    }
    on(type, listener) {
      this.addEventListener(type, listener);
    }
    off(type, listener) {
      this.removeEventListener(type, listener);
    }
    save_changes() {} // no kernel to tell
  }

  async function start(figure) {
    const { part, key, version, state } = figure.dataset;
    const module = await load(part, version);
    const el = document.createElement("div");
    const still = figure.querySelector(".nn-still");
    still.after(el); // before it, the browser would scroll along with the picture as it is pushed down
    module.default.render({ model: new Model(JSON.parse(state)), el, key });
    still.remove();
    figure.dataset.live = "true";
  }

  window.nnFigures = { register: (part, source) => arrived.get(part)(source) };

  // A screen ahead of the view, so that nothing moves under the reader's eyes.
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      start(target);
    }
  }, { rootMargin: "800px 0px" });
  document.querySelectorAll("figure.nn-figure").forEach((figure) => watcher.observe(figure));
})();
