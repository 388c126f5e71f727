/** Bundles every part into one self-contained module in static/, with the style sheet beside it. */

import { build } from "esbuild";

const here = import.meta.dirname;

await build({
  absWorkingDir: here,
  entryPoints: ["neuron", "plane", "curve"].map((part) => `src/${part}.js`).concat({ in: "src/core/figure.css", out: "figure" }),
  outdir: "static",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
