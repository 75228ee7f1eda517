/** Bundles the page in the folder it stands in, with the package as installed there: for browsers, and for a server. */

import { build } from "esbuild";

const all = { bundle: true, jsx: "automatic", define: { "process.env.NODE_ENV": '"development"' }, logLevel: "warning" };
await build({ ...all, entryPoints: ["browser.jsx"], outdir: "site", format: "esm", splitting: true });
await build({ ...all, entryPoints: ["server.jsx"], outdir: "server", platform: "node", format: "cjs", outExtension: { ".js": ".cjs" } });
