/** What a button offers: an article, and what the service knows of it before any click. */

/** @import { Target } from "./target.js" */
/** @import { Problem } from "./problem.js" */
/** @import { Article, Found, Service } from "./service.js" */

/** @type {Record<string, string>} for reasons of which trying again would tell nothing, or that pass soon */
const REFUSALS = { "blocked-by-policy": "blocked-by-policy", "too-many-requests": "" };

export class Offer {
  /** @type {Article | null} */
  article = null;
  /** Why it cannot be heard here; "": it can, or nothing is known yet. */
  refusal = "";
  /** @type {Promise<Article | null>} */
  #known = Promise.resolve(null);

  /** @param {Target} target @param {Service} service */
  constructor(target, service) {
    this.target = target;
    this.service = service;
  }

  /** Ask what is known of it. Resolves when `article` and `refusal` say so. */
  async look() {
    const { service, target: { id, wanted } } = this;
    const found = id ? service.article(id).then((article) => ({ article, mayAsk: false })) : service.find(wanted);
    this.#known = found.then(({ article }) => article, () => null);
    try {
      const { article, mayAsk } = await found;
      this.article = article;
      this.refusal = article || mayAsk ? "" : "not-allowed";
    } catch (problem) {
      const { reason, final } = /** @type {Problem} */ (problem);
      this.refusal = REFUSALS[reason] ?? (final ? "not-found" : "unreachable");
    }
  }

  /**
   * @param {Article | null} narration what is known of it by now
   * @param {boolean} isHeard from its start, by one who takes the sound as it comes
   * @returns {Promise<Found>} rendered, being rendered, or asked for now
   */
  async obtain(narration, isHeard) {
    const { service, target: { id, wanted } } = this;
    const known = narration ?? (await this.#known);
    const isGood = known && known.status !== "failed";
    if (!isGood && !id && isHeard) {
      try {
        return await service.stream(wanted);
      } catch (problem) {
        const { final, reason } = /** @type {Problem} */ (problem);
        if (final || reason === "too-many-requests") throw problem; // else it takes longer than a request may last
      }
    }
    const article = isGood ? known : await (id ? service.article(id) : service.ask(wanted));
    return { id: article.id, article };
  }
}
