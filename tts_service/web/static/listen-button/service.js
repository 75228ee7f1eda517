/** Talking to the service: find an article, ask for it, follow its progress. */

import { pause } from "./wait.js";

/** @import { Words } from "./words.js" */

/**
 * @typedef {object} Article what `GET /v1/articles/{id}` answers, as far as a player needs it
 * @property {string} id
 * @property {"queued" | "rendering" | "ready" | "failed"} status
 * @property {string | null} title
 * @property {string | null} revision
 * @property {string | null} voice
 * @property {string | null} url of its page
 * @property {string | null} show
 * @property {number | null} duration_s
 * @property {boolean} duration_estimated
 * @property {{segments_done: number, segments_total: number} | null} progress
 * @property {string} audio_url
 * @property {string} captions_url
 * @property {string} chapters_url
 * @property {{title?: string, detail?: string} | null} error
 *
 * @typedef {object} Wanted
 * @property {string} url of a page
 * @property {string} [voice]
 * @property {string} [show]
 *
 * @typedef {object} Found
 * @property {string} id
 * @property {Article | null} article null: no more is known of it yet
 * @property {Response} [sound] its MP3, from the start
 */

/**
 * A failure that a listener is told of: `code` names the words for it, `detail` is what the service said, in English.
 * `final`: trying again by itself is no use.
 */
export class Problem extends Error {
  /** @param {"unreachable" | "broken" | "failed"} code @param {{detail?: string, final?: boolean}} [how] */
  constructor(code, { detail = "", final = false } = {}) {
    super(detail || code);
    this.name = "Problem";
    this.code = code;
    this.detail = detail;
    this.final = final;
  }

  /**
   * @param {Response} response one that is not ok; its body may be application/problem+json
   * @returns {Promise<Problem>}
   */
  static async of(response) {
    const body = await response.json().catch(() => ({}));
    const passing = response.status >= 500 || response.status === 408 || response.status === 429;
    return new Problem("failed", { detail: body.detail || body.title, final: !passing });
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
   * What is known of a page: its article, null when nobody has asked for it yet, and whether this page may ask.
   *
   * @param {Wanted} wanted
   * @returns {Promise<{article: Article | null, mayAsk: boolean}>}
   */
  async find({ url, voice }) {
    const query = new URLSearchParams(voice ? { url, voice } : { url });
    const { articles, may_ask: mayAsk = true } = await this.#json(`v1/articles?${query}`);
    return { article: articles[0] ?? null, mayAsk };
  }

  /** @param {string} show @returns {Promise<Article[]>} newest first */
  async episodes(show) {
    return (await this.#json(`v1/articles?${new URLSearchParams({ show })}`)).articles;
  }

  /**
   * Have the page read aloud. Asking again for the same page is harmless, and continues what failed.
   *
   * @param {Wanted} wanted
   * @returns {Promise<Article>}
   */
  async ask(wanted) {
    return bodyOf(await this.#ask(wanted, "application/json"));
  }

  /**
   * The same, answered by the sound itself: one way there and back less.
   *
   * @param {Wanted} wanted
   * @returns {Promise<Found>}
   */
  async hear(wanted) {
    const sound = await this.#ask(wanted, "audio/mpeg");
    return { id: sound.headers.get("Location")?.split("/").pop() ?? "", article: null, sound };
  }

  /** @param {Wanted} wanted @param {string} Accept */
  #ask(wanted, Accept) {
    // As plain text: for anything else a browser would first ask whether it may.
    return this.#fetch("v1/articles", { method: "POST", headers: { Accept, "Content-Type": "text/plain" }, body: JSON.stringify(wanted) });
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
      await pause(2000, signal);
    }
  }

  /** @param {string} path @param {RequestInit} [options] @returns {Promise<any>} */
  async #json(path, options) {
    return bodyOf(await this.#fetch(path, options));
  }

  /** @param {string} path @param {RequestInit} [options] */
  async #fetch(path, options) {
    const response = await fetch(this.address(path), { credentials: "omit", ...options }).catch(unreachable);
    if (!response.ok) throw await Problem.of(response);
    return response;
  }
}

/** @param {Response} response whose line may still break @returns {Promise<any>} */
function bodyOf(response) {
  return response.json().catch(unreachable);
}

/** @returns {never} */
function unreachable() {
  throw new Problem("unreachable");
}

/** @param {Article} article */
export function isSettled(article) {
  return article.status === "ready" || article.status === "failed";
}

/**
 * @param {Error | null} problem
 * @param {Words} words
 * @returns {string} for the listener; the service's own words are English
 */
export function problemWords(problem, words) {
  if (!problem) return "";
  if (!(problem instanceof Problem)) return words.broken;
  return (words.code === "en" && problem.detail) || words[problem.code];
}
