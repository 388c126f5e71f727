/** The playground as markup: its panels, and the places of its controls. The same frame before and after it starts. */

import { html } from "../core/html.js";
import { drawPanel } from "../core/panel.js";
import { escape, group, node, translate } from "../core/svg.js";
import * as curves from "./curves.js";
import { pointsOf } from "./data.js";
import { caseControls, helpControls, plotControls, runControls, toolControls } from "./tools.js";
import * as network from "./network.js";
import * as plane from "./plane.js";
import { drawPaste } from "./text.js";
import { scoreOf } from "./presets.js";
import { accuracyOf, sessionOf } from "./session.js";
import { dataControls, defaults, networkControls, trainingControls, unitControls, viewControls } from "./settings.js";
import { describeView, percent, remarkOf, tellOf } from "./words.js";
import * as warped from "./warped.js";

/** @returns {import("./types.js").View} */
export const viewOf = (given) => {
  const state = { ...defaults, ...given };
  return { state, session: sessionOf(state), still: true };
};

/** Each panel: its title, its size, and its drawing as a picture. */
const PANELS = {
  network: { title: "The network", size: network, picture: network.drawNetwork },
  plane: { title: "The plane", size: plane, picture: (view) => plane.drawPlane(view, pointsOf(view.state)) },
  curves: { title: "The losses", size: curves, picture: curves.drawCurves },
  warped: { title: "The warped grid", size: warped, picture: (view) => warped.drawWarped(view, pointsOf(view.state)) },
};

function svg(name, attributes, ...children) {
  const { WIDTH, HEIGHT } = PANELS[name].size;
  return node("svg", { class: "nn-svg", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, ...attributes }, ...children);
}

/** A panel's place: its title, its drawing, and what stands under it. */
function section(name, drawing, under = "") {
  return html("section", { class: `nn-pg-panel nn-pg-at-${name}`, "aria-label": PANELS[name].title },
    html("p", { class: "nn-heading" }, PANELS[name].title),
    html("div", { class: "nn-pg-stage" }, drawing), under);
}

/** The score: the goal, how far it is, and a bar. */
export function drawScore({ state, session }) {
  const { measured, step } = session;
  const { text, now, reached, measure } = scoreOf(state, measured, accuracyOf(measured), step);
  const said = now == null ? "–" : measure === "accuracy" ? percent(now) : now.toFixed(3);
  const share = now == null ? 0 : measure === "accuracy" ? now : Math.min(1, 1 / Math.max(1, 1 + now));
  return html("div", { class: `nn-pg-score${reached ? " nn-pg-reached" : ""}` },
    html("span", { class: "nn-pg-goal" }, `Goal: ${escape(text)}`),
    html("b", { class: "nn-pg-now" }, `${reached ? "✓ " : ""}${said}`),
    html("span", { class: "nn-pg-meter", "aria-hidden": "true" },
      html("span", { style: `width:${(100 * share).toFixed(1)}%` })),
    html("span", { class: "nn-pg-steps" }, `step ${step}`));
}

/**
 * name of a place for controls -> those that stand there.
 * @type {Record<string, (view: any, store: any) => import("../core/controls.js").Control[]>}
 */
export const LISTS = {
  case: caseControls,
  run: (_, tools) => runControls(tools),
  tool: ({ state }) => toolControls(state),
  unit: ({ state }) => unitControls(state),
  plot: ({ state }) => [...plotControls(state), ...viewControls()],
  help: (view) => helpControls(view),
  data: ({ state }) => dataControls(state),
  network: ({ state }) => networkControls(state),
  training: ({ state }) => trainingControls(state),
};

/**
 * @param {import("./types.js").View} view
 * @param {{id: string, still?: boolean}} layout
 * @param {(name: string) => string} drawing a panel's drawing
 * @param {string} bar
 */
export function drawFrame(view, layout, drawing, bar) {
  const { state } = view;
  const inert = Boolean(layout.still);
  const place = (name) =>
    html("div", { class: `nn-controls nn-pg-controls nn-pg-${name}-controls`, inert },
      drawPanel(LISTS[name](view, {}), layout));
  const stack = (name, ...parts) => html("div", { class: `nn-pg-stack nn-pg-stack-${name}` }, parts);
  const under = (/** @type {string} */ part) => (part === "paste" ? drawPaste(state, inert) : place(part));
  const panel = (name, ...parts) => section(name, drawing(name), parts.map(under).join(""));
  const remark = remarkOf(view);
  const score = html("div", { class: "nn-pg-score-place" }, drawScore(view));
  const tone = state.tone || remark.tone;
  return html("div", { class: "nn-pg-head" }, place("case"), score)
    + place("run")
    + html("p", { class: "nn-pg-tell" }, escape(tellOf(state)))
    + html("p", { class: "nn-status", role: "status", "data-tone": tone }, escape(state.status || remark.text))
    + place("help")
    + html("div", { class: "nn-drawing nn-pg-panels" },
      stack("plane", panel("plane", "tool", "paste", "data")),
      stack("network", panel("network", "unit", "network")),
      stack("rest", panel("curves", "training"), panel("warped", "plot")))
    + html("div", { class: "nn-formula-box" })
    + html("div", { class: "nn-bar", inert }, bar)
    + html("p", { class: "nn-spoken", role: "status" });
}

/** A panel as a picture of its own; the plane's is the one that stands for the figure. */
export function drawPicture(view, name) {
  const { title, picture: drawn } = PANELS[name];
  const picture = svg(name, { role: "img", "aria-label": `${title}. ${describeView(view)}` }, drawn(view));
  return name === "plane" ? html("div", { class: "nn-still" }, html("div", { class: "nn-drawing" }, picture)) : picture;
}

/** A panel's svg of the live figure. */
export const liveSvg = (name, content = "") => svg(name, { role: "group", "aria-label": PANELS[name].title }, content);

const GRID = { network: [0, 0], plane: [420, 0], curves: [0, 420], warped: [420, 420] };
const COLUMN = { plane: [0, 0], network: [0, 420], curves: [0, 836], warped: [0, 1084] };

/** All panels as one picture. @param {import("./types.js").State} given */
export function draw(given, { narrow = false, still = false } = {}) {
  const view = viewOf(given);
  const [places, size] = narrow ? [COLUMN, "400 1446"] : [GRID, "820 782"];
  const panels = Object.entries(places).map(([name, [x, y]]) =>
    group({ transform: translate(x, y) }, PANELS[name].picture(view)));
  const told = { role: still ? "img" : "group", "aria-label": describeView(view) };
  return node("svg", { class: "nn-svg", viewBox: `0 0 ${size}`, ...told }, panels);
}
