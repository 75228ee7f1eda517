/** The reader has gone to another page while the article plays on: the player leaves the button's place, which offers the new article. */

/** @import { DetachedView } from "./detached-view.js" */
/** @import { ListenButton } from "./element.js" */
/** @import { Offer } from "./offer.js" */
/** @import { Host } from "./offers.js" */
/** @import { Article } from "./service.js" */
/** @import { Target } from "./target.js" */

export class DetachedPlayer {
  #button;
  #host;
  #isOver = false;
  /** @type {DetachedView | null} */
  #view = null;

  /** @param {ListenButton} button @param {Host} host */
  constructor(button, host) {
    this.#button = button;
    this.#host = host;
    button.toggleAttribute("away", true);
    host.dispatch("listen-away", { isAway: true });
    void this.#load();
  }

  async #load() {
    const module = await import("./detached-view.js").catch(() => null); // without it, what plays stays in its place until it is paused
    if (!module || this.#isOver) return;
    this.#view = new module.DetachedView(this.#host.view, () => void this.#button.play(), this.#host.reset);
    this.#host.show();
  }

  /** @param {Offer} offer of the page in view */
  show(offer) {
    const { start, listening: { article }, view } = this.#host;
    const words = { label: this.#button.getAttribute("label") ?? "", length: offer.article?.duration_s ?? NaN };
    const label = view.invitation({ ...words, from: start.shared, left: start.left(offer) });
    this.#view?.show({ title: article?.title ?? "", url: article?.url ?? "", label, isOffered: !offer.refusal });
  }

  /** @returns {null} */
  end() {
    this.#isOver = true;
    this.#button.toggleAttribute("away", false);
    this.#host.dispatch("listen-away", { isAway: false });
    this.#view?.end();
    return null;
  }
}

/**
 * True if the page has only become more exact about which article it is: at the same address, where it named none before, or by the name that the service uses.
 *
 * @param {Target} heard
 * @param {Target} now
 * @param {Article | null} article that is heard
 * @returns {boolean}
 */
export function isSameArticle(heard, now, article) {
  const isNamed = article !== null && (now.id ?? now.wanted.url) === (now.id === null ? article.url : article.id);
  const isForPage = heard.id === null && now.id === null;
  const isBack = isForPage ? heard.wanted.url === now.wanted.url : heard.id === now.id;
  return isBack || isNamed || (isForPage && !heard.isStated && heard.place === now.place);
}
