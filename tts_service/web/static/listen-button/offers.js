/** The article in view, which the button offers, and the one that is playing: often the same, until the reader goes to another page. */

import { deferred } from "./deferred.js";
import { Offer } from "./offer.js";
import { whenIdle } from "./page.js";
import { Problem } from "./problem.js";
import { isSame, targetOf } from "./target.js";

/** @import { StartPosition } from "./start-position.js" */
/** @import { ListenButton } from "./element.js" */
/** @import { Listening } from "./listening.js" */
/** @import { DetachedPlayer } from "./detached-player.js" */
/** @import { Service } from "./service.js" */
/** @import { View } from "./view.js" */

/**
 * @typedef {object} Host what the offers need of their button besides its public interface
 * @property {View} view
 * @property {StartPosition} start
 * @property {Listening} listening
 * @property {() => Service} service
 * @property {() => AbortSignal} session ends when another article is heard
 * @property {() => void} reset stops playback
 * @property {(type: string, detail: object) => void} dispatch
 * @property {(problem: Problem) => void} reportError
 * @property {() => void} show
 */

export class Offers {
  /** @type {Offer | null} the article in view */
  inView = null;
  /** @type {Offer | null} what is playing, or can be resumed */
  playing = null;
  #button;
  #host;
  /** @type {DetachedPlayer | null} */
  #detached = null;

  /** @param {ListenButton} button @param {Host} host */
  constructor(button, host) {
    this.#button = button;
    this.#host = host;
  }

  /** What is heard belongs to another page than the one in view. */
  get isAway() {
    return this.playing !== null && this.playing !== this.inView;
  }

  /** Where nothing is heard, nothing can be. */
  get isRefused() {
    return this.#host.listening.phase === "idle" && Boolean(this.inView?.refusal);
  }

  /** Page or attributes may name another article now. What plays goes on until the listener wants that one. */
  update() {
    const { listening, reset, service } = this.#host;
    const target = targetOf(this.#button);
    if (this.inView && isSame(target, this.inView.target)) return;
    const offer = (this.inView = new Offer(target, service()));
    if (this.playing && deferred()?.isSameArticle(this.playing.target, target, listening.article)) this.playing = offer;
    else if (!listening.isPlaying) reset();
    this.adjust();
    whenIdle(() => offer === this.inView && this.look());
  }

  /** Ask what is known of the article in view; one that cannot be had hides the button. */
  async look() {
    const { listening } = this.#host;
    const offer = /** @type {Offer} */ (this.inView);
    await offer.look();
    if (offer !== this.inView || !this.#button.isConnected) return;
    const { article } = offer;
    if (this.isAway && article && article.id === listening.article?.id) this.playing = offer; // by another address
    if (article && listening.phase === "idle") listening.update(article);
    this.adjust();
    this.#judge(offer);
  }

  /** The network has come or gone. */
  connectionChanged() {
    if (navigator.onLine && this.isRefused) void this.look();
    this.#host.show();
  }

  /** @param {Offer} offer */
  #judge({ refusal: reason }) {
    const { dispatch, reportError, listening, session } = this.#host;
    if (reason) dispatch("listen-unavailable", { reason });
    if (reason === "blocked-by-policy") reportError(new Problem(reason));
    if (reason || !this.#button.hasAttribute("autoload") || listening.article) return;
    import("./autoload.js").then(({ loadWhenSeen }) => loadWhenSeen(this.#button, this, listening, session()), () => {});
  }

  /** Detach the player from the offer, or bring them together again. */
  adjust() {
    const Kind = deferred()?.DetachedPlayer;
    if (this.isAway && Kind) this.#detached ??= new Kind(this.#button, this.#host);
    if (!this.isAway) this.#detached = this.#detached?.end() ?? null;
    this.#host.show();
  }

  show() {
    if (this.inView) this.#detached?.show(this.inView);
  }
}
