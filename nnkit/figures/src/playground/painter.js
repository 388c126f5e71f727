/** Paints what changes with every step into canvases: the surface, the units' surfaces and edges, the warped grid. */

import { outputsOf } from "../core/net.js";
import * as network from "./network.js";
import { frameOf } from "./plane.js";
import { css, paintCells, paintEdges, paintGlyphs, polyline } from "./strokes.js";
import {
  boundaryPath, colouringOf, createGrid, isClassLayer, layerValues, palette, scaleUnit, shadeClass, shadeOutputs,
  shadeUnit,
} from "./surface.js";
import { WIDTH as WARPED_WIDTH, HEIGHT as WARPED_HEIGHT, gridLines, warp, warpedPoints } from "./warped.js";

const SURFACE = 100; // pixels a side, and places a side for the boundary
const ROUGH = 50; // places a side of a first picture
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

/** A grid's shades, whose rows go upwards, as the picture's pixels, whose rows go down. */
function turnUp(shades, size, pixels) {
  const times = SURFACE / size;
  for (let row = 0, k = 0; row < SURFACE; row++) {
    const start = (size - 1 - Math.floor(row / times)) * size;
    for (let column = 0; column < SURFACE; column++) pixels[k++] = shades[start + ((column / times) | 0)];
  }
}

/** A canvas of a panel's size in the drawing's units, as sharp as the screen; `wide`: its width there. */
function prepare(canvas, wide, width, height) {
  const scale = (wide / width) * Math.min(2, devicePixelRatio || 1) || 1;
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** changed(name, ...values): are they others than the last time? */
function createMemory() {
  /** @type {Record<string, any[]>} */
  const known = {};
  return (name, ...values) => {
    const before = known[name];
    known[name] = values;
    return !before || values.some((value, i) => value !== before[i]);
  };
}

/** A network -> a number that changes with it: its weights change in place. */
function createVersions() {
  const changed = createMemory();
  let [version, before] = [0, new Float64Array()];
  return (/** @type {import("../core/net.js").Net} */ net) => {
    const { parameters } = net;
    if (!changed("net", net, net.activation) && parameters.every((value, k) => value === before[k])) return version;
    before = parameters.slice();
    return ++version;
  };
}

/**
 * What is as it was is not painted again.
 * @param {Record<"surface" | "ink" | "network" | "warped", HTMLCanvasElement>} canvases
 * @returns {{theme: (element: Element) => void, measure: () => void,
 *   sketch: (view: any, points: number[][]) => any, paint: (view: any, points: number[][]) => any}}
 *   `measure` where the canvases' sizes change: to ask for them at each painting would be slow
 */
export function createPainter(canvases) {
  const [changed, versionOf] = [createMemory(), createVersions()];
  const wide = { ink: 0, network: 0, warped: 0 };
  const grids = { fine: createGrid(SURFACE, true), rough: createGrid(ROUGH, true), thumb: createGrid(THUMB) };
  const image = new ImageData(SURFACE, SURFACE);
  const pixels = new Uint32Array(image.data.buffer);
  const shades = new Uint32Array(SURFACE * SURFACE);
  const scaled = new Float64Array(SURFACE * SURFACE);
  let rough = false; // is the surface only sketched?
  /** @type {any} */
  const atlas = { canvas: new OffscreenCanvas(THUMB, THUMB), image: null, pixels: null };
  /** @type {any[]} */
  let [colours, soft, strong] = [];
  Object.assign(canvases.surface, { width: SURFACE, height: SURFACE });

  function theme(element) {
    const now = themeOf(element);
    if (JSON.stringify(now) === JSON.stringify(colours)) return;
    colours = now;
    soft = palette(colours.paper, colours.classes);
    strong = palette(colours.paper, colours.classes, 0.85);
  }

  function measure() {
    for (const name of Object.keys(wide)) wide[name] = canvases[name].clientWidth;
  }

  function paintSurface(view, roughly) {
    const { state, session: { net } } = view;
    const { size, run } = roughly ? grids.rough : grids.fine;
    const room = run(net, state.limit);
    shade(view, room, size * size, shades);
    turnUp(shades, size, pixels);
    canvases.surface.getContext("2d")?.putImageData(image, 0, 0);
    const f = { ...frameOf(state), left: 0, top: 0 };
    const ink = prepare(canvases.ink, wide.ink, f.width, f.height);
    ink.strokeStyle = css(colours.ink, 0.75);
    ink.lineWidth = 1.6;
    ink.stroke(new Path2D(boundaryPath(f, net, room, size)));
    rough = roughly;
  }

  /** The colours of n places, of the network or of the unit that is shown in its stead. */
  function shade({ state, session: { net }, shown }, room, n, into) {
    if (!shown) return shadeOutputs(outputsOf(net, room, n), n, net.sizes.at(-1), soft, into, state.sharp);
    const [layer, j] = shown;
    scaleUnit(layerValues(net, room, layer, n), j, net.sizes[layer], n, colouringOf(net, layer), scaled);
    shadeUnit(scaled, n, soft, into, 0);
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
    const context = prepare(canvases.network, wide.network, network.WIDTH, network.HEIGHT);
    paintEdges(context, network.edgesOf(sizes, layout), sizes, parameters, colours, view.state.unit);
    const { half } = layout;
    layout.units.flat().forEach(({ x, y }, place) =>
      context.drawImage(atlas.canvas, 0, place * THUMB, THUMB, THUMB, x - half, y - half, 2 * half, 2 * half));
  }

  function paintWarped(view, points) {
    const warped = warp(view);
    const context = prepare(canvases.warped, wide.warped, WARPED_WIDTH, WARPED_HEIGHT);
    const { f } = warped;
    context.save();
    context.beginPath();
    context.rect(f.left, f.top, f.width, f.height);
    context.clip();
    const places = Array.from({ length: warped.size ** 2 }, (_, k) => warped.place(k));
    paintCells(context, warped, places, view.session.net, colours);
    context.strokeStyle = css(colours.muted, 0.55);
    context.lineWidth = 0.8;
    context.beginPath();
    for (const nodes of gridLines(warped.size)) polyline(context, nodes, places);
    context.stroke();
    context.restore();
    paintGlyphs(context, warpedPoints(view, points, warped), colours, 3.4);
    return warped;
  }

  /** What everything that is painted depends on. */
  const basis = ({ session, state }) => [versionOf(session.net), state.limit, colours];
  const isNewSurface = ({ state, shown }, all) => changed("surface", ...all, wide.ink, state.sharp, String(shown));

  /** @type {any} */
  let warped = null;
  function bend(view, points, all) {
    const { plot, show_test } = view.state;
    if (changed("warped", ...all, wide.warped, String(plot), show_test, points)) warped = paintWarped(view, points);
    return warped;
  }

  /** What a hand waits for: the warped grid, and the surface with fewer places. -> as `paint` */
  function sketch(view, points) {
    const all = basis(view);
    if (isNewSurface(view, all)) paintSurface(view, true);
    return bend(view, points, all);
  }

  /** -> the numbers of the warped grid: the same object while it is as it was */
  function paint(view, points) {
    const all = basis(view);
    if (isNewSurface(view, all) || rough) paintSurface(view, false);
    if (changed("network", ...all, wide.network, String(view.state.unit))) paintNetwork(view);
    return bend(view, points, all);
  }

  return { theme, measure, sketch, paint };
}
