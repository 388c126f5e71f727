/** What the tests ask of the live figures of a page, by the figures' numbers on it. Put into every page they open. */

window.nnProbe = (() => {
  const figure = (i) => document.querySelectorAll("figure.nn-figure")[i];
  const seen = new Map(); // figure -> what it showed when last asked

  // An element that was another one meanwhile has the same attributes in another order.
  const TAG = /<[\w-]+(?: [\w:-]+="[^"]*")+/g;
  const sorted = (tag) => [/<[\w-]+/.exec(tag)[0], ...tag.match(/ [\w:-]+="[^"]*"/g).sort()].join("");

  /** A canvas in 48 × 48 squares of 16 shades: drawn again, a pixel of it may differ by one shade in 256. */
  function squares(canvas) {
    const small = new OffscreenCanvas(48, 48).getContext("2d");
    small.imageSmoothingQuality = "high";
    if (canvas.width && canvas.height) small.drawImage(canvas, 0, 0, 48, 48);
    return small.getImageData(0, 0, 48, 48).data.map((shade) => (shade + 5) >> 4).join("");
  }

  /** All that a figure shows, without its random id and the light of what has the pointer or the focus. */
  function picture(i) {
    const root = figure(i);
    const shown = [...root.querySelectorAll("svg, .nn-formula-box, .nn-status")].map((found) => found.innerHTML);
    const canvases = [...root.querySelectorAll("canvas")].map(squares);
    const plain = shown.join("\n").replace(/ ?nn-lit/g, "").replace(/nn-[a-z0-9]{6,8}(?=-|")/g, "id").replaceAll(' class=""', "");
    return plain.replace(TAG, sorted) + canvases.join("\n") + tools(root);
  }

  /** Has the figure changed since this was last asked? */
  function changed(i) {
    const now = picture(i);
    const differs = now !== seen.get(i);
    seen.set(i, now);
    return differs;
  }

  /** The playground's finer pixels and small pictures come one frame after its drawing: the end of that frame. */
  const painted = (i) => figure(i).querySelector("canvas") && new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

  const kindOf = (key) => key.split(":")[0];
  const family = (name) => name.replace(/\d+/g, "#");

  /** The first and the last of each family of handles: the fortieth point moves as the others do. */
  function handles(i) {
    const families = new Map();
    for (const handle of figure(i).querySelectorAll("[data-handle]")) {
      const name = handle.dataset.handle;
      families.set(family(name), [...(families.get(family(name)) ?? []).slice(0, 1), name]);
    }
    return [...families.values()].flat();
  }

  /** What a tool's control shows of itself: the drawing changes only where the tool is used. */
  const tools = (root) => [...root.querySelectorAll("[data-tool] input")].map((input) => input.checked);

  const controls = (i) => [...figure(i).querySelectorAll("[data-control]")].map((element) => element.dataset.control);

  /** The elements of a control that can be pressed or focused. */
  const inputs = (element) => (element.matches("button") ? [element] : [...element.querySelectorAll("input, select, button")]);
  const find = (i, attribute, name) => figure(i).querySelector(`[data-${attribute}="${CSS.escape(name)}"]`);

  const settle = (element) => element.scrollIntoView({ block: "center", inline: "center" });

  /** The focus goes to a control's input; for one of several, to the chosen one. -> can it be used? */
  function focus(i, attribute, name, nth = 0) {
    const element = find(i, attribute, name);
    if (!element) return false;
    const all = attribute === "handle" ? [element] : inputs(element);
    const target = all.find((input) => input.checked && input.type === "radio") ?? all[nth];
    settle(element);
    target.focus({ preventScroll: true });
    return target.getAttribute("aria-disabled") !== "true";
  }

  const middle = (box, fx = 0.5, fy = 0.5) => [box.left + box.width * fx, box.top + box.height * fy];

  /** What of a control can be pressed: the ends of a slider, every option that is not chosen; of a player its Step. */
  function targets(i, key) {
    const element = find(i, "control", key);
    if (!element) return [];
    if (kindOf(key) === "slider") return [0.15, 0.85];
    const all = inputs(element);
    if (kindOf(key) === "choice") return all.flatMap((input, nth) => (input.checked ? [] : [nth]));
    return all.at(-1).getAttribute("aria-disabled") === "true" ? [] : [all.length - 1];
  }

  /** The place of the view that presses one of `targets`. */
  function place(i, key, target) {
    const element = find(i, "control", key);
    settle(element);
    if (kindOf(key) === "slider") return middle(element.querySelector("input").getBoundingClientRect(), target);
    const input = inputs(element)[target];
    return middle((input.closest("label") ?? input).getBoundingClientRect());
  }

  const ninths = [0.5, 0.2, 0.8, 0.35, 0.65, 0.1, 0.9];

  /** A place of the view where a handle can be touched, or null if something else lies over it. */
  function grip(i, name) {
    const element = find(i, "handle", name);
    if (!element) return null;
    settle(element);
    const box = element.getBoundingClientRect();
    for (const fx of ninths) {
      for (const fy of ninths) {
        const place = middle(box, fx, fy);
        if (document.elementFromPoint(...place)?.closest("[data-handle]") === element) return place;
      }
    }
    return null;
  }

  /** Brings every figure into view, and with that to its start. */
  async function start() {
    for (const one of document.querySelectorAll("figure.nn-figure")) {
      one.scrollIntoView({ block: "center" });
      while (!one.dataset.live) await new Promise(requestAnimationFrame);
    }
  }

  /** An address with the state of every figure, out of what their Link buttons copy. */
  function address() {
    const parts = [];
    for (const one of document.querySelectorAll("figure.nn-figure")) {
      navigator.clipboard.writeText = async (text) => {
        const found = new URL(text).search.slice(1).split("&").find((part) => part.startsWith(`${one.dataset.key}=`));
        if (found) parts.push(found);
      };
      one.querySelector("[data-act=link]")?.click();
    }
    return `${location.origin}${location.pathname}?${parts.join("&")}`;
  }

  /** Is it to be moved, and not only pressed? */
  function moves(i, name) {
    const handle = find(i, "handle", name);
    return handle?.getAttribute("role") === "slider" || /drag/.test(handle?.getAttribute("aria-roledescription") ?? "");
  }

  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().height > 0;

  /** What a finger can hardly hit. */
  function small(i) {
    const native = [...figure(i).querySelectorAll(".nn-controls :is(input, select, button), .nn-bar button")].filter(isShown);
    const low = native.filter((found) => (found.closest("label") ?? found).getBoundingClientRect().height < 43.5);
    // A handle with data-keys is for the keyboard: a finger has the whole panel instead.
    const narrow = [...figure(i).querySelectorAll("[data-handle]:not([data-keys])")].filter((handle) => {
      const { width, height } = handle.getBoundingClientRect();
      return Math.max(width, height) < 36;
    });
    return [...low, ...narrow].map((found) => found.dataset.handle ?? found.outerHTML.slice(0, 120));
  }

  function ids() {
    const all = [...document.querySelectorAll("[id]")].map((element) => element.id);
    return all.filter((id, i) => all.indexOf(id) !== i);
  }

  return {
    count: () => document.querySelectorAll("figure.nn-figure").length,
    runs: (i) => figure(i).querySelector(".nn-run").textContent === "Pause",
    // In one go: a run that ends between a look and a click would be started over by the click.
    pause: (i) => nnProbe.runs(i) && figure(i).querySelector(".nn-run").click(),
    ended: (i) => figure(i).querySelector(".nn-step").getAttribute("aria-disabled") === "true",
    key: (i) => figure(i).dataset.key,
    picture: async (i) => (await painted(i), picture(i)),
    changed: async (i) => (await painted(i), changed(i)),
    moved: (i) => changed(i) || nnProbe.ended(i), // for a wait that looks at each frame, and takes a promise for a yes
    handles, controls, focus, targets, place, grip, moves, start, address, small, ids,
    reset: (i) => figure(i).querySelector("[data-act=reset]")?.click(),
    lift: () => document.querySelectorAll(".predict-veil > button").forEach((veil) => veil.click()),
    heights: () => [...document.querySelectorAll("figure.nn-figure")].map((found) => found.getBoundingClientRect().height),
    wide: () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    stillShown: (i) => [...figure(i).querySelectorAll(".nn-still svg")].filter(isShown).length,
    layoutsShown: (i) => [...figure(i).querySelectorAll(".nn-still-wide, .nn-still-narrow")].filter(isShown).length,
    usable: (i, selector = "input, button, select, [tabindex]") => [...figure(i).querySelectorAll(selector)].filter(isShown).length,
    words: (i) => figure(i).querySelector(".nn-still svg[aria-label]").getAttribute("aria-label"),
  };
})();
