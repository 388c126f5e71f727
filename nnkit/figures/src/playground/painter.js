/** Paints what changes with every step into canvases: the surface, the units' surfaces and edges, the warped grid. */

import { classAt, outputsOf } from "../core/net.js";
import * as network from "./network.js";
import { frameOf, glyph } from "./plane.js";
import {
  boundaryPath, colouringOf, createGrid, isClassLayer, layerValues, palette, scaleUnit, shadeClass, shadeOutputs,
  shadeUnit,
} from "./surface.js";
import { WIDTH as WARPED_WIDTH, HEIGHT as WARPED_HEIGHT, gridLines, warp, warpedPoints } from "./warped.js";

const SURFACE = 100; // pixels a side
const CONTOUR = 50; // places a side, for the boundary
const THUMB = 24; // pixels a side of a unit's surface

const CLASSES = ["--nn-zero", "--nn-one", "--nn-truth", "--nn-yours"];

/** The theme's colours as [red, green, blue] and as text. */
function themeOf(element) {
  const style = getComputedStyle(element);
  const probe = /** @type {any} */ (new OffscreenCanvas(1, 1).getContext("2d"));
  const rgb = (name) => {
    probe.fillStyle = style.getPropertyValue(name).trim();
    return [1, 3, 5].map((i) => parseInt(probe.fillStyle.slice(i, i + 2), 16));
  };
  const [paper, ink, muted] = ["--nn-paper", "--nn-ink", "--nn-muted"].map(rgb);
  return { paper, ink, muted, classes: CLASSES.map(rgb) };
}

const css = ([r, g, b], alpha = 1) => `rgb(${r} ${g} ${b} / ${alpha})`;

/** A canvas of a panel's size in the drawing's units, as sharp as the screen. */
function prepare(canvas, width, height) {
  const scale = (canvas.clientWidth / width) * Math.min(2, devicePixelRatio || 1) || 1;
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/**
 * @param {Record<"surface" | "ink" | "network" | "warped", HTMLCanvasElement>} canvases
 * @returns {{theme: (element: Element) => void, paint: (view: object, points: number[][]) => void}}
 */
export function createPainter(canvases) {
  const grids = { surface: createGrid(SURFACE), contour: createGrid(CONTOUR, true), thumb: createGrid(THUMB) };
  const image = new ImageData(SURFACE, SURFACE);
  const pixels = new Uint32Array(image.data.buffer);
  const scaled = new Float64Array(SURFACE * SURFACE);
  /** @type {any} */
  const atlas = { canvas: new OffscreenCanvas(THUMB, THUMB), image: null, pixels: null };
  /** @type {any[]} */
  let [colours, soft, strong] = [];
  Object.assign(canvases.surface, { width: SURFACE, height: SURFACE });

  function theme(element) {
    colours = themeOf(element);
    soft = palette(colours.paper, colours.classes);
    strong = palette(colours.paper, colours.classes, 0.85);
  }

  function paintSurface({ state, session: { net }, shown }) {
    const room = grids.surface.run(net, state.limit);
    const n = SURFACE * SURFACE;
    if (shown) paintUnit(net, room, n, shown);
    else shadeOutputs(outputsOf(net, room, n), n, net.sizes.at(-1), soft, pixels, state.sharp);
    canvases.surface.getContext("2d")?.putImageData(image, 0, 0);
    const f = { ...frameOf(state), left: 0, top: 0 };
    const ink = prepare(canvases.ink, f.width, f.height);
    ink.strokeStyle = css(colours.ink, 0.75);
    ink.lineWidth = 1.6;
    ink.stroke(new Path2D(boundaryPath(f, net, grids.contour.run(net, state.limit), CONTOUR)));
  }

  /** One unit's surface in the place of the network's. */
  function paintUnit(net, room, n, [layer, j]) {
    scaleUnit(layerValues(net, room, layer, n), j, net.sizes[layer], n, colouringOf(net, layer), scaled);
    shadeUnit(scaled, n, soft, pixels, 0);
  }

  /** All units' surfaces, one under the other. */
  function paintAtlas({ state, session: { net } }) {
    const [room, n] = [grids.thumb.run(net, state.limit), THUMB * THUMB];
    const units = net.sizes.reduce((sum, count) => sum + count, 0);
    if (atlas.canvas.height !== units * THUMB || !atlas.image) {
      atlas.canvas.height = units * THUMB;
      atlas.image = new ImageData(THUMB, units * THUMB);
      atlas.pixels = new Uint32Array(atlas.image.data.buffer);
    }
    net.sizes.reduce((place, count, layer) => {
      const values = layerValues(net, room, layer, n);
      for (let j = 0; j < count; j++) {
        const offset = (place + j) * n;
        if (isClassLayer(net, layer)) {
          shadeClass(values, j, count, n, strong, atlas.pixels, offset);
          continue;
        }
        scaleUnit(values, j, count, n, colouringOf(net, layer), scaled);
        shadeUnit(scaled, n, strong, atlas.pixels, offset);
      }
      return place + count;
    }, 0);
    atlas.canvas.getContext("2d").putImageData(atlas.image, 0, 0);
  }

  function paintNetwork(view) {
    const { sizes, parameters } = view.session.net;
    paintAtlas(view);
    const layout = network.layoutOf(sizes);
    const context = prepare(canvases.network, network.WIDTH, network.HEIGHT);
    paintEdges(context, network.edgesOf(sizes, layout), sizes, parameters, colours, view.state.unit);
    const { half } = layout;
    layout.units.flat().forEach(({ x, y }, place) =>
      context.drawImage(atlas.canvas, 0, place * THUMB, THUMB, THUMB, x - half, y - half, 2 * half, 2 * half));
  }

  function paintWarped(view, points) {
    const warped = warp(view);
    const context = prepare(canvases.warped, WARPED_WIDTH, WARPED_HEIGHT);
    const { f } = warped;
    context.save();
    context.beginPath();
    context.rect(f.left, f.top, f.width, f.height);
    context.clip();
    paintCells(context, warped, view.session.net, colours);
    context.strokeStyle = css(colours.muted, 0.55);
    context.lineWidth = 0.8;
    context.beginPath();
    for (const nodes of gridLines(warped.size)) polyline(context, nodes, warped.place);
    context.stroke();
    context.restore();
    paintGlyphs(context, warpedPoints(view, points, warped), colours, 3.4);
    return warped;
  }

  function paint(view, points) {
    paintSurface(view);
    paintNetwork(view);
    return paintWarped(view, points);
  }

  return { theme, paint };
}

const polyline = (context, nodes, place) =>
  nodes.forEach((node, k) => (k ? context.lineTo(...place(node)) : context.moveTo(...place(node))));

/** Weights above 0 in class 1's colour, below 0 in class 0's and dashed; those into the chosen unit stand out. */
function paintEdges(context, edges, sizes, parameters, { classes }, [layer, j]) {
  const chosen = layer != null;
  for (const edge of edges) {
    const weight = parameters[network.weightPlace(sizes, edge)];
    const { width, opacity } = network.strokeOf(weight);
    const faint = chosen && (edge.layer !== layer || edge.j !== j) ? 0.35 : 1;
    context.strokeStyle = css(classes[weight < 0 ? 0 : 1], opacity * faint);
    context.lineWidth = width;
    context.setLineDash(weight < 0 && width > 1 ? [6, 3] : []);
    context.beginPath();
    context.moveTo(edge.x1, edge.y1);
    context.lineTo(edge.x2, edge.y2);
    context.stroke();
  }
  context.setLineDash([]);
}

/** Each cell of the grid in the colour of its class; those in which the class changes have none. */
function paintCells(context, { size, place, logits }, net, { classes }) {
  const units = net.sizes.at(-1);
  const paths = classes.map(() => new Path2D());
  for (let row = 0; row < size - 1; row++) {
    for (let column = 0; column < size - 1; column++) {
      const k = row * size + column;
      const corners = [k, k + 1, k + size + 1, k + size];
      const [label, ...others] = corners.map((corner) => classAt(logits, corner, units));
      if (others.every((other) => other === label)) addPolygon(paths[label], corners.map(place));
    }
  }
  paths.forEach((path, k) => {
    context.fillStyle = css(classes[k], 0.17);
    context.fill(path);
  });
}

/** Folded cells are turned over; all go round the same way, or two that overlap would make a hole. */
function addPolygon(path, corners) {
  const doubled = corners.reduce((sum, [x, y], k) => {
    const [x2, y2] = corners[(k + 1) % corners.length];
    return sum + x * y2 - x2 * y;
  }, 0);
  const turned = doubled < 0 ? corners.toReversed() : corners;
  turned.forEach(([x, y], k) => (k ? path.lineTo(x, y) : path.moveTo(x, y)));
  path.closePath();
}

function paintGlyphs(context, places, { classes, paper }, r) {
  for (const { x, y, label, test } of places) {
    const path = new Path2D(glyph(label, x, y, r));
    context.fillStyle = css(test ? paper : classes[label]);
    context.strokeStyle = css(test ? classes[label] : paper);
    context.lineWidth = test ? 1.5 : 0.8;
    context.fill(path);
    context.stroke(path);
  }
}
