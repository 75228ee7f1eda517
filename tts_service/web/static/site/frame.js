/**
 * In the frame: tells the page around it how high the player is, and what happens in it. The protocol is in docs/embedding.md.
 *
 * Sent to any page: there is nothing in it that the page does not know or could not ask the service.
 */

const EVENTS = ["listen-play", "listen-pause", "listen-progress", "listen-end", "listen-error", "listen-play-counted"];

const button = /** @type {HTMLElement} */ (document.querySelector("listen-button"));
const article = button.getAttribute("article");

/** @param {string} type @param {object} detail */
function tell(type, detail) {
  parent.postMessage({ ...detail, type, article }, "*");
}

let told = 0;
new ResizeObserver(() => {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (height !== told) tell("listen-resize", { height });
  told = height;
}).observe(document.body);

for (const type of EVENTS) {
  button.addEventListener(type, (event) => tell(type, /** @type {CustomEvent<object>} */ (event).detail));
}
