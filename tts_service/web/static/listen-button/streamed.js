/** Plays an MP3 through Media Source Extensions: sound starts with the first frames, not with the first 32 KiB. */

import { FRAME_BYTES, TAG_HEADER_BYTES, bytesAt, secondsOf, tagBytes } from "./mp3.js";
import { Problem } from "./service.js";
import { backoff, reach } from "./time.js";
import { happens, pause } from "./wait.js";
import { words } from "./words.js";

/** @import { Player, Source } from "./player.js" */

const TYPE = "audio/mpeg";
/** How far to read ahead of the listener, and how much of the past to keep when the buffer is full, in seconds. */
const AHEAD_S = 300;
const BEHIND_S = 60;
/** What a browser that manages the buffer itself always gets, whatever it asks for, in seconds. */
const MANAGED_AHEAD_S = 10;
const LONGEST_S = 24 * 3600;
/** "To the end, also of what is still growing" (RFC 8673). */
const ENDLESS = Number.MAX_SAFE_INTEGER;
/** Broken connections in a row, without a byte between, before giving up: 40 s. */
const TRIES = 8;

/** @returns {any} the constructor to use; iOS has only the managed one */
function mediaSource() {
  const { ManagedMediaSource, MediaSource } = /** @type {any} */ (globalThis);
  return [ManagedMediaSource, MediaSource].find((kind) => kind?.isTypeSupported(TYPE));
}

/** @implements {Player} */
export class Streamed {
  static isSupported() {
    return Boolean(mediaSource());
  }

  #audio;
  #media;
  #life = new AbortController();
  /** Stops the running feed. */
  #run = new AbortController();
  /** @type {Promise<unknown>} The source buffer takes one change at a time. */
  #busy;
  /** @type {SourceBuffer} */
  #buffer = /** @type {any} */ (null);
  /** @type {Source} */
  #source = /** @type {any} */ (null);
  /** Byte of the file that comes next, and where the tag in front of the frames ends (-1: not seen yet). */
  #position = 0;
  #tag = -1;
  /** What is being heard stays what it was, even when the article is edited meanwhile. */
  #revision = "";
  /** Seconds; NaN while the file grows. */
  #total = NaN;

  /** @param {HTMLAudioElement} audio */
  constructor(audio) {
    this.#audio = audio;
    /** @type {MediaSource & {streaming?: boolean}} */
    this.#media = new (mediaSource())();
    audio.disableRemotePlayback = true; // a managed source opens only then
    audio.src = URL.createObjectURL(this.#media);
    this.#busy = this.#open(audio.src);
    for (const type of ["seeking", "waiting"]) {
      audio.addEventListener(type, () => this.#attend(), { signal: this.#life.signal });
    }
  }

  /** @param {Source} source */
  load(source) {
    this.#source = source;
    const from = this.#tag < 0 ? 0 : reach(this.#audio.buffered, this.#audio.currentTime);
    void this.#feedFrom(from);
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

  received() {
    return Math.max(0, this.#time);
  }

  close() {
    this.#life.abort();
    this.#run.abort();
  }

  /** Where the next byte will sound, in seconds. */
  get #time() {
    return this.#tag < 0 ? 0 : secondsOf(this.#position - this.#tag);
  }

  /** @param {string} address */
  async #open(address) {
    await happens(this.#life.signal, [this.#media, "sourceopen"]);
    URL.revokeObjectURL(address);
    if (this.#life.signal.aborted) return;
    this.#buffer = this.#media.addSourceBuffer(TYPE);
    this.#media.setLiveSeekableRange(0, LONGEST_S); // a listener may go where nothing has arrived yet, and wait there
  }

  #setDuration() {
    const { buffered } = this.#buffer;
    const held = buffered.length ? buffered.end(buffered.length - 1) : 0;
    if (this.#media.readyState === "open") this.#media.duration = Math.max(this.#total, held);
  }

  /** After a seek or a stall: what follows the listener's place must be what is being fetched. */
  #attend() {
    if (!this.#source || this.#tag < 0) return;
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
    if (signal.aborted) return;
    this.#position = this.#tag < 0 ? 0 : this.#tag + start;
    await this.#feed(signal);
  }

  /** @param {number} seconds */
  #turnTo(seconds) {
    if (this.#media.readyState === "open") this.#buffer.abort();
    this.#buffer.timestampOffset = seconds;
  }

  /**
   * Over as many connections as it takes, from the byte reached, until the narration is whole.
   *
   * @param {AbortSignal} signal
   */
  async #feed(signal) {
    for (let tries = 0; ; ) {
      const before = this.#position;
      try {
        if ((await this.#connection(signal)) || (await this.#source.isWhole())) break;
      } catch (error) {
        if (signal.aborted) return;
        if (isFinal(error)) return this.#source.failed(inWords(error));
      }
      tries = this.#position > before ? 1 : tries + 1;
      if (tries > TRIES) return this.#source.failed(new Problem(words.unreachable));
      await pause(backoff(tries), signal);
    }
    await this.#change(() => this.#media.endOfStream(), signal);
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<boolean>} true when that was the end of the file; false when it may have been only of the connection
   */
  async #connection(signal) {
    const response = await this.#request(signal);
    if (!response.ok || !response.body) throw await Problem.of(response);
    this.#revision ||= response.headers.get("X-Narration-Revision") ?? "";
    const reader = response.body.getReader();
    const head = this.#tag < 0 ? await this.#readHead(reader) : new Uint8Array();
    const skip = this.#position - (response.status === 206 ? this.#rangeStart : 0);
    await this.#read(reader, head, skip, signal);
    return isFile(response);
  }

  /** @param {AbortSignal} signal */
  #request(signal) {
    const { url } = this.#source;
    const pinned = this.#revision ? url.replace(/\.mp3$/, `/${this.#revision}.mp3`) : url;
    /** @type {Record<string, string>} */
    const headers = this.#rangeStart ? { Range: `bytes=${this.#rangeStart}-${ENDLESS}` } : {};
    return fetch(pinned, { headers, signal, credentials: "omit" });
  }

  /** One frame back, which is there also when nothing more is: to ask behind the end would be an error. */
  get #rangeStart() {
    return Math.max(0, this.#position - FRAME_BYTES);
  }

  /**
   * @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} reader
   * @param {Uint8Array<ArrayBuffer>} head what has been read already
   * @param {number} skip bytes to leave out
   * @param {AbortSignal} signal
   */
  async #read(reader, head, skip, signal) {
    for (let chunk = head; ; ) {
      const rest = chunk.subarray(Math.min(skip, chunk.length));
      skip -= chunk.length - rest.length;
      if (rest.length) await this.#append(rest, signal);
      await this.#appetite(signal);
      const { done, value } = await reader.read();
      if (done) return;
      chunk = value;
    }
  }

  /**
   * @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} reader
   * @returns {Promise<Uint8Array<ArrayBuffer>>} the start of the file, from which the tag's size is learned
   */
  async #readHead(reader) {
    let head = new Uint8Array();
    while (head.length < TAG_HEADER_BYTES) {
      const { done, value } = await reader.read();
      if (done) throw new TypeError("the body ended before it began");
      head = new Uint8Array([...head, ...value]);
    }
    this.#tag = this.#position = tagBytes(head);
    return head;
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
        if (/** @type {Error} */ (error).name !== "QuotaExceededError") throw error;
        await this.#makeRoom(signal);
      }
    }
    if (!signal.aborted) this.#position += bytes.length;
  }

  /** @param {AbortSignal} signal */
  async #makeRoom(signal) {
    const { buffered } = this.#buffer;
    const past = this.#audio.currentTime - BEHIND_S;
    if (buffered.length && buffered.start(0) < past) await this.#change(() => this.#buffer.remove(0, past), signal);
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

/** A growing body has no length. @param {Response} response */
function isFile({ status, headers }) {
  return status === 200 ? headers.has("Content-Length") : /\/\d+$/.test(headers.get("Content-Range") ?? "");
}

/** @param {unknown} error what `fetch` throws when the line breaks is a TypeError */
function isFinal(error) {
  return error instanceof Problem ? error.final : !(error instanceof TypeError);
}

/** @param {unknown} error */
function inWords(error) {
  return error instanceof Problem ? error : new Problem(words.broken, { final: true });
}
