/** What the publisher's page says about itself. */

import { seconds } from "./time.js";

/** Safari has no idle callbacks. */
export const whenIdle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ act) => setTimeout(act));

/** @param {Element} element @returns {string} the language of the text around it, else the reader's own */
export function languageAt(element) {
  return /** @type {HTMLElement | null} */ (element.closest("[lang]"))?.lang || navigator.language;
}

/** @returns {number} seconds that a shared address (`#listen=1:23`) asks for; NaN when it asks for none */
export function sharedPlace() {
  return seconds(new URLSearchParams(location.hash.slice(1)).get("listen") ?? "");
}
