// One formula a line on stdin, {latex, displayMode}; one line back, {html} or {error}. Ends when stdin does.
import { createInterface } from "node:readline";

import katex from "katex";

// \htmlData needs trust; all formulas are the book's own.
const OPTIONS = { throwOnError: true, trust: true, strict: "ignore" };

for await (const line of createInterface({ input: process.stdin })) {
  const { latex, displayMode } = JSON.parse(line);
  let reply;
  try {
    reply = { html: katex.renderToString(latex, { ...OPTIONS, displayMode }) };
  } catch (error) {
    reply = { error: error.message };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
