/**
 * A figure's state in the page's address: `?neuron-1=weight.0:1.2~bias:0.5`, only what differs from the start. Lists
 * whose length differs stand whole: `points:((1,2,0),(-1,0.5,1))`. What comes from an address is not trusted: it must
 * have the form of the start's values, and no text with markup in it.
 */

import { changeAt, valueAt } from "./paths.js";

const PLAIN = /[^A-Za-z0-9_.-]/g;
const escape = (text) => text.replace(PLAIN, (character) => `*${character.codePointAt(0).toString(16)}*`);
const unescape = (text) => text.replace(/\*([0-9a-f]+)\*/g, (_, code) => String.fromCodePoint(parseInt(code, 16)));

const WORDS = { true: true, false: false, null: null };
const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/;
const isWord = (text) => Object.hasOwn(WORDS, text) || NUMBER.test(text) || text === "";

/** A value as text. Text that would read as a number or a word is marked by `!`. */
function write(value) {
  if (Array.isArray(value)) return `(${value.map(write).join(",")})`;
  if (value && typeof value === "object") {
    return `(${Object.entries(value).map(([name, part]) => `${escape(name)}:${write(part)}`).join(",")},:)`;
  }
  return typeof value === "string" ? `${isWord(value) ? "!" : ""}${escape(value)}` : String(value);
}

const atom = (text) =>
  text.startsWith("!") ? unescape(text.slice(1))
  : Object.hasOwn(WORDS, text) ? WORDS[text]
  : NUMBER.test(text) ? Number(text)
  : unescape(text);

/** Reads what `write` wrote; throws a SyntaxError where it cannot. */
function read(text) {
  const tokens = text.match(/[(),:]|[^(),:]+/g) ?? [""];
  let i = 0;
  const take = (expected) => {
    if (tokens[i++] !== expected) throw new SyntaxError(`no ${expected} in ${text}`);
  };
  const isSign = () => i >= tokens.length || /^[(),:]$/.test(tokens[i]);
  const leaf = () => (isSign() ? "" : atom(tokens[i++]));
  function list() {
    const items = [];
    const names = [];
    for (take("("); tokens[i] !== ")";) {
      if (items.length) take(",");
      if (tokens[i] === ":") return take(":"), take(")"), Object.fromEntries(items.map((item, k) => [names[k], item]));
      const item = value();
      if (tokens[i] === ":") take(":"), names.push(item), items.push(value());
      else items.push(item);
    }
    take(")");
    return items;
  }
  const value = () => (tokens[i] === "(" ? list() : leaf());
  const result = value();
  if (i < tokens.length) throw new SyntaxError(`too much in ${text}`);
  return result;
}

const isTree = (value) => value !== null && typeof value === "object";
const sameShape = (a, b) =>
  isTree(a) && isTree(b) && Array.isArray(a) === Array.isArray(b) && Object.keys(a).join() === Object.keys(b).join();

/** The smallest changes from `start` to `state`, as [path, value]. */
function differences(state, start, path = []) {
  if (sameShape(state, start)) {
    return Object.keys(start).flatMap((name) => differences(state[name], start[name], [...path, name]));
  }
  return JSON.stringify(state) === JSON.stringify(start) ? [] : [[path.join("."), state]];
}

/**
 * @param {any} state @param {any} start of the same form
 * @returns {string} what differs, as text for an address; empty if nothing does
 */
export const encode = (state, start) =>
  differences(state, start).map(([path, value]) => `${path}:${write(value)}`).join("~");

/** Has `value` the form of `model`: numbers for numbers, lists of such items for lists, no markup in text? */
export function fits(value, model) {
  if (typeof value === "string" && /[<>&"'`]/.test(value)) return false;
  if (model == null || value === null) return !isTree(value) || Object.values(value).every((part) => fits(part, null));
  if (Array.isArray(model)) return Array.isArray(value) && value.every((item, i) => fits(item, model[i] ?? model[0]));
  if (!isTree(model)) return typeof value === typeof model;
  return isTree(value) && Object.keys(model).every((name) => name in value && fits(value[name], model[name]));
}

const knows = (state, path) => {
  const names = path.split(".");
  return names.every((name, i) => {
    const holder = i ? valueAt(state, names.slice(0, i).join(".")) : state;
    return isTree(holder) && Object.hasOwn(holder, name);
  });
};

/**
 * @param {string} text from an address @param {any} start
 * @returns {any} changes of the start; none if the text is not of this figure
 */
export function decode(text, start) {
  let state = start;
  const changes = {};
  try {
    for (const entry of text.split("~").filter(Boolean)) {
      const [, path, written] = /^([\w.]+):(.*)$/s.exec(entry) ?? [];
      const value = read(written);
      if (!knows(start, path) || !fits(value, valueAt(start, path))) return {};
      Object.assign(changes, changeAt(state, path, value));
      state = { ...start, ...changes };
    }
  } catch {
    return {};
  }
  return changes;
}

const pieces = (search) => search.replace(/^\?/, "").split("&").filter(Boolean);

/** @param {string} search of an address @param {string} key @returns {string} what it says of the figure */
export function textOf(search, key) {
  const found = pieces(search).find((piece) => piece.startsWith(`${key}=`));
  try {
    return found ? decodeURIComponent(found.slice(key.length + 1)) : "";
  } catch {
    return "";
  }
}

/** @param {string} search @param {string} key @param {string} text @returns {string} the search with the figure's text */
export function searchWith(search, key, text) {
  const others = pieces(search).filter((piece) => !piece.startsWith(`${key}=`));
  const all = text ? [...others, `${key}=${text}`] : others;
  return all.length ? `?${all.join("&")}` : "";
}

/**
 * The page's address with the figure's text in it. A figure without a key has no address; nobody asks for it then.
 * @param {string | undefined} key @param {string} text @param {string} [place] an id on the page
 */
export function hrefWith(key, text, place) {
  const address = new URL(location.href);
  address.search = searchWith(address.search, String(key), text);
  if (place) address.hash = place;
  return address.href;
}

/** @param {string} href of this page */
export function keepInAddress(href) {
  try {
    if (href !== location.href) history.replaceState(history.state, "", href);
  } catch {
    // Some browsers refuse it for files and frames; the link still holds the state.
  }
}
