/** Where playback starts: at the position asked for, else where the listener left off. */

import { sharedPlace } from "./page.js";
import { isSettled } from "./service.js";
import { bookmarkFor, readsItsPage } from "./target.js";

/** @import { ListenButton } from "./element.js" */
/** @import { PlayRequest } from "./listening.js" */
/** @import { Offer } from "./offer.js" */
/** @import { Article } from "./service.js" */

export class StartPosition {
  /** Seconds that were asked for before there was a player; NaN: nothing was asked for. */
  from = NaN;
  #button;

  /** @param {ListenButton} button */
  constructor(button) {
    this.#button = button;
  }

  /** Seconds that the page's address asks for, or NaN. */
  get shared() {
    return readsItsPage(this.#button) ? sharedPlace() : NaN;
  }

  /** @param {Offer | null} offer @returns {number} seconds left of what was begun another time, or NaN */
  left(offer) {
    return (offer && bookmarkFor(this.#button, offer.target.key)?.left) || NaN;
  }

  /** @param {Offer} offer @returns {PlayRequest} */
  request(offer) {
    const isFromStart = () => !this.from && !bookmarkFor(this.#button, offer.target.key);
    return {
      service: offer.service,
      ask: (isHeard) => offer.obtain(this.#button.narration, isHeard && isFromStart()),
      place: (article) => this.#place(article, offer),
    };
  }

  /** @param {Article} article @param {Offer} offer */
  async #place(article, { target, service }) {
    const [from, mark] = [this.from, bookmarkFor(this.#button, target.key)];
    this.from = NaN;
    if (!Number.isNaN(from)) return from;
    if (!mark || mark.revision === article.revision) return mark?.time ?? 0;
    const isWhole = () => isSettled(this.#button.narration ?? article);
    return import("./resume.js").then(({ placeOf }) => placeOf(mark, service.address(article.captions_url), isWhole), () => mark.time);
  }
}
