/**
 * Runs parts without a browser: [{part, call, arguments}] as JSON in, the results as JSON out. `call` names a function
 * that the part exports, such as "draw" or "compute", or one of its default export, such as "still"; what is no
 * function, such as "defaults", is its own result.
 */

import { text } from "node:stream/consumers";

const requests = JSON.parse(await text(process.stdin));
const results = [];
for (const { part, call, arguments: given } of requests) {
  const module = await import(new URL(`static/${part}.js`, import.meta.url));
  const named = module[call] ?? module.default[call];
  results.push(typeof named === "function" ? named(...given) : named);
}
process.stdout.write(JSON.stringify(results));
