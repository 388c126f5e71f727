/** Reads the markup that core writes (well formed, `>` escaped in attributes), so that only what changes is parsed anew. */

/**
 * @typedef {object} Piece an element, or with `name` "" a text
 * @property {string} name
 * @property {string} given its attributes as they are written
 * @property {string} source its whole markup
 * @property {Piece[]} children
 */

const TOKEN = /<(\/?)([A-Za-z][\w-]*)([^>]*)>|[^<]+/g;
const EMPTY = new Set(["input"]);

/** @param {string} markup @returns {Piece[]} */
export function read(markup) {
  /** @type {any} */
  const top = { name: "", given: "", source: "", children: [], start: 0 };
  const open = [top];
  for (const token of markup.matchAll(TOKEN)) {
    const [source, closing, name = "", given = ""] = token;
    const within = open[open.length - 1];
    if (closing) {
      open.pop();
      within.source = markup.slice(within.start, token.index + source.length);
      continue;
    }
    const piece = { name, given, source, children: [], start: token.index };
    within.children.push(piece);
    if (name && !EMPTY.has(name)) open.push(piece);
  }
  return top.children;
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** @param {string} text in markup @returns {string} what it stands for */
export const decode = (text) =>
  text.includes("&") ? text.replace(/&(amp|lt|gt|quot);/g, (_, name) => ENTITIES[name]) : text;

/** @param {string} given @returns {Map<string, string>} name -> value */
export const attributesIn = (given) =>
  new Map([...given.matchAll(/([^\s="]+)(?:="([^"]*)")?/g)].map(([, name, value = ""]) => [name, decode(value)]));
