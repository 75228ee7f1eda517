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

/**
 * @template T
 * @param {number} ms
 * @param {Promise<T>} promise
 * @param {() => void} [giveUp]
 * @returns {Promise<T>} rejects with a TypeError, as a broken line does, when `promise` takes longer than `ms`
 */
export async function within(ms, promise, giveUp) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      giveUp?.();
      reject(new TypeError("nothing has come for long"));
    }, ms);
  });
  try {
    return await /** @type {Promise<T>} */ (Promise.race([promise, late]));
  } finally {
    clearTimeout(timer);
  }
}
