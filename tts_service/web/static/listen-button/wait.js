/** Waiting that ends when it is no longer wanted. */

/**
 * Resolves when one of `events` fires, or `signal` aborts.
 *
 * @param {AbortSignal} signal
 * @param {...[EventTarget, string]} events
 * @returns {Promise<void>}
 */
export function happens(signal, ...events) {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = () => {
      over.abort();
      resolve();
    };
    for (const [target, type] of [...events, /** @type {[EventTarget, string]} */ ([signal, "abort"])]) {
      target.addEventListener(type, end, { signal: over.signal });
    }
  });
}

/**
 * Resolves after `ms`, when the browser comes back online, or when `signal` aborts.
 *
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export async function pause(ms, signal) {
  const timer = new AbortController();
  setTimeout(() => timer.abort(), ms);
  await happens(AbortSignal.any([signal, timer.signal]), [globalThis, "online"]);
}
