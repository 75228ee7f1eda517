/** Which article a button reads, as its attributes and its page say. */

import { pageAddress, withoutHash } from "./address.js";
import { bookmarkOf } from "./bookmarks.js";

/** @import { Bookmark } from "./bookmarks.js" */
/** @import { Wanted } from "./service.js" */

/**
 * @typedef {object} Target
 * @property {string | null} id of an article, in place of a page
 * @property {Wanted} wanted
 * @property {string} key what the article is remembered by
 * @property {string} place where the reader was, by the browser's address bar
 * @property {boolean} isStated by an attribute or the page's head; else the address bar is all there is
 */

/** @param {Element} button @returns {boolean} a place in the page's address is meant for it: it reads the page, or is alone there */
export function readsItsPage(button) {
  if (button.hasAttribute("url")) return false;
  return !button.hasAttribute("article") || document.querySelectorAll("listen-button").length === 1;
}

/** @param {Element} button @returns {Target} as of now */
export function targetOf(button) {
  const [id, url, voice, show] = ["article", "url", "voice", "show"].map((attribute) => button.getAttribute(attribute));
  const { address, isStated } = url ? { address: withoutHash(url), isStated: true } : pageAddress();
  const wanted = { url: address, ...(voice && { voice }), ...(show && { show }) };
  return { id, wanted, key: id ?? address, place: location.href, isStated: Boolean(id) || isStated };
}

/** @param {Target} one @param {Target} other @returns {boolean} */
export function isSame(one, other) {
  if (one.id !== null || other.id !== null) return one.id === other.id;
  return one.wanted.url === other.wanted.url && one.wanted.voice === other.wanted.voice;
}

/** @param {Element} button @param {string} key @returns {Bookmark | null} where the listener left it */
export function bookmarkFor(button, key) {
  return button.getAttribute("resume") === "off" ? null : bookmarkOf(key);
}
