/**
 * Plays an MP3 the browser's own way, where there is no media source for it: HLS where the browser knows it (Safari, iOS),
 * else, or when that fails, the growing file.
 */

import { isStopped } from "./policy.js";
import { Problem, POLICY_DELAY_MS } from "./problem.js";
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
  /** The address that is open. */
  #opened = "";
  #isHls;
  #hasBegun = false;
  /** What is open was still growing when it was opened. */
  #isGrowing = false;
  #total = NaN;
  #tries = 0;

  /** @param {HTMLAudioElement} audio */
  constructor(audio) {
    this.#audio = audio;
    this.#isHls = audio.canPlayType(HLS) !== "";
    const { signal } = this.#life;
    audio.addEventListener("error", () => void this.#recover(), { signal });
    audio.addEventListener("waiting", () => void this.#renew(), { signal });
    audio.addEventListener("timeupdate", () => (this.#tries = 0), { signal });
    audio.addEventListener("loadedmetadata", () => (this.#hasBegun = true), { signal });
    for (const type of ["loadedmetadata", "progress", "durationchange", "play"]) audio.addEventListener(type, () => this.#release(), { signal });
    const timer = setInterval(() => this.#release(), LOOK_MS);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  /** @param {Source} source */
  load(source) {
    this.#source = source;
    this.revision ||= source.revision;
    this.#tries = 0;
    void source.sound?.body?.cancel(); // the element asks for itself
    if (!this.#isHls && !this.#audio.canPlayType("audio/mpeg")) source.failed(new Problem("unsupported", { final: true }));
    else this.#readFrom(this.held ?? this.#audio.currentTime);
  }

  /** @param {number} seconds */
  settle(seconds) {
    this.#total = seconds;
    this.#release();
  }

  /** @param {number} seconds */
  seek(seconds) {
    if (this.#isThere(seconds)) this.#arrive(seconds);
    // What was growing when it was opened may not be searched to its end, even when it is whole by now.
    else if (this.#isGrowing && !Number.isNaN(this.#total)) this.#readFrom(seconds);
    else this.#waitFor(seconds);
  }

  received() {
    const { buffered, seekable } = this.#audio;
    const ranges = this.#isHls ? seekable : buffered;
    return ranges.length ? ranges.end(ranges.length - 1) : 0;
  }

  /** Some browsers end where the file ended when they looked last, or where the line broke. */
  async isOver() {
    const isWhole = this.#isAtEnd || (await this.#source?.isWhole().catch((problem) => this.#source?.failed(problem)));
    const isOver = Boolean(isWhole) && (this.#isAtEnd || Number.isNaN(this.#total));
    if (!isOver && isWhole !== undefined) await this.#recover();
    return isOver;
  }

  get #isAtEnd() {
    return this.#audio.currentTime > this.#total - 1;
  }

  close() {
    this.#life.abort();
  }

  /** @param {number} seconds */
  #isThere(seconds) {
    const { seekable, buffered, duration } = this.#audio;
    const least = this.#isGrowing ? this.#total - 1 : seconds; // finite does not mean whole everywhere
    const isWhole = Number.isFinite(duration) && duration >= least;
    return isWhole || reach(this.#isHls ? seekable : buffered, seconds, 0) > seconds;
  }

  /** @param {number} seconds */
  #arrive(seconds) {
    this.#audio.currentTime = seconds;
    this.held = null;
    this.#play();
  }

  #play() {
    const source = this.#source;
    if (source?.isWanted()) void this.#audio.play().catch((error) => source.refused(error));
  }

  /** @param {number} seconds */
  #waitFor(seconds) {
    this.held = seconds;
    if (this.#isGrowing) this.#audio.pause(); // what is whole soon knows how long it is, some browsers only if it plays
  }

  #release() {
    if (this.held !== null && this.#audio.readyState >= HTMLMediaElement.HAVE_METADATA) this.seek(this.held);
  }

  /** @param {number} seconds */
  #readFrom(seconds) {
    const url = (this.#opened = this.#source?.url ?? "");
    this.#isGrowing = Number.isNaN(this.#total);
    if (seconds) this.#audio.currentTime = 0; // WebKit would seek there before it can, and stay where it is
    this.#audio.src = this.#isHls ? url.replace(/\.mp3(?=$|\?)/, ".m3u8") : url;
    this.held = seconds || null; // until it can
    this.#play();
  }

  /**
   * When nothing comes for a member, the token may have expired since the sound was opened, and Chromium asks with it for half a minute before it
   * tells of an error.
   */
  async #renew() {
    const source = this.#source;
    if (!this.#hasBegun || !source?.url.includes("token=")) return;
    await source.isWhole().catch(() => {}); // renews it
    if (source === this.#source && source.url !== this.#opened && !this.#life.signal.aborted) this.#readFrom(this.held ?? this.#audio.currentTime);
  }

  async #recover() {
    if (!this.#source) return;
    const { signal } = this.#life;
    await pause(POLICY_DELAY_MS, signal);
    if (signal.aborted) return;
    if (isStopped("media-src", this.#source.url)) return this.#source.failed(new Problem("blocked-by-policy", { final: true }));
    if (this.#isHls && !this.#hasBegun) this.#isHls = false; // the file then
    else await this.#waitForLine();
    if (this.#source.url.includes("token=")) await this.#source.isWhole().catch(() => {}); // it may have expired
    if (!signal.aborted && this.#tries <= TRIES) this.#readFrom(this.held ?? this.#audio.currentTime); // where one has gone meanwhile
  }

  async #waitForLine() {
    const { signal } = this.#life;
    if (!navigator.onLine) return happens(signal, [globalThis, "online"]);
    this.#tries += 1;
    if (this.#tries > TRIES) this.#source?.failed(await this.#reason(this.#source));
    else await pause(backoff(this.#tries), signal);
  }

  /** The element does not say why it stands. @param {Source} source @returns {Promise<Error>} */
  async #reason(source) {
    const isUnknown = this.#audio.error?.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED && !this.#audio.currentTime;
    return source.isWhole().then(() => new Problem(isUnknown ? "unsupported" : "cut-off"), (problem) => problem);
  }
}
