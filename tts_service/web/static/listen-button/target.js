/** Which article a button reads, as its attributes and its page say. */

import { markOf } from "./marks.js";
import { pageAddress, withoutHash } from "./page.js";

/** @import { Problem } from "./service.js" */
/** @import { Mark } from "./marks.js" */
/** @import { Article, Found, Service, Wanted } from "./service.js" */

/** @param {Element} button @returns {boolean} it reads the page that it stands on */
export function readsItsPage(button) {
  return !button.hasAttribute("article") && !button.hasAttribute("url");
}

/** @param {Element} button @returns {Wanted} */
export function wanted(button) {
  const [url, voice, show] = ["url", "voice", "show"].map((attribute) => button.getAttribute(attribute));
  return { url: url ? withoutHash(url) : pageAddress(), ...(voice && { voice }), ...(show && { show }) };
}

/** @param {Element} button @returns {string} what the article is remembered by */
export function keyOf(button) {
  return button.getAttribute("article") ?? wanted(button).url;
}

/** @param {Element} button @returns {Mark | null} where the listener left it */
export function leftAt(button) {
  return button.getAttribute("resume") === "off" ? null : markOf(keyOf(button));
}

/**
 * @param {Element} button
 * @param {Service} service
 * @returns {Promise<{article: Article | null, mayAsk: boolean}>} what is known of it
 */
export async function find(button, service) {
  const id = button.getAttribute("article");
  return id ? { article: await service.article(id), mayAsk: false } : service.find(wanted(button));
}

/**
 * @param {Element} button
 * @param {Service} service
 * @param {Article | null} known
 * @param {boolean} isHeard from its start, by one who takes the sound as it comes
 * @returns {Promise<Found>} rendered, being rendered, or asked for now
 */
export async function obtain(button, service, known, isHeard) {
  const id = button.getAttribute("article");
  const isGood = known && known.status !== "failed";
  if (!isGood && !id && isHeard) {
    try {
      return await service.hear(wanted(button));
    } catch (problem) {
      if (/** @type {Problem} */ (problem).final) throw problem; // else it takes longer than a request may last
    }
  }
  const article = isGood ? known : await (id ? service.article(id) : service.ask(wanted(button)));
  return { id: article.id, article };
}
