/** `listen-time`: the time, at every frame that the browser paints while it plays, for what must be in step with the voice. */

/** @import { Context } from "./companions.js" */

/** @param {Context} context */
export function join({ button, signal }) {
  let isRunning = false;
  const tick = () => {
    isRunning = !signal.aborted && button.phase === "playing";
    const { currentTime: time, duration } = button;
    button.dispatchEvent(new CustomEvent("listen-time", { detail: { time, duration } })); // so often: it does not bubble
    if (isRunning) requestAnimationFrame(tick);
  };
  const start = () => isRunning || tick();
  for (const type of ["listen-play", "listen-progress", "listen-seek", "listen-pause"]) button.addEventListener(type, start, { signal });
  start();
}
