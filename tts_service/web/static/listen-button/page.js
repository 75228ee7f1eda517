/** What the publisher's page says about itself. */

import { seconds } from "./time.js";

/** Safari has no idle callbacks. */
export const whenIdle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ act) => setTimeout(act));

/** @returns {string} the page's canonical address, without a fragment */
export function pageAddress() {
  /** @type {HTMLLinkElement | null} */
  const link = document.querySelector('link[rel="canonical"][href]');
  return withoutHash(link?.href || location.href);
}

/** @param {string} address @returns {string} absolute, without a fragment */
export function withoutHash(address) {
  const url = new URL(address, location.href);
  url.hash = "";
  return url.href;
}

/** @param {Element} element @returns {string} the language of the text around it, else the reader's own */
export function languageAt(element) {
  return /** @type {HTMLElement | null} */ (element.closest("[lang]"))?.lang || navigator.language;
}

/** @returns {number} seconds that a shared address (`#listen=1:23`) asks for; NaN when it asks for none */
export function sharedPlace() {
  return seconds(new URLSearchParams(location.hash.slice(1)).get("listen") ?? "");
}
