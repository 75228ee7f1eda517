/** The browser's audio element, scripted: sound "plays" when a test says so (`advance`), and events come in tasks of their own. */

import { fault, fire, sourceAt, timeRanges } from "./fake-media.js";

/** @import { FakeMediaSource } from "./fake-media.js" */

export class FakeAudio extends EventTarget {
  static HAVE_METADATA = 1;
  static HAVE_FUTURE_DATA = 3;
  preload = "";
  disableRemotePlayback = false;
  paused = true;
  ended = false;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  /** @type {{code: number} | null} */
  error = null;
  /** Types that are played without a media source. */
  playable = ["audio/mpeg"];
  /** A name of what `play` is refused with. */
  refusal = "";
  /** What has come of a file: seconds, and its length as far as it is known. @type {{until: number, duration: number, isWhole: boolean} | null} */
  file = null;
  /** Every address that was opened. @type {string[]} */
  opened = [];
  #src = "";
  #time = 0;
  /** The default playback start position: where to begin once something is there. */
  #start = 0;
  /** @type {FakeMediaSource | null} */
  #media = null;
  #isSounding = false;
  /** @type {{resolve: () => void, reject: (error: Error) => void}[]} */
  #promises = [];

  get src() {
    return this.#src;
  }

  set src(address) {
    this.#reset();
    this.#src = address;
    this.opened.push(address);
    this.#media = sourceAt(address);
    this.#media?.attach(this);
  }

  /** @param {string} name */
  removeAttribute(name) {
    if (name === "src") this.#src = "";
  }

  load() {
    if (!this.#src) this.#reset();
  }

  /** The media element load algorithm. */
  #reset() {
    this.#media?.detach();
    this.#media = this.file = this.error = null;
    this.#time = 0;
    this.ended = this.#isSounding = false;
    this.paused = true;
    this.playbackRate = this.defaultPlaybackRate;
    this.#reject("AbortError");
    fire(this, "emptied");
  }

  /** @param {string} type */
  canPlayType(type) {
    return this.playable.includes(type) ? "maybe" : "";
  }

  get currentTime() {
    return this.#start || this.#time;
  }

  set currentTime(seconds) {
    this.ended = this.#isSounding = false;
    if (this.readyState === 0) {
      this.#start = seconds;
      return;
    }
    this.#time = seconds;
    fire(this, "seeking");
    setImmediate(() => this.look());
    fire(this, "seeked");
  }

  get buffered() {
    if (this.#media?.buffer) return this.#media.buffer.buffered;
    return timeRanges(this.file && this.file.until > 0 ? [[0, this.file.until]] : []);
  }

  get seekable() {
    return this.buffered;
  }

  get duration() {
    return this.#media ? this.#media.length : this.file?.duration ?? NaN;
  }

  get #isComplete() {
    return this.#media ? this.#media.readyState === "ended" : Boolean(this.file?.isWhole);
  }

  /** Seconds from here that can be played. */
  get ahead() {
    const { buffered } = this;
    for (let i = 0; i < buffered.length; i++) {
      if (buffered.start(i) <= this.#time + 1e-6 && buffered.end(i) > this.#time) return buffered.end(i) - this.#time;
    }
    return 0;
  }

  get readyState() {
    if (Number.isNaN(this.duration)) return 0;
    if (this.ahead > 1e-6) return 4;
    return this.#isComplete && this.#time >= this.duration - 1e-6 && this.#time > 0 ? 2 : 1;
  }

  /** Something has come, or the place is another: does it sound now? */
  look() {
    if (this.#start && this.readyState > 0) {
      [this.currentTime, this.#start] = [this.#start, 0];
    }
    if (this.paused || this.#isSounding || this.readyState < 3) return;
    this.#isSounding = true;
    fire(this, "playing");
    for (const { resolve } of this.#promises.splice(0)) resolve();
  }

  play() {
    if (this.refusal) return Promise.reject(fault(this.refusal));
    if (this.ended) this.#time = 0;
    this.ended = false;
    if (this.paused) fire(this, "play");
    this.paused = false;
    const started = /** @type {Promise<void>} */ (new Promise((resolve, reject) => this.#promises.push({ resolve, reject })));
    setImmediate(() => this.look());
    return started;
  }

  pause() {
    if (this.paused) return;
    this.paused = true;
    this.#isSounding = false;
    this.#reject("AbortError");
    fire(this, "pause");
  }

  /** @param {string} name */
  #reject(name) {
    for (const { reject } of this.#promises.splice(0)) reject(fault(name));
  }

  /** Plays for so long. @param {number} seconds of the listener's time */
  advance(seconds) {
    if (this.paused || this.ahead <= 0) return;
    const end = this.#time + this.ahead;
    this.#time = Math.min(end, this.#time + seconds * this.playbackRate);
    fire(this, "timeupdate");
    if (this.#time < end) return;
    this.#isSounding = false;
    if (this.#isComplete) this.finish();
    else fire(this, "waiting");
  }

  /** It is at its end, as it sees it. */
  finish() {
    this.ended = true;
    this.paused = true;
    this.#isSounding = false;
    for (const type of ["pause", "ended"]) fire(this, type);
  }

  /** @param {number} code of a MediaError */
  fail(code) {
    if (this.error || this.ended) return;
    this.error = { code };
    this.#reject("NotSupportedError");
    fire(this, "error");
  }

  /** So much of a file has come. @param {number} until @param {{duration?: number, isWhole?: boolean}} [what] */
  arrive(until, { duration = Infinity, isWhole = false } = {}) {
    const isFirst = !this.file;
    this.file = { until, duration, isWhole };
    if (isFirst) fire(this, "loadedmetadata");
    for (const type of ["durationchange", "progress"]) fire(this, type);
    this.look();
  }
}
