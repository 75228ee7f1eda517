/** Before `npm pack`: what the package has beside its own files, made from the service's (`tts_service/web/static`). */

import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { manifest } from "./manifest.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..");
const source = join(root, "tts_service", "web", "static");
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");

for (const made of ["listen-button", "types"]) rmSync(join(here, made), { recursive: true, force: true });
cpSync(join(source, "listen-button"), join(here, "listen-button"), { recursive: true });
copyFileSync(join(source, "listen-button", "LICENSE.txt"), join(here, "LICENSE.txt"));
execFileSync(process.execPath, [tsc, "--project", here], { stdio: "inherit" });
copyFileSync(join(here, "events.d.ts"), join(here, "types", "events.d.ts"));
writeFileSync(join(here, "custom-elements.json"), `${JSON.stringify(manifest(readFileSync(join(source, "listen-button.js"), "utf8")), null, 2)}\n`);
