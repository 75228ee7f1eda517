/** Bundles the apps with their real libraries into the folder that is named on the command line. */

import { readFile } from "node:fs/promises";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { compile, compileModule } from "svelte/compiler";

const svelte = {
  name: "svelte",
  setup(bundle) {
    bundle.onLoad({ filter: /\.svelte$/ }, async ({ path }) => ({ contents: compile(await readFile(path, "utf8"), { filename: path }).js.code }));
    bundle.onLoad({ filter: /\.svelte\.js$/ }, async ({ path }) => ({ contents: compileModule(await readFile(path, "utf8"), { filename: path }).js.code }));
  },
};

await build({
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  entryPoints: ["react.jsx", "vue.js", "svelte.js", "htmx2.js", "htmx4.js", "turbo.js"],
  outdir: argv[2],
  bundle: true,
  minify: true,
  jsx: "automatic",
  format: "iife",
  conditions: ["svelte", "browser", "production"],
  define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
  logLevel: "warning",
  plugins: [svelte],
});
