/** Talking to the service: find an article, ask for it, follow its progress. */

import { Problem, noAnswer } from "./problem.js";
import { within } from "./wait.js";

export { Problem, problemWords } from "./problem.js";

/** @import { MemberElement } from "./membership.js" */

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
 * @property {string | null} disclosure that the voice is synthetic, in a sentence
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

export class Service {
  /** A longer silence is a failure, in milliseconds. The service itself answers within 40 s, be it that it cannot. */
  static patienceMs = 60_000;

  /** @param {string} base address of the service, ending in a slash @param {MemberElement} [member] who asks */
  constructor(base, member) {
    this.base = base;
    this.member = member;
  }

  /** @param {string} path @returns {string} which works for members */
  address(path) {
    const url = new URL(path, this.base);
    const { token } = this.member ?? {};
    if (token) url.searchParams.set("token", token);
    return url.href;
  }

  /** @param {string} id @returns {Promise<Article>} */
  article(id) {
    return this.json(`v1/articles/${encodeURIComponent(id)}`);
  }

  /**
   * What is known of a page: its article, null when nobody has asked for it yet, and whether this page may ask.
   *
   * @param {Wanted} wanted
   * @returns {Promise<{article: Article | null, mayAsk: boolean}>}
   */
  async find({ url, voice }) {
    const query = new URLSearchParams(voice ? { url, voice } : { url });
    const { articles, may_ask: mayAsk = true } = await this.json(`v1/articles?${query}`);
    return { article: articles[0] ?? null, mayAsk };
  }

  /**
   * Have the page read aloud. Asking again for the same page is harmless, and continues what failed.
   *
   * @param {Wanted} wanted
   * @returns {Promise<Article>}
   */
  async ask(wanted) {
    return this.#ask(wanted, "application/json", (response) => response.json());
  }

  /**
   * The same, answered by the sound itself: one way there and back less.
   *
   * @param {Wanted} wanted
   * @returns {Promise<Found>}
   */
  async stream(wanted) {
    const sound = await this.#ask(wanted, "audio/mpeg", (response) => response);
    return { id: sound.headers.get("Location")?.split("/").pop() ?? "", article: null, sound };
  }

  /** @template T @param {Wanted} wanted @param {string} Accept @param {(response: Response) => T | Promise<T>} read */
  #ask(wanted, Accept, read) {
    // As plain text: for anything else a browser would first ask whether it may.
    const headers = { Accept, "Content-Type": "text/plain" };
    // In the address for the same reason: https://www.w3.org/TR/trace-context/ has it in a header.
    const parent = document.querySelector('meta[name="traceparent"]')?.getAttribute("content");
    const path = parent ? `v1/articles?traceparent=${encodeURIComponent(parent)}` : "v1/articles";
    return this.#fetch(path, read, { method: "POST", headers, body: JSON.stringify(wanted) });
  }

  /** @param {string} path of JSON @returns {Promise<any>} */
  json(path) {
    return this.#fetch(path, (response) => response.json());
  }

  /**
   * @template T
   * @param {string} path
   * @param {(response: Response) => T | Promise<T>} read its line may still break
   * @param {RequestInit} [options]
   * @param {boolean} [isAgain] with a new token
   * @returns {Promise<T>} rejects with a Problem
   */
  async #fetch(path, read, options, isAgain = false) {
    const over = new AbortController();
    const answer = async () => {
      const response = await fetch(this.address(path), { credentials: "omit", signal: over.signal, ...options });
      if (!response.ok) throw await Problem.of(response);
      return await read(response);
    };
    return within(Service.patienceMs, answer(), () => over.abort()).catch(async (problem) => {
      const isOver = problem.kind === "access-expired" && !isAgain;
      if (isOver && (await (await import("./renewal.js")).renew(this.member))) return this.#fetch(path, read, options, true);
      if (problem instanceof Problem) throw problem;
      throw over.signal.aborted ? new Problem("timeout") : await noAnswer("connect-src", this.base);
    });
  }
}

/** @param {Article} article */
export function isSettled(article) {
  return article.status === "ready" || article.status === "failed";
}
