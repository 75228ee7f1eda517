/** What can go wrong, told to the listener in words and to the page by a code that stays. */

import { isStopped } from "./policy.js";

/** @import { Words } from "./words.js" */
/** @typedef {keyof typeof REASONS} Reason */

/** Every `reason` of `listen-error`, and the words for it. docs/button.md says what each means. */
export const REASONS = /** @type {const} */ ({
  "autoplay-refused": "press",
  "blocked-by-policy": "blocked",
  "cut-off": "unreachable",
  failed: "failed",
  internal: "broken",
  "not-allowed": "failed",
  "not-found": "failed",
  "not-loaded": "unreachable",
  offline: "unreachable",
  refused: "failed",
  "service-error": "failed",
  timeout: "unreachable",
  "too-many-requests": "failed",
  undecodable: "broken",
  unreachable: "unreachable",
  unsupported: "broken",
});

/** A browser may tell of its policy some milliseconds after the failure. */
export const POLICY_DELAY_MS = 100;
/** @type {Record<number, Reason>} */
const OF_STATUS = { 401: "not-allowed", 403: "not-allowed", 404: "not-found", 408: "timeout", 410: "not-found", 429: "too-many-requests", 504: "timeout" };

/**
 * @typedef {object} How
 * @property {string} [detail] what the service said, in English
 * @property {boolean} [final] trying again by itself is no use
 * @property {string} [kind] of the service's problem document
 * @property {number} [retryAfter] seconds to wait before trying again
 */

export class Problem extends Error {
  /** @param {Reason} reason @param {How} [how] */
  constructor(reason, { detail = "", final = false, kind, retryAfter } = {}) {
    super(detail || reason);
    this.name = "Problem";
    this.reason = reason;
    this.code = REASONS[reason];
    this.detail = detail;
    this.final = final;
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /**
   * @param {Response} response one that is not ok; its body may be application/problem+json
   * @returns {Promise<Problem>}
   */
  static async of(response) {
    const { status, headers } = response;
    const { type, title, detail } = (await response.json().catch(() => null)) ?? {};
    const isPassing = status >= 500 || status === 408 || status === 429;
    return new Problem(OF_STATUS[status] ?? (status < 500 ? "refused" : "service-error"), {
      detail: detail || title,
      final: !isPassing,
      kind: type?.split("#problem-")[1],
      retryAfter: Number(headers.get("Retry-After")) || undefined,
    });
  }
}

/**
 * Why there was no answer.
 *
 * @param {"connect-src" | "media-src" | "script-src"} directive of a policy that may have stopped it
 * @param {string} address
 * @param {Reason} [otherwise]
 * @returns {Promise<Problem>}
 */
export async function noAnswer(directive, address, otherwise = "unreachable") {
  await new Promise((resolve) => setTimeout(resolve, POLICY_DELAY_MS));
  if (isStopped(directive, address)) return new Problem("blocked-by-policy", { final: true });
  return new Problem(globalThis.navigator?.onLine === false ? "offline" : otherwise);
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

/** What `listen-error` says of it. @param {Error} problem @param {Words} words */
export function errorDetail(problem, words) {
  const { reason, kind, retryAfter } = problem instanceof Problem ? problem : new Problem("internal");
  return { reason, message: problemWords(problem, words), ...(kind && { problem: kind }), ...(retryAfter && { retryAfter }) };
}
