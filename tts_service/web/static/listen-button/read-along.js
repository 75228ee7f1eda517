/** Reading along: what is spoken is highlighted in the page's own text, by a separate program. */

/** @import { Context } from "./companions.js" */

/** @param {Context} context */
export async function join({ button, service, signal }) {
  const program = await import(/* webpackIgnore: true */ /* @vite-ignore */ service.address("read-along.js")).catch(() => null);
  if (!program || signal.aborted) return;
  /** @type {{stop(): void} | null} */
  let along = null;
  const settle = () => {
    along?.stop();
    along = signal.aborted || button.isAway ? null : program.readAlong(button); // the page in view is another article
  };
  button.addEventListener("listen-away", settle, { signal });
  signal.addEventListener("abort", settle);
  settle();
}
