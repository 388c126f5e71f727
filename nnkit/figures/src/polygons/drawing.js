/** The plane with the polygons, their half-planes and handles, beside the network with its outputs at the probe. */

import { LOG_ODDS, drawBands, sample } from "../core/contour.js";
import { axes, border, frame } from "../core/frame.js";
import { grip } from "../core/grip.js";
import { format } from "../core/numbers.js";
import { drawLine } from "../core/plane.js";
import { clip, cornersOf, drawPolygon } from "../core/polygon.js";
import { circle, group, line, rect, symbol, text, translate } from "../core/svg.js";
import { forward, network } from "./compute.js";

const GRID = 41;

export const frameOf = ({ limit }) =>
  frame({ left: 48, top: 14, width: 330, height: 330, xlim: [-limit, limit], ylim: [-limit, limit] });

/** "corner.0.2" -> ["corner", 0, 2] */
export const partsOf = (name) => name.split(".").map((word, i) => (i ? Number(word) : word));

/** Where a handle stands: a corner, or the middle of the side that begins there. */
export function placeOf(state, name) {
  const [kind, p, i] = partsOf(name);
  if (kind === "probe") return state.probe;
  const corners = state.polygons[p];
  const [x, y] = corners[i];
  const [u, v] = corners[(i + 1) % corners.length];
  return kind === "corner" ? [x, y] : [(x + u) / 2, (y + v) / 2];
}

export function drawPlane(state, numbers, { still }) {
  const f = frameOf(state);
  return group(
    { "data-plane": "plane" },
    drawRegion(f, state, numbers),
    axes(f, { xlabel: "x1", ylabel: "x2" }),
    border(f),
    numbers.sides.map((own, p) =>
      own.map(({ weight, bias }) => drawLine(f, [...weight, bias], { class: `nn-side nn-half-${p + 1}` }))).flat(),
    state.polygons.map((corners, p) => drawPolygon(f, corners, { class: `nn-polygon nn-half-${p + 1}` })),
    state.polygons.map((corners, p) => drawCorners(f, corners, p, still)).flat(2),
    drawProbe(f, state, numbers, still),
  );
}

/** What the network says: hard, the sides cut it out exactly, and what two cut out lies over each other. */
function drawRegion(f, state, { sides }) {
  if (state.soft) {
    const net = network(state);
    const z = (x, y) => state.steepness * forward(net, [x, y]).zOut;
    return drawBands(f, sample(f, GRID, GRID, z), LOG_ODDS);
  }
  const inside = (own) => own.reduce((left, { weight, bias }) => clip(left, weight, bias), cornersOf(f));
  return rect(f.left, f.top, f.width, f.height, { class: "nn-band-2" })
    + sides.map((own) => drawPolygon(f, inside(own), { class: "nn-band-7" })).join("");
}

const said = ([x, y]) => `x1 ${format(x)}, x2 ${format(y)}`;

const drawCorners = (f, corners, p, still) =>
  corners.map((corner, i) => {
    const middle = placeOf({ polygons: { [p]: corners } }, `side.${p}.${i}`);
    const kind = `nn-half-${p + 1}`;
    const handle = ([x, y], what) => ({
      name: `${what.toLowerCase()}.${p}.${i}`,
      label: `${what} ${i + 1} of polygon ${p + 1}`,
      value: said([x, y]),
      x: f.x(x),
      y: f.y(y),
      kind,
      still,
    });
    return [
      grip(handle(middle, "Side"), rect(-5, -5, 10, 10, { class: "nn-side-knob", transform: "rotate(45)" })),
      grip(handle(corner, "Corner"), circle(0, 0, 7, { class: "nn-half-knob" })),
    ];
  });

function drawProbe(f, { probe }, { yhat }, still) {
  const [x, y] = [f.x(probe[0]), f.y(probe[1])];
  return grip({ name: "probe", x, y, still, label: "The point x", value: `${said(probe)}; ŷ ${format(yhat)}` },
    group({ class: "nn-probe", "data-nn": "x" }, line(-7, 0, 7, 0), line(0, -7, 0, 7),
      text(9, -7, "x", { class: "nn-symbol nn-strong nn-halo" })));
}

const DOWN = 330;

/** The network for this probe: a column of half-planes, one of ANDs, the OR. A unit that says 1 is filled. */
export function drawNetwork(state, { h, ands, yhat, units }) {
  const count = h.flat().length;
  const height = Math.min(34, DOWN / (count + h.length - 1));
  let row = 0;
  const places = h.map((own, p) => own.map(() => 30 + height * (row++ + p)));
  const middles = places.map((own) => (own[0] + own.at(-1)) / 2);
  const out = (middles[0] + middles.at(-1)) / 2;
  const place = state.probe.map((value) => format(value)).join(", ");
  const digits = state.soft ? 2 : 0;
  const unit = (x, y, value, kind) => drawUnit(x, y, format(value, digits), value, kind);
  const edges = places.map((own, p) => [
    own.map((y) => line(70, y, 190, middles[p], { class: "nn-flow nn-vote-edge" })),
    line(190, middles[p], 310, out, { class: "nn-flow nn-vote-edge" }),
  ].flat());
  return group(
    { class: "nn-layers" },
    [["half-planes", 70], ["AND", 190], ["OR", 310]].map(([title, x]) =>
      text(x, 4, title, { class: "nn-caption nn-middle nn-heading" })),
    edges.flat(),
    places.map((own, p) => own.map((y, i) => unit(70, y, h[p][i], `nn-half-${p + 1}`))).flat(),
    middles.map((y, p) => unit(190, y, ands[p], `nn-half-${p + 1}`)),
    unit(310, out, yhat, ""),
    text(338, out + 5, symbol("yhat"), { class: "nn-axis", "data-nn": "yhat" }),
    text(190, 384, `${units} units in all, at x = (${place})`, { class: "nn-caption nn-middle" }),
  );
}

const drawUnit = (x, y, said, value, kind) =>
  group(
    { class: `nn-vote ${kind}`, transform: translate(x, y) },
    circle(0, 0, 15, { class: "nn-vote-paper" }),
    circle(0, 0, 15, { class: "nn-vote-fill", "fill-opacity": value }),
    text(0, 4.5, said, { class: `nn-middle ${value > 0.5 ? "nn-vote-on" : "nn-tick"}` }),
  );
