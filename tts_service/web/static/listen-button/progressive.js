/** Plays an MP3 the plain way, for browsers without Media Source Extensions for it: the browser reads the growing file. */

import { Problem } from "./service.js";
import { backoff } from "./time.js";
import { pause } from "./wait.js";
import { words } from "./words.js";

/** @import { Player, Source } from "./player.js" */

const TRIES = 5;

/** @implements {Player} */
export class Progressive {
  #audio;
  #life = new AbortController();
  /** @type {Source} */
  #source = /** @type {any} */ (null);
  #total = NaN;
  #tries = 0;

  /** @param {HTMLAudioElement} audio */
  constructor(audio) {
    this.#audio = audio;
    const { signal } = this.#life;
    audio.addEventListener("error", () => void this.#recover(), { signal });
    audio.addEventListener("ended", () => void this.#checkEnd(), { signal });
    audio.addEventListener("timeupdate", () => (this.#tries = 0), { signal });
  }

  /** @param {Source} source */
  load(source) {
    this.#source = source;
    this.#readFrom(this.#audio.currentTime);
  }

  /** @param {number} seconds */
  settle(seconds) {
    this.#total = seconds;
  }

  /**
   * A body that was growing when it was opened cannot be searched, even when the file is whole by now: open it again.
   *
   * @param {number} seconds
   */
  seek(seconds) {
    const isOld = !Number.isFinite(this.#audio.duration) && !Number.isNaN(this.#total);
    if (isOld) this.#readFrom(seconds);
    else this.#audio.currentTime = seconds;
  }

  received() {
    const { buffered } = this.#audio;
    return buffered.length ? buffered.end(buffered.length - 1) : 0;
  }

  close() {
    this.#life.abort();
  }

  /** @param {number} seconds */
  #readFrom(seconds) {
    const isPlaying = !this.#audio.paused || this.#audio.ended;
    this.#audio.src = this.#source.url;
    if (seconds) this.#audio.currentTime = seconds;
    if (isPlaying) void this.#audio.play().catch(() => {});
  }

  async #checkEnd() {
    const isWhole = await this.#source.isWhole().catch((problem) => this.#source.failed(problem));
    if (isWhole === false) await this.#recover();
  }

  async #recover() {
    const place = this.#audio.currentTime;
    this.#tries += 1;
    if (!this.#source) return;
    if (this.#tries > TRIES) return this.#source.failed(new Problem(words.unreachable));
    await pause(backoff(this.#tries), this.#life.signal);
    if (!this.#life.signal.aborted) this.#readFrom(place);
  }
}
