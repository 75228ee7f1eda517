/** Notices when a single-page app shows another page, without patching any of the page's own functions. */

import { addSources, pageAddress, pathOf, statement } from "./address.js";

/** @import { Statement } from "./address.js" */

const HEAD = { subtree: true, childList: true, characterData: true, attributeFilter: ["href", "content"] };

/** @type {Set<() => void>} */
const watching = new Set();
let before = location.href;

/**
 * Call `act` whenever the page in view may have changed.
 *
 * @param {() => void} act
 * @param {AbortSignal} signal
 */
export function watchPage(act, signal) {
  if (signal.aborted) return;
  watching.add(act);
  signal.addEventListener("abort", () => watching.delete(act));
}

/** Without the Navigation API, `pushState` fires no event: the head's changes are watched, and this is called now and then. */
export function checkPage() {
  if (before !== location.href) notify();
}

function notify() {
  before = location.href;
  pageAddress(); // even without a button here: what the head says now belongs to this path
  for (const act of watching) act();
}

/** JSON-LD of the page's one article. @returns {Statement | null} */
function linkedData() {
  const texts = [...document.querySelectorAll('script[type="application/ld+json"]')].map(({ textContent }) => textContent ?? "");
  const items = texts.flatMap(parsed).flatMap((item) => item?.["@graph"] ?? item);
  const articles = items.filter((item) => /Article|Posting/.test(item?.["@type"]));
  if (articles.length !== 1) return null;
  const [{ mainEntityOfPage: page, url }] = articles;
  const text = page?.["@id"] ?? page ?? url;
  return typeof text === "string" && pathOf(text) ? { text, by: null } : null;
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}

addSources([() => statement(document.querySelector('meta[property="og:url"][content]'), "content"), linkedData]);
const observer = new MutationObserver(notify);
observer.observe(document.documentElement, { childList: true }); // a new body
observer.observe(document.head, HEAD);
/** @type {any} */ (globalThis).navigation?.addEventListener("currententrychange", notify);
addEventListener("popstate", notify);
