/** The functions to approximate: nnkit.targets, number for number (tested). */

const STEPS = [0, 1, 3, 2];
const CORNERS = [0, 1, -1, 1, 0];

/** The broken line through (i, CORNERS[i]). */
function zigzag(x) {
  const i = Math.min(Math.max(Math.floor(x), 0), CORNERS.length - 2);
  return CORNERS[i] + (CORNERS[i + 1] - CORNERS[i]) * Math.min(Math.max(x - i, 0), 1);
}

/**
 * @typedef {object} Target
 * @property {(x: number) => number} f takes its right limit where it jumps
 * @property {[number, number]} interval
 * @property {number} lipschitz |f(x) − f(x')| ≤ lipschitz |x − x'| where no jump is between them
 * @property {number[]} jumps
 * @property {number[]} kinks where f is not smooth else
 * @property {string} title
 * @property {string} written as in a formula
 */

/** nnkit's targets, in its order: name -> Target. @type {Record<string, Target>} */
export const TARGETS = {
  steps: {
    f: (x) => STEPS[[1, 2, 3].filter((jump) => x >= jump).length],
    interval: [0, 4],
    lipschitz: 0,
    jumps: [1, 2, 3],
    kinks: [],
    title: "steps",
    written: "step(x − 1) + 2 step(x − 2) − step(x − 3)",
  },
  bump: {
    f: (x) => Math.exp(-(x ** 2)),
    interval: [-3, 3],
    lipschitz: Math.sqrt(2 / Math.E),
    jumps: [],
    kinks: [],
    title: "bump",
    written: "exp(−x²)",
  },
  sine: {
    f: Math.sin,
    interval: [-Math.PI, Math.PI],
    lipschitz: 1,
    jumps: [],
    kinks: [],
    title: "sine",
    written: "sin x",
  },
  tent: {
    f: (x) => Math.max(0, 1 - Math.abs(x)),
    interval: [-2, 2],
    lipschitz: 1,
    jumps: [],
    kinks: [-1, 0, 1],
    title: "tent",
    written: "max(0, 1 − |x|)",
  },
  ramp: {
    f: (x) => Math.min(Math.max(x / 2, 0), 1),
    interval: [-1, 3],
    lipschitz: 0.5,
    jumps: [],
    kinks: [0, 2],
    title: "ramp",
    written: "max(0, min(x/2, 1))",
  },
  zigzag: {
    f: zigzag,
    interval: [0, 4],
    lipschitz: 2,
    jumps: [],
    kinks: [1, 2, 3],
    title: "zigzag",
    written: "x − 3 max(0, x − 1) + 4 max(0, x − 2) − 3 max(0, x − 3)",
  },
};

/** Those without a jump: the theorem speaks of these alone. */
export const CONTINUOUS = Object.keys(TARGETS).filter((name) => TARGETS[name].jumps.length === 0);

/** Pairs (name, title) for a choice. @param {string[]} names @returns {[string, string][]} */
export const offered = (names) => names.map((name) => [name, TARGETS[name].title]);
