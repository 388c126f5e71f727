/** Numbers as readers see them. */

/** @param {number | null} value @returns {string} two decimals, a true minus, no "−0.00"; "–" if there is none */
export const format = (value, digits = 2) => {
  if (value == null || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const rounded = value.toFixed(digits);
  return Number(rounded) === 0 ? (0).toFixed(digits) : rounded.replace("-", "−");
};

/** A setting as its giver wrote it, such as 0.41 or 0.0001: without the dust of sums, 0.41000000000000003. */
export const tidy = (value) => String(Number(value.toPrecision(6)));

/** A factor inside a sum: negative numbers in brackets. */
export const factor = (value) => (value < -0.004 ? `(${format(value)})` : format(value));

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** Rounds to a step without leaving binary dust such as 0.30000000000000004. */
export const snap = (value, step) => Number((Math.round(value / step) * step).toFixed(6));

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

export const dot = (a, b) => a[0] * b[0] + a[1] * b[1];
