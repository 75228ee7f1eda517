/** Reading along: what is heard lights up in the page's own text. It is a program of its own beside this one. */

/** @import { Stage } from "./companions.js" */

/** @param {Stage} stage */
export async function join({ button, service, signal }) {
  const program = await import(service.address("read-along.js")).catch(() => null);
  if (!program || signal.aborted) return;
  const along = program.readAlong(button);
  signal.addEventListener("abort", () => along.stop());
}
