/** The links of the book that open the playground in a state. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { askedFor } from "../../nnkit/figures/src/playground/address.js";
import { defaults } from "../../nnkit/figures/src/playground/settings.js";

const folder = new URL("../../chapters/", import.meta.url);
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));
const links = pages.flatMap((name) =>
  [...readFileSync(new URL(name, folder), "utf8").matchAll(/playground\.html(\?net=[^"#]*)/g)].map(([, search]) => search));

test("every link into the playground is understood, and begins at the first step", () => {
  assert.ok(links.length >= 3);
  for (const link of links) assert.equal(askedFor("net", { ...defaults, step: 400 }, link).step, 0, link);
});
