/**
 * Bundles every part, src/*.js, into one self-contained module in static/, and all styles into one sheet beside them.
 * With names of parts as arguments only those, and the sheet.
 */

import { readdirSync } from "node:fs";
import { build } from "esbuild";

const here = import.meta.dirname;
const found = readdirSync(`${here}/src`, { recursive: true }).map((path) => `src/${path.replaceAll("\\", "/")}`).sort();
const named = process.argv.slice(2).map((part) => `src/${part}.js`);
const parts = found.filter((path) => /^src\/\w+\.js$/.test(path));
// The core's sheet comes first: it has the colours and the common look.
const sheets = ["src/core/figure.css", ...found.filter((path) => /^src\/(?!core\/).*\.css$/.test(path))];
const options = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
};

await build({
  ...options,
  entryPoints: named.length ? named : parts,
  outdir: "static",
  format: "esm",
});
await build({
  ...options,
  stdin: {
    contents: sheets.map((sheet) => `@import "./${sheet}";`).join("\n"),
    resolveDir: here,
    loader: "css",
  },
  outfile: "static/figure.css",
});
