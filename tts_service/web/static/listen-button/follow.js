/** The progress of an article that is being rendered. */

import { isSettled } from "./service.js";
import { pause } from "./wait.js";

/** @import { Article, Service } from "./service.js" */

/** Between two questions where events do not come through, in milliseconds. */
const PACE_MS = 2000;

/**
 * Tell `onChange` of every change until the article is ready or has failed: by server-sent events; where they do not come through, by asking.
 *
 * @param {Service} service
 * @param {string} id
 * @param {(article: Article) => void} onChange
 * @param {AbortSignal} signal stops it
 */
export function follow(service, id, onChange, signal) {
  if (signal.aborted) return;
  const events = new EventSource(service.address(`v1/articles/${encodeURIComponent(id)}/events`));
  signal.addEventListener("abort", () => events.close());
  const report = (/** @type {MessageEvent} */ event) => {
    const article = JSON.parse(event.data);
    if (isSettled(article)) events.close(); // else the browser would ask again
    onChange(article);
  };
  for (const kind of ["progress", "ready", "failed"]) events.addEventListener(kind, report);
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED && !signal.aborted) void poll(service, id, onChange, signal);
  };
}

/** @param {Service} service @param {string} id @param {(article: Article) => void} onChange @param {AbortSignal} signal */
async function poll(service, id, onChange, signal) {
  while (!signal.aborted) {
    const article = await service.article(id).catch(() => null);
    if (signal.aborted) return;
    if (article) onChange(article);
    if (article && isSettled(article)) return;
    await pause(PACE_MS, signal);
  }
}
