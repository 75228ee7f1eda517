/** Silence after some minutes, or with the end of an article. */

const MINUTE_MS = 60_000;
/** What can be chosen, in minutes. */
export const MINUTES = [5, 15, 30, 45, 60];
/** Chosen in their place: with the end of the article. */
export const AT_END = "end";

export class SleepTimer {
  #act;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  isAtEnd = false;

  /** @param {() => void} act when the time is over */
  constructor(act) {
    this.#act = act;
  }

  /** @param {string} choice minutes, AT_END, or "" for none */
  set(choice) {
    clearTimeout(this.#timer);
    this.isAtEnd = choice === AT_END;
    if (Number(choice) > 0) this.#timer = setTimeout(() => this.#act(), Number(choice) * MINUTE_MS);
  }

  /** The article has ended. @returns {boolean} so has the listening */
  ends() {
    if (!this.isAtEnd) return false;
    this.isAtEnd = false;
    this.#act();
    return true;
  }
}
