/** Drawing, sentence and hint of one state ask for the same numbers: they are computed once. */

/**
 * @template {any[]} Given @template Found
 * @param {(...given: Given) => Found} find a pure function of plain data
 * @param {number} [most] how many results are kept
 * @returns {(...given: Given) => Found} the same function, which remembers its last results
 */
export function remember(find, most = 4) {
  const known = new Map();
  return (...given) => {
    const key = JSON.stringify(given);
    if (!known.has(key)) {
      if (known.size >= most) known.delete(known.keys().next().value);
      known.set(key, find(...given));
    }
    return known.get(key);
  };
}
