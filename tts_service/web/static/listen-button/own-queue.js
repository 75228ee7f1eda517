/** What the listener wants to hear later: stored on this device only, and told to nobody. */

/** @typedef {{id: string, title: string, duration_s: number}} Queued an article, as far as a list shows it */

const NAME = "listen-queue";
const MOST = 100;
/** Fired on `document` when the queue has changed, in this tab or another. */
export const CHANGED = "listen-queue";

/** @returns {Queued[]} what comes first, first */
export function ownQueue() {
  try {
    const stored = JSON.parse(localStorage.getItem(NAME) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isArticle).slice(0, MOST) : [];
  } catch {
    return []; // storage is forbidden here, or holds something else
  }
}

/** @param {any} value */
function isArticle(value) {
  return typeof value?.id === "string" && typeof value.title === "string" && typeof value.duration_s === "number";
}

/** @param {Queued[]} articles */
function store(articles) {
  try {
    localStorage.setItem(NAME, JSON.stringify(articles.slice(0, MOST)));
  } catch {
    // full or forbidden: then nothing is remembered
  }
  document.dispatchEvent(new Event(CHANGED));
}

/** @param {string} id */
export function isQueued(id) {
  return ownQueue().some((article) => article.id === id);
}

/** At the end; at its old place if it is there. @param {Queued} article */
export function enqueue({ id, title, duration_s }) {
  if (!isQueued(id)) store([...ownQueue(), { id, title, duration_s }]);
}

/** @param {string} id */
export function dequeue(id) {
  if (isQueued(id)) store(ownQueue().filter((article) => article.id !== id));
}

/** @param {() => void} act whenever the queue has changed @param {AbortSignal} signal */
export function watchQueue(act, signal) {
  document.addEventListener(CHANGED, act, { signal });
  addEventListener("storage", ({ key }) => (key === NAME || key === null) && act(), { signal });
}
