/** Reading along: what is heard lights up in the page's own text. It is a program of its own beside this one. */

/** @import { Stage } from "./companions.js" */

/** @param {Stage} stage */
export async function join({ button, service, signal }) {
  const { readAlong } = await import(service.address("read-along.js"));
  if (signal.aborted) return;
  const along = readAlong(button);
  signal.addEventListener("abort", () => along.stop());
}
