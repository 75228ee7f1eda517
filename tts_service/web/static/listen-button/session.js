/** One article's time in the player: its companions, and the captions they share. */

import { loadCompanions } from "./companions.js";

/** @import { Timeline, Context } from "./companions.js" */

export class Session {
  /** @type {Timeline} filled in by companions */
  timeline = { cues: [], chapters: [] };
  #life = new AbortController();
  /** @type {Context | null} */
  #context = null;

  get signal() {
    return this.#life.signal;
  }

  /** @param {() => Omit<Context, "timeline" | "signal">} parts @returns {Context} */
  context(parts) {
    return (this.#context ??= loadCompanions({ ...parts(), timeline: this.timeline, signal: this.signal }));
  }

  end() {
    this.#life.abort();
  }
}
