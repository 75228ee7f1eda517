/**
 * Which article the page in view is. Single-page apps change that without a new document, and some leave the head of the first page
 * in place for ever: what was said under another path, and has not been said anew since, is not believed.
 */

/**
 * @typedef {object} Statement
 * @property {string} text an address
 * @property {unknown} by the element that says it
 *
 * @typedef {Statement & {under?: string}} Known `under`: the path that was in view when it was first seen; none: it was there from the
 *   start, and is only heeded once the page says something else, as one does that keeps it up to date
 */

/** Where the document came from, whatever `pushState` has made of its address since. */
const origin = new URL(performance.getEntriesByType("navigation")[0]?.name ?? location.href, location.href);

/** @type {(() => Statement | null)[]} the best first */
const sources = [() => statement(document.querySelector('link[rel="canonical"][href]'), "href")];
/** @type {(Known | null)[]} what each of them said last */
let known = sources.map(fromTheStart);

/** @returns {{address: string, isStated: boolean}} without a fragment; `isStated`: by the page, not only in the address bar */
export function pageAddress() {
  known = sources.map(renewed);
  const stated = known.find((one, i) => one && (one.under === view(one.text) || (!i && pathOf(one.text) === view(one.text))));
  return { address: withoutHash(stated?.text ?? location.href), isStated: Boolean(stated) };
}

/** Other places where a page may say it. @param {(() => Statement | null)[]} more */
export function addSources(more) {
  sources.push(...more);
  known.push(...more.map((source) => source()));
}

/** @param {() => Statement | null} source @param {number} i @returns {Known | null} */
function renewed(source, i) {
  const [last, now] = [known[i], source()];
  if (now?.text === last?.text && now?.by === last?.by) return last;
  return now && (document.readyState === "loading" ? fromTheStart(source) : { ...now, under: view(now.text) });
}

/** @param {() => Statement | null} source @returns {Known | null} */
function fromTheStart(source) {
  const now = source();
  return now && { ...now, under: view(now.text, origin) };
}

/** What tells one page from another: the path, and the query where the page's own address has one. @param {string} text */
function view(text, { pathname, search } = /** @type {URL | Location} */ (location)) {
  return text.includes("?") ? pathname + search : pathname;
}

/** @param {Element | null} by @param {string} attribute @returns {Statement | null} */
export function statement(by, attribute) {
  const text = by?.getAttribute(attribute);
  return text && pathOf(text) ? { text, by } : null;
}

/** @param {string} address @returns {string} with its query; "" for what is no address */
export function pathOf(address) {
  try {
    const { pathname, search } = new URL(address, document.baseURI);
    return pathname + search;
  } catch {
    return "";
  }
}

/** @param {string} address @returns {string} absolute, without a fragment */
export function withoutHash(address) {
  const url = new URL(address, document.baseURI);
  url.hash = "";
  return url.href;
}
