/** Random numbers from a seed: the same in every browser and in node. (sfc32 by Chris Doty-Humphrey, public domain.) */

/**
 * @param {number} seed an integer
 * @returns {{uniform: (low?: number, high?: number) => number, normal: (mean?: number, std?: number) => number,
 *   integer: (n: number) => number, shuffle: <T>(items: T[]) => T[]}} `integer` is in 0 … n − 1; `shuffle` returns a
 *   new list
 */
export function random(seed) {
  let [a, b, c, d] = [0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  const unit = () => (next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53; // 53 bits: [0, 1)
  const uniform = (low = 0, high = 1) => low + (high - low) * unit();
  // Box and Muller; 1 − unit() is never 0.
  const normal = (mean = 0, std = 1) =>
    mean + std * Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  const integer = (n) => Math.floor(unit() * n);
  const shuffle = (items) => {
    const mixed = [...items];
    for (let i = mixed.length - 1; i > 0; i--) {
      const j = integer(i + 1);
      [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
    }
    return mixed;
  };
  return { uniform, normal, integer, shuffle };
}
