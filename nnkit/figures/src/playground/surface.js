/** What the network says over the plane: as pixels while it trains, as bands of colour in a picture. */

import { LOG_ODDS, drawBands, levelLine, region } from "../core/contour.js";
import { createRoom, forward, outputsOf } from "../core/net.js";
import { node, rect } from "../core/svg.js";

/** Points of a grid over the plane as rows x1, x2; from the top row down, or with `up` from the lowest upwards. */
export function gridPoints(limit, size, up = false) {
  const x = new Float64Array(2 * size * size);
  const at = (i) => limit * ((2 * i) / (size - 1) - 1);
  for (let row = 0, k = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      x[k++] = at(column);
      x[k++] = up ? at(row) : -at(row);
    }
  }
  return x;
}

/** A forward of the network over a grid that stays; it is made anew only for another size of network or plane. */
export function createGrid(size, up = false) {
  /** @type {any[]} */
  let [made, x, room] = [];
  return {
    size,
    /** @returns {import("../core/net.js").Room} with the values of every unit at the grid's points */
    run(net, limit) {
      const key = `${limit} ${net.sizes}`;
      if (key !== made) [made, x, room] = [key, gridPoints(limit, size, up), createRoom(net, size * size, false)];
      forward(net, room, x, size * size);
      return room;
    },
  };
}

const SHADES = 64;
const STRENGTH = 0.46;

/** Colours of each class from none to certain: palette[class * SHADES + shade], as the bytes of a pixel. */
export function palette(paper, colours, strength = STRENGTH) {
  const pixels = new Uint32Array(colours.length * SHADES);
  const bytes = new Uint8ClampedArray(pixels.buffer);
  colours.forEach((colour, k) => {
    for (let s = 0; s < SHADES; s++) {
      const share = (strength * s) / (SHADES - 1);
      const place = 4 * (k * SHADES + s);
      for (let c = 0; c < 3; c++) bytes[place + c] = paper[c] + share * (colour[c] - paper[c]);
      bytes[place + 3] = 255;
    }
  });
  return pixels;
}

/** Outputs (n, units) -> pixels: the likeliest class's colour, the stronger the surer. */
export function shadeOutputs(outputs, n, units, colours, pixels, sharp) {
  const classes = Math.max(2, units);
  for (let i = 0; i < n; i++) {
    let [best, most] = [0, 0];
    if (units === 1) {
      best = outputs[i] >= 0.5 ? 1 : 0;
      most = best ? outputs[i] : 1 - outputs[i];
    } else {
      for (let k = 0; k < units; k++) if (outputs[i * units + k] > most) [best, most] = [k, outputs[i * units + k]];
    }
    const sure = sharp ? 0.6 : (most - 1 / classes) / (1 - 1 / classes);
    pixels[i] = colours[best * SHADES + ((sure * (SHADES - 1)) | 0)];
  }
}

/** How far class `k` is ahead of all others at each grid point: 0 on its boundary. */
function margins(logits, n, units, k) {
  if (units === 1) return logits.subarray(0, n);
  const ahead = new Float64Array(n);
  for (let i = 0, start = 0; i < n; i++, start += units) {
    let other = -Infinity;
    for (let m = 0; m < units; m++) if (m !== k && !(logits[start + m] <= other)) other = logits[start + m];
    ahead[i] = logits[start + k] - other;
  }
  return ahead;
}

const boundaryClasses = (units) => (units <= 2 ? [units - 1] : Array.from({ length: units }, (_, k) => k));

/** The boundary between the classes as an SVG path; values from a grid whose rows go upwards. */
export function boundaryPath(frame, net, room, size) {
  const units = net.sizes.at(-1);
  const values = (k) => ({ columns: size, rows: size, values: margins(room.z.at(-1), size * size, units, k) });
  return boundaryClasses(units).map((k) => levelLine(frame, values(k), 0)).join("");
}

const pictureGrid = createGrid(61, true);

/** The surface as a picture that follows the theme. */
export function drawSurface(frame, { session, state }) {
  const { net } = session;
  const [size, units] = [pictureGrid.size, net.sizes.at(-1)];
  const room = pictureGrid.run(net, state.limit);
  const boundary = node("path", { class: "nn-pg-boundary", d: boundaryPath(frame, net, room, size) });
  const grid = (k) => ({ columns: size, rows: size, values: margins(room.z.at(-1), size * size, units, k) });
  if (units <= 2) return drawBands(frame, grid(units - 1), state.sharp ? [0] : LOG_ODDS) + boundary;
  const regions = boundaryClasses(units).map((k) =>
    node("path", { class: `nn-pg-region nn-pg-class-${k}`, d: region(frame, grid(k), 0) }));
  return rect(frame.left, frame.top, frame.width, frame.height, { class: "nn-paper" }) + regions.join("") + boundary;
}

/** activation -> how a unit's value becomes −1 … 1 for its colour; those without bounds by their own largest value. */
const CENTRE = { sigmoid: [0.5, 0.5], step: [0.5, 0.5], tanh: [0, 1] };

/** Values of one unit, every `stride`-th from `first` on, scaled to −1 … 1 into `scaled`. */
export function scaleUnit(values, first, stride, n, activation, scaled) {
  let [centre, reach] = CENTRE[activation] ?? [0, 0];
  if (!reach) for (let i = 0, k = first; i < n; i++, k += stride) reach = Math.max(reach, Math.abs(values[k]));
  if (!(reach > 1e-9)) reach = 1;
  for (let i = 0, k = first; i < n; i++, k += stride) scaled[i] = (values[k] - centre) / reach;
}

/** The values of a layer at the grid: inputs, hidden units, or what the output says. */
export const layerValues = (net, room, layer, n) =>
  layer === net.sizes.length - 1 ? outputsOf(net, room, n) : room.a[layer];

/** By which rule a layer's units are coloured. */
export const colouringOf = (net, layer) =>
  layer === 0 ? "linear" : layer === net.sizes.length - 1 ? "sigmoid" : net.activation;

/** −1 … 1 -> pixels: below 0 in class 0's colour, above in class 1's. */
export function shadeUnit(scaled, n, colours, pixels, offset) {
  for (let i = 0; i < n; i++) {
    const value = scaled[i];
    const size = Math.min(1, Math.abs(value));
    pixels[offset + i] = colours[(value < 0 ? 0 : SHADES) + ((size * (SHADES - 1)) | 0)];
  }
}

/** Probabilities of class k, every `stride`-th value from k on -> pixels in the class's colour. */
export function shadeClass(values, k, stride, n, colours, pixels, offset) {
  for (let i = 0; i < n; i++) pixels[offset + i] = colours[k * SHADES + ((values[i * stride + k] * (SHADES - 1)) | 0)];
}

const thumbGrid = createGrid(17, true);
const TONES = [-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8];

/** Every unit's own surface as a small picture: a function of layer, unit and its square's frame. */
export function unitPictures({ session, state }) {
  const { net } = session;
  const [room, size] = [thumbGrid.run(net, state.limit), thumbGrid.size];
  return (layer, j, area) => {
    const scaled = new Float64Array(size * size);
    const values = layerValues(net, room, layer, size * size);
    if (isClassLayer(net, layer)) return classPicture(area, values, j, net.sizes[layer], size);
    scaleUnit(values, j, net.sizes[layer], size * size, colouringOf(net, layer), scaled);
    return drawBands(area, { columns: size, rows: size, values: scaled }, TONES);
  };
}

/** Is there a unit for each class, so that each has its class's colour? */
export const isClassLayer = (net, layer) => layer === net.sizes.length - 1 && net.sizes[layer] > 1;

/** Probabilities of class k over a small square, in three tones of its colour. */
function classPicture(area, outputs, k, units, size) {
  const values = Float64Array.from({ length: size * size }, (_, i) => outputs[i * units + k]);
  const tones = [0.25, 0.5, 0.75].map((level) =>
    node("path", { class: `nn-pg-tone nn-pg-class-${k}`, d: region(area, { columns: size, rows: size, values }, level) }));
  return rect(area.left, area.top, area.width, area.height, { class: "nn-paper" }) + tones.join("");
}
