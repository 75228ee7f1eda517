/** Talking to the service: find an article, ask for it, follow its progress. */

import { words } from "./words.js";

/**
 * @typedef {object} Article what `GET /v1/articles/{id}` answers, as far as a player needs it
 * @property {string} id
 * @property {"queued" | "rendering" | "ready" | "failed"} status
 * @property {string | null} title
 * @property {string | null} revision
 * @property {number | null} duration_s
 * @property {boolean} duration_estimated
 * @property {{segments_done: number, segments_total: number} | null} progress
 * @property {string} audio_url
 * @property {{title?: string, detail?: string} | null} error
 *
 * @typedef {object} Wanted
 * @property {string} url of a page
 * @property {string} [voice]
 */

/** A failure in words for the listener. `final`: trying again by itself is no use. */
export class Problem extends Error {
  /** @param {string} message @param {{final?: boolean}} [how] */
  constructor(message, { final = false } = {}) {
    super(message);
    this.name = "Problem";
    this.final = final;
  }

  /**
   * @param {Response} response one that is not ok; its body may be application/problem+json
   * @returns {Promise<Problem>}
   */
  static async of(response) {
    const body = await response.json().catch(() => ({}));
    const passing = response.status >= 500 || response.status === 408 || response.status === 429;
    return new Problem(body.detail || body.title || words.failed, { final: !passing });
  }
}

export class Service {
  /** @param {string} base address of the service, ending in a slash */
  constructor(base) {
    this.base = base;
  }

  /** @param {string} path @returns {string} */
  address(path) {
    return new URL(path, this.base).href;
  }

  /** @param {string} id @returns {Promise<Article>} */
  article(id) {
    return this.#json(`v1/articles/${encodeURIComponent(id)}`);
  }

  /**
   * @param {Wanted} wanted
   * @returns {Promise<Article | null>} null when it has not been asked for yet
   */
  async find(wanted) {
    const { articles } = await this.#json(`v1/articles?${new URLSearchParams({ ...wanted })}`);
    return articles[0] ?? null;
  }

  /**
   * Have the page read aloud. Asking again for the same page is harmless, and continues what failed.
   *
   * @param {Wanted} wanted
   * @returns {Promise<Article>}
   */
  ask(wanted) {
    const headers = { "Content-Type": "application/json" };
    return this.#json("v1/articles", { method: "POST", headers, body: JSON.stringify(wanted) });
  }

  /**
   * Tell `hear` of every change until the article is ready or has failed.
   *
   * Server-sent events; where they do not come through, a question every two seconds.
   *
   * @param {string} id
   * @param {(article: Article) => void} hear
   * @param {AbortSignal} signal stops it
   */
  follow(id, hear, signal) {
    const events = new EventSource(this.address(`v1/articles/${encodeURIComponent(id)}/events`));
    signal.addEventListener("abort", () => events.close());
    const report = (/** @type {MessageEvent} */ event) => {
      const article = JSON.parse(event.data);
      if (isSettled(article)) events.close(); // else the browser would ask again
      hear(article);
    };
    for (const kind of ["progress", "ready", "failed"]) events.addEventListener(kind, report);
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED && !signal.aborted) void this.#poll(id, hear, signal);
    };
  }

  /** @param {string} id @param {(article: Article) => void} hear @param {AbortSignal} signal */
  async #poll(id, hear, signal) {
    while (!signal.aborted) {
      const article = await this.article(id).catch(() => null);
      if (signal.aborted) return;
      if (article) hear(article);
      if (article && isSettled(article)) return;
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }

  /** @param {string} path @param {RequestInit} [options] @returns {Promise<any>} */
  async #json(path, options) {
    const response = await fetch(this.address(path), { credentials: "omit", ...options }).catch(() => {
      throw new Problem(words.unreachable);
    });
    if (!response.ok) throw await Problem.of(response);
    return response.json();
  }
}

/** @param {Article} article */
export function isSettled(article) {
  return article.status === "ready" || article.status === "failed";
}
