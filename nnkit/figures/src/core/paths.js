/** Values inside a state by their path, such as "layers.1.bias.2". A state is never changed: it gets new parts. */

/** @param {any} state @param {string} path @returns {any} */
export const valueAt = (state, path) => path.split(".").reduce((part, name) => part?.[name], state);

/** @param {any} part @param {string[]} path @param {any} value */
function replaced(part, path, value) {
  const [name, ...rest] = path;
  const copy = Array.isArray(part) ? [...part] : { ...part };
  copy[name] = rest.length ? replaced(part[name], rest, value) : value;
  return copy;
}

/**
 * The change that puts a value at a path: `changeAt({weight: [1, 2]}, "weight.0", 5)` is `{weight: [5, 2]}`.
 * @param {any} state @param {string} path @param {any} value @returns {any}
 */
export function changeAt(state, path, value) {
  const [name] = path.split(".");
  return { [name]: replaced(state, path.split("."), value)[name] };
}
