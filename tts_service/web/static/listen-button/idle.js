/** What the first press does not need, in one file: see deferred.js. */

export { follow } from "./follow.js";
export { moveSlider, pressKey } from "./keys.js";
export { isSameArticle, DetachedPlayer } from "./detached-player.js";
export { isGone } from "./presence.js";
export { checkPage, watchPage } from "./page-changes.js";
