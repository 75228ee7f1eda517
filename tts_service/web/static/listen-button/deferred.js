/** Loads what the first press does not need, once the page is idle. */

/** @typedef {typeof import("./idle.js")} Deferred */

/** @type {Deferred | null} */
let loaded = null;
/** @type {Promise<Deferred | null> | null} */
let pending = null;

/** @returns {Promise<Deferred | null>} null if it could not be loaded; the next call tries again */
export function loadDeferred() {
  return (pending ??= import("./idle.js").then((module) => (loaded = module), () => (pending = null)));
}

/** @returns {Deferred | null} null until it is loaded */
export function deferred() {
  return loaded;
}
