/** What the reader sees of a live playground: canvases, drawings, controls and words, brought up to date. */

import { livePanel } from "../core/panel.js";
import { drawCurves } from "./curves.js";
import { pointsOf } from "./data.js";
import { keepFocus, morph } from "../core/morph.js";
import { drawNetwork } from "./network.js";
import { createPainter } from "./painter.js";
import { drawLivePlane } from "./plane.js";
import { LISTS, drawScore, liveSvg } from "./still.js";
import { drawWarpedFrame } from "./warped.js";
import { titleOf } from "./settings.js";
import { remarkOf, tellOf } from "./words.js";

const lower = (text) => text[0].toLowerCase() + text.slice(1);

const write = (element, words) => {
  if (element.textContent !== words) element.textContent = words;
};

const CALM = 60; // ms between curves while it runs

const CANVASES = { network: ["network"], plane: ["surface", "ink"], curves: [], warped: ["warped"] };

/** A panel's drawing: what is painted, and before it what is drawn. */
export const liveDrawing = (name) =>
  CANVASES[name].map((canvas) => `<canvas class="nn-pg-canvas nn-pg-${canvas}" aria-hidden="true"></canvas>`).join("")
  + `<div class="nn-pg-svg">${liveSvg(name)}</div>`;

/**
 * @param {HTMLElement} root
 * @param {import("./store.js").Store} store
 * @param {any} player what core/panel.js takes for one
 * @param {string} id
 */
export function createScreen(root, store, player, id) {
  const find = (name) => /** @type {any} */ (root.querySelector(`.nn-pg-${name}`));
  const stage = (name) => /** @type {HTMLElement} */ (find(`at-${name}`).querySelector(".nn-pg-stage"));
  const painter = createPainter({
    surface: find("surface"), ink: find("ink"), network: find("network"), warped: find("warped"),
  });
  const status = /** @type {HTMLElement} */ (root.querySelector(".nn-status"));
  const show = createPanels(stage);
  const lists = {};
  const panels = Object.fromEntries(Object.keys(LISTS).map((name) => [name, livePanel(find(`${name}-controls`),
    { list: () => lists[name], read: store.read, write: store.write, player, id: `${id}-${name}` })]));
  /** @type {[number, number] | null} */
  let shown = null;
  const viewOf = (/** @type {import("./types.js").State} */ state) => {
    const has = shown && shown[1] < store.session.net.sizes[shown[0]];
    return { state, session: store.session, still: false, shown: has ? shown : null };
  };

  /** The plane shows one unit's own surface, or with null the network's again. */
  function look(/** @type {[number, number] | null} */ unit) {
    if (String(unit) === String(shown)) return;
    shown = unit;
    const { sizes } = store.session.net;
    find("at-plane").querySelector(".nn-heading").textContent = unit
      ? `The plane, as seen by ${lower(titleOf(sizes, ...unit))}`
      : "The plane";
    paint();
  }

  function refreshPanels(view) {
    for (const [name, list] of Object.entries(LISTS)) {
      lists[name] = list(view, store);
      panels[name](view.state);
    }
  }

  function say(view) {
    const remark = remarkOf(view);
    write(status, view.state.status || remark.text);
    status.dataset.tone = view.state.tone || remark.tone;
    write(find("tell"), tellOf(view.state));
  }

  let told = 0;
  /** @type {any} */
  let framed = null; // the warped grid whose axes are drawn
  /** What follows each step. Curves and score are words and numbers: while it runs they may come a little later. */
  function paint(now = Infinity) {
    const view = paintPanels();
    if (now - told >= CALM) report(view, now);
    return view;
  }

  function paintPanels() {
    const view = viewOf(store.read());
    frame(view, painter.paint(view, pointsOf(view.state)));
    return view;
  }

  function frame(view, warped) {
    if (warped !== framed) show("warped", drawWarpedFrame(view, (framed = warped)));
  }

  function report(view, now = Infinity) {
    told = now === Infinity ? 0 : now;
    show("curves", drawCurves(view));
    const [place, markup] = [find("score-place"), drawScore(view)];
    if (place.dataset.shown !== markup) place.innerHTML = place.dataset.shown = markup;
  }

  /** Everything, from the settings on. The hand need not wait for the fine surface and for the units' pictures. */
  function refresh() {
    const view = viewOf(store.read());
    frame(view, painter.sketch(view, pointsOf(view.state)));
    requestAnimationFrame(paintPanels);
    report(view);
    find("at-plane").dataset.tool = view.state.tool;
    show("plane", drawLivePlane(view.state, pointsOf(view.state)));
    show("network", drawNetwork(view));
    refreshPanels(view);
    say(view);
    return view;
  }

  return { stage, paint, refresh, look, theme: () => painter.theme(root), measure: painter.measure, viewOf };
}

/** show(name, content): a panel's drawing, where it is new; what has the focus or a finger on it stays. */
function createPanels(stage) {
  const shown = {};
  return (name, content) => {
    if (content === shown[name]) return;
    shown[name] = content;
    const host = stage(name).querySelector(".nn-pg-svg");
    keepFocus(host, () => morph(host, liveSvg(name, content)));
  };
}
