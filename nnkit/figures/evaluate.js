/** Runs parts without a browser: [{part, call: "draw" | "compute", arguments}] as JSON in, the results as JSON out. */

import { text } from "node:stream/consumers";

const requests = JSON.parse(await text(process.stdin));
const results = [];
for (const { part, call, arguments: given } of requests) {
  const module = await import(new URL(`static/${part}.js`, import.meta.url));
  results.push(module[call](...given));
}
process.stdout.write(JSON.stringify(results));
