/**
 * Plays an MP3 the browser's own way, where there is no media source for it: HLS where the browser knows it (Safari, iOS),
 * else, or when that fails, the growing file.
 */

import { Problem } from "./service.js";
import { backoff, reach } from "./time.js";
import { happens, pause } from "./wait.js";

/** @import { Player, Source } from "./player.js" */

const HLS = "application/vnd.apple.mpegurl";
const TRIES = 5;
const LOOK_MS = 1000;

/** @implements {Player} */
export class Native {
  /** @type {number | null} */
  held = null;
  revision = "";
  takesSound = false;
  #audio;
  #life = new AbortController();
  /** @type {Source | null} */
  #source = null;
  #isHls;
  #total = NaN;
  #tries = 0;

  /** @param {HTMLAudioElement} audio */
  constructor(audio) {
    this.#audio = audio;
    this.#isHls = audio.canPlayType(HLS) !== "";
    const { signal } = this.#life;
    audio.addEventListener("error", () => void this.#recover(), { signal });
    audio.addEventListener("ended", () => void this.#checkEnd(), { signal });
    audio.addEventListener("timeupdate", () => (this.#tries = 0), { signal });
    for (const type of ["progress", "durationchange"]) audio.addEventListener(type, () => this.#release(), { signal });
    const timer = setInterval(() => this.#release(), LOOK_MS);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  /** @param {Source} source */
  load(source) {
    this.#source = source;
    this.#readFrom(this.#audio.currentTime);
  }

  /** @param {number} seconds */
  settle(seconds) {
    this.#total = seconds;
    this.#release();
  }

  /** @param {number} seconds */
  seek(seconds) {
    if (this.#goTo(seconds)) return;
    this.held = seconds;
    this.#audio.pause();
  }

  received() {
    const { buffered, seekable } = this.#audio;
    const ranges = this.#isHls ? seekable : buffered;
    return ranges.length ? ranges.end(ranges.length - 1) : 0;
  }

  close() {
    this.#life.abort();
  }

  /** @param {number} seconds @returns {boolean} false: it is not there yet */
  #goTo(seconds) {
    const { seekable, buffered, duration } = this.#audio;
    const isWhole = Number.isFinite(duration) && (this.#isHls || duration > this.#total - 1); // finite does not mean whole in Firefox
    const isThere = isWhole || reach(this.#isHls ? seekable : buffered, seconds, 0) > seconds;
    // A body that was growing when it was opened cannot be searched, even when the file is whole by now: open it again.
    if (isThere) this.#audio.currentTime = seconds;
    else if (!Number.isNaN(this.#total) && !this.#isHls) this.#readFrom(seconds);
    else return false;
    this.held = null;
    return true;
  }

  #release() {
    const place = this.held;
    if (place !== null && this.#goTo(place)) void this.#audio.play().catch(() => {});
  }

  /** @param {number} seconds */
  #readFrom(seconds) {
    const isPlaying = !this.#audio.paused || this.#audio.ended || this.held !== null;
    const url = this.#source?.url ?? "";
    this.#audio.src = this.#isHls ? url.replace(/\.mp3$/, ".m3u8") : url;
    if (seconds) this.#audio.currentTime = seconds;
    if (isPlaying) void this.#audio.play().catch(() => {});
  }

  async #checkEnd() {
    const isWhole = await this.#source?.isWhole().catch((problem) => this.#source?.failed(problem));
    if (isWhole === false) await this.#recover();
  }

  async #recover() {
    const place = this.#audio.currentTime;
    if (!this.#source) return;
    if (this.#isHls && !place) this.#isHls = false; // it never began: the file then
    else await this.#waitForLine();
    if (!this.#life.signal.aborted && this.#tries <= TRIES) this.#readFrom(place);
  }

  async #waitForLine() {
    this.#tries += 1;
    const { signal } = this.#life;
    if (!navigator.onLine) await happens(signal, [globalThis, "online"]);
    else if (this.#tries > TRIES) this.#source?.failed(new Problem("unreachable"));
    else await pause(backoff(this.#tries), signal);
  }
}
