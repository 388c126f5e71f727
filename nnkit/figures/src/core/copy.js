/** Text to the clipboard. */

/** @param {string} text @returns {Promise<boolean>} was it copied? */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text); // no clipboard without https, or not allowed
  }
}

function copyByHand(text) {
  const box = document.createElement("textarea");
  box.value = text;
  box.style.position = "fixed";
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  document.body.append(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  before?.focus({ preventScroll: true });
  return copied;
}
