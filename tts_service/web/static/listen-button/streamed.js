/** Plays an MP3 through Media Source Extensions: sound starts with the first frames, not with the first 32 KiB. */

import { Download } from "./download.js";
import { SILENCE, bytesAt, secondsOf } from "./mp3.js";
import { mediaSource } from "./player.js";
import { Problem } from "./problem.js";
import { reach } from "./time.js";
import { happens } from "./wait.js";

/** @import { Player, Source } from "./player.js" */

const TYPE = "audio/mpeg";
/** How far to read ahead of the listener, and how much of the past to keep when the buffer is full, in seconds. */
const AHEAD_S = 300;
const BEHIND_S = 60;
/** What a browser that manages the buffer itself always gets, whatever it asks for, in seconds. */
const MANAGED_AHEAD_S = 10;
const LONGEST_S = 24 * 3600;

/** @implements {Player} */
export class Streamed {
  /** A media source takes any place at once. */
  held = null;
  takesSound = true;
  #audio;
  #media;
  #life = new AbortController();
  /** Stops the running feed. */
  #run = new AbortController();
  /** @type {Promise<unknown>} The source buffer takes one change at a time. */
  #busy;
  /** @type {SourceBuffer} */
  #buffer = /** @type {any} */ (null);
  /** @type {Source | null} */
  #source = null;
  /** @type {Download | null} */
  #download = null;
  /** Where the next frame will sound, in seconds. */
  #time = 0;
  /** Seconds; NaN while the file grows. */
  #total = NaN;

  /** @param {HTMLAudioElement} audio @param {() => void} blocked no media source opens here */
  constructor(audio, blocked) {
    this.#audio = audio;
    /** @type {MediaSource & {streaming?: boolean}} */
    this.#media = new (mediaSource())();
    audio.disableRemotePlayback = true; // a managed source opens only then
    audio.src = URL.createObjectURL(this.#media);
    this.#busy = this.#open(audio.src).catch(() => {
      if (this.#life.signal.aborted) return;
      this.close();
      blocked();
    });
    for (const type of ["seeking", "waiting"]) {
      audio.addEventListener(type, () => this.#attend(), { signal: this.#life.signal });
    }
  }

  /** @param {Source} source */
  load(source) {
    if (this.#life.signal.aborted) return; // another way of playing takes over
    this.#source = source;
    this.#download ??= new Download(source);
    void this.#feedFrom(reach(this.#audio.buffered, this.#audio.currentTime));
  }

  /** @param {number} seconds */
  settle(seconds) {
    this.#total = seconds;
    void this.#change(() => this.#setDuration(), this.#life.signal);
  }

  /** @param {number} seconds */
  seek(seconds) {
    this.#audio.currentTime = seconds;
  }

  get revision() {
    return this.#download?.revision ?? "";
  }

  received() {
    return this.#time;
  }

  /** Only what is whole is given an end. */
  async isOver() {
    return true;
  }

  close() {
    this.#life.abort();
    this.#run.abort();
  }

  /** @param {string} address */
  async #open(address) {
    await happens(this.#life.signal, [this.#media, "sourceopen"], [this.#audio, "error"]); // a policy without `blob:`
    URL.revokeObjectURL(address);
    if (this.#life.signal.aborted) return;
    this.#buffer = this.#media.addSourceBuffer(TYPE);
    this.#media.setLiveSeekableRange(0, LONGEST_S); // a listener may go where nothing has arrived yet, and wait there
    await this.#warmUp();
  }

  /** Decoder and loudspeaker are made ready with a frame of silence, which nobody hears: it lies outside the window. */
  async #warmUp() {
    this.#buffer.appendWindowStart = LONGEST_S;
    this.#buffer.appendBuffer(SILENCE);
    await happens(this.#life.signal, [this.#buffer, "updateend"]);
    if (!this.#life.signal.aborted) this.#buffer.appendWindowStart = 0;
  }

  #setDuration() {
    const { buffered } = this.#buffer;
    const held = buffered.length ? buffered.end(buffered.length - 1) : 0;
    if (this.#media.readyState === "open") this.#media.duration = Math.max(this.#total, held);
  }

  /** After a seek or a stall: what follows the listener's place must be what is being fetched. */
  #attend() {
    if (!this.#source) return;
    const wanted = reach(this.#audio.buffered, this.#audio.currentTime);
    const isComing = Number.isNaN(this.#total) ? wanted >= this.#time : wanted >= this.#total - 0.1;
    if (!isComing && Math.abs(wanted - this.#time) > 0.1) void this.#feedFrom(wanted);
  }

  /** @param {number} seconds */
  async #feedFrom(seconds) {
    this.#run.abort();
    this.#run = new AbortController();
    const { signal } = this.#run;
    const start = bytesAt(seconds);
    await this.#change(() => this.#turnTo(secondsOf(start)), signal);
    if (!signal.aborted) await this.#feed(start, signal).catch((problem) => this.#source?.failed(problem));
  }

  /** @param {number} seconds */
  #turnTo(seconds) {
    if (this.#media.readyState === "open") this.#buffer.abort();
    this.#buffer.timestampOffset = this.#time = seconds;
  }

  /** @param {number} start byte of the frames @param {AbortSignal} signal */
  async #feed(start, signal) {
    for await (const bytes of /** @type {Download} */ (this.#download).frames(start, signal)) {
      await this.#append(bytes, signal);
      await this.#appetite(signal);
      if (signal.aborted) return;
    }
    await this.#change(() => this.#media.endOfStream(), signal);
  }

  /** Waits while the listener has enough. @param {AbortSignal} signal */
  async #appetite(signal) {
    const isFull = () => {
      const ahead = this.#time - this.#audio.currentTime;
      return ahead > AHEAD_S || (this.#media.streaming === false && ahead > MANAGED_AHEAD_S);
    };
    while (!signal.aborted && isFull()) {
      await happens(signal, [this.#audio, "timeupdate"], [this.#audio, "seeking"], [this.#media, "startstreaming"]);
    }
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes @param {AbortSignal} signal */
  async #append(bytes, signal) {
    while (!signal.aborted) {
      try {
        await this.#change(() => this.#buffer.appendBuffer(bytes), signal);
        break;
      } catch (error) {
        if (/** @type {Error} */ (error).name !== "QuotaExceededError") throw new Problem("undecodable", { final: true });
        await this.#makeRoom(signal);
      }
    }
    if (!signal.aborted) this.#time += secondsOf(bytes.length);
  }

  /** Of what is long past, else of what was left ahead by a seek back, which comes again. @param {AbortSignal} signal */
  async #makeRoom(signal) {
    const { buffered } = this.#buffer;
    const past = this.#audio.currentTime - BEHIND_S;
    const isAhead = buffered.length > 0 && buffered.end(buffered.length - 1) > this.#time + 0.1;
    if (buffered.length && buffered.start(0) < past) await this.#change(() => this.#buffer.remove(0, past), signal);
    else if (isAhead) await this.#change(() => this.#buffer.remove(this.#time, Infinity), signal);
    else await happens(signal, [this.#audio, "timeupdate"], [this.#audio, "seeking"]);
  }

  /**
   * @param {() => void} change of the source buffer or its media source
   * @param {AbortSignal} signal
   */
  #change(change, signal) {
    const done = this.#busy.then(async () => {
      if (signal.aborted || this.#life.signal.aborted) return;
      change();
      if (this.#buffer.updating) await happens(this.#life.signal, [this.#buffer, "updateend"]);
    });
    this.#busy = done.catch(() => {});
    return done;
  }
}
