/** The frames of a narration that may still be growing, over as many connections as it takes. */

import { FRAME_BYTES, MP3, TAG_HEADER_BYTES, tagBytes } from "./mp3.js";
import { Problem, noAnswer } from "./problem.js";
import { backoff } from "./time.js";
import { happens, pause, within } from "./wait.js";

/** @import { Source } from "./player.js" */
/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** "To the end, also of what is still growing" (RFC 8673). */
const ENDLESS = Number.MAX_SAFE_INTEGER;
/** Broken connections in a row, without a byte between, before giving up: 40 s. Time without a network does not count. */
const TRIES = 8;

/** After so long without a byte the line may be dead, without anybody having said so, in milliseconds. */
const SILENCE_MS = 60_000;

export class Download {
  #source;
  /** Bytes of the tag in front of the frames; -1: not seen yet. */
  #tag = -1;
  /** What is being heard stays what it was, even when the article is edited meanwhile. */
  revision = "";

  /** @param {Source} source */
  constructor(source) {
    this.#source = source;
  }

  /**
   * Ends when the narration is whole and all of it has come.
   *
   * @param {number} start byte of the frames to begin with
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<Bytes, void>} rejects with a Problem when there is no use in waiting
   */
  async *frames(start, signal) {
    for (let place = start, tries = 0; ; ) {
      const before = place;
      try {
        const response = await this.#ask(place, signal);
        for await (const bytes of this.#read(response, place, signal)) {
          place += bytes.length;
          yield bytes;
        }
        if (signal.aborted) return;
        if (isFile(response) || (await this.#source.isWhole())) return;
      } catch (error) {
        if (signal.aborted) return;
        if (isFinal(error)) throw inWords(error, this.#tag >= 0);
      }
      tries = place > before ? 1 : tries + 1;
      if (tries > TRIES) throw await noAnswer("connect-src", this.#source.url, this.#tag < 0 ? "unreachable" : "cut-off");
      await nextTry(tries, signal);
    }
  }

  /** @param {number} place @param {AbortSignal} signal */
  async #ask(place, signal) {
    if (place && this.#tag < 0) await this.#learnTag(signal);
    return this.#request(this.#rangeStart(place), signal);
  }

  /** @param {AbortSignal} signal */
  async #learnTag(signal) {
    const over = new AbortController(); // a growing body would come whole
    const response = await this.#request(0, AbortSignal.any([signal, over.signal]));
    const reader = /** @type {ReadableStream} */ (response.body).getReader();
    await this.#readHead(reader).finally(() => void reader.cancel().catch(() => {})); // which may be a sound that came along
    over.abort();
  }

  /** @param {number} first byte of the file @param {AbortSignal} signal */
  async #request(first, signal) {
    const { url, sound } = this.#source;
    this.#source.sound = undefined;
    if (sound && !first) return this.#adopt(sound);
    void sound?.body?.cancel();
    const response = await this.#open(url, first, signal);
    const isExpired = response instanceof Problem && response.kind === "access-expired";
    if (isExpired) await this.#source.isWhole().catch(() => {}); // renews it
    const found = isExpired ? await this.#open(this.#source.url, first, signal) : response;
    if (found instanceof Problem) throw found;
    return this.#adopt(found);
  }

  /** @param {string} url @param {number} first byte of the file @param {AbortSignal} signal */
  async #open(url, first, signal) {
    const pinned = this.revision ? url.replace(MP3, `/${this.revision}.mp3`) : url;
    /** @type {Record<string, string>} */
    const headers = first ? { Range: `bytes=${first}-${ENDLESS}` } : {};
    const over = new AbortController();
    const request = fetch(pinned, { headers, signal: AbortSignal.any([signal, over.signal]), credentials: "omit" });
    const response = await within(SILENCE_MS, request, () => over.abort());
    return response.ok && response.body ? response : Problem.of(response);
  }

  /** @param {Response} response */
  #adopt(response) {
    this.revision ||= response.headers.get("X-Narration-Revision") ?? "";
    return response;
  }

  /** One frame back, which is there also when nothing more is: to ask behind the end would be an error. @param {number} place */
  #rangeStart(place) {
    return Math.max(0, this.#tag + place - FRAME_BYTES);
  }

  /**
   * @param {Response} response
   * @param {number} place byte of the frames to begin with
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<Bytes, void>}
   */
  async *#read(response, place, signal) {
    const reader = /** @type {ReadableStream<Bytes>} */ (response.body).getReader();
    const stop = () => void reader.cancel().catch(() => {});
    signal.addEventListener("abort", stop); // a sound that came along knows no signal
    try {
      let chunk = this.#tag < 0 ? await this.#readHead(reader) : new Uint8Array();
      let skip = this.#tag + place - (response.status === 206 ? this.#rangeStart(place) : 0);
      for (let done = false; !done; ) {
        const rest = chunk.subarray(Math.min(skip, chunk.length));
        skip -= chunk.length - rest.length;
        if (rest.length) yield rest;
        ({ done, value: chunk = new Uint8Array() } = await within(SILENCE_MS, reader.read()));
      }
    } finally {
      signal.removeEventListener("abort", stop);
      stop();
    }
  }

  /** @param {ReadableStreamDefaultReader<Bytes>} reader @returns {Promise<Bytes>} the start of the file */
  async #readHead(reader) {
    let head = new Uint8Array();
    while (head.length < TAG_HEADER_BYTES) {
      const { done, value } = await within(SILENCE_MS, reader.read());
      if (done) throw new TypeError("the body ended before it began");
      head = head.length ? new Uint8Array([...head, ...value]) : value;
    }
    this.#tag = tagBytes(head);
    return head;
  }
}

/** Without a network, when there is one again. @param {number} tries so far @param {AbortSignal} signal */
function nextTry(tries, signal) {
  return navigator.onLine ? pause(backoff(tries), signal) : happens(signal, [globalThis, "online"]);
}

/** A growing body has no length. @param {Response} response */
function isFile({ status, headers }) {
  return status === 200 ? headers.has("Content-Length") : /\/\d+$/.test(headers.get("Content-Range") ?? "");
}

/** @param {unknown} error what `fetch` throws when the line breaks is a TypeError */
function isFinal(error) {
  return error instanceof Problem ? error.final : !(error instanceof TypeError);
}

/** @param {unknown} error @param {boolean} isBegun a part of it has come, and cannot be gone on with: its revision is gone, say */
function inWords(error, isBegun) {
  if (!(error instanceof Problem)) return new Problem("undecodable", { final: true });
  return isBegun && error.reason === "not-found" ? new Problem("cut-off", { ...error, final: true }) : error;
}
