/** Long work in short stretches, so that the page answers its reader in between. */

/** A stretch, in ms: well within a frame. */
const STRETCH_MS = 6;
/** How long a page that is never idle may keep us waiting, in ms. */
const PATIENCE_MS = 250;

export class Slices {
  #since = performance.now();
  #signal;

  /** @param {AbortSignal} signal ends the work at its next rest */
  constructor(signal) {
    this.#signal = signal;
  }

  get isOver() {
    return performance.now() - this.#since > STRETCH_MS;
  }

  /** Until the page is idle. Throws the signal's reason when the work is no longer wanted. */
  async rest() {
    await new Promise((resolve) => {
      if ("requestIdleCallback" in globalThis) requestIdleCallback(resolve, { timeout: PATIENCE_MS });
      else setTimeout(resolve); // Safari
    });
    this.#signal.throwIfAborted();
    this.#since = performance.now();
  }
}
