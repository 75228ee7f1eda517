/** What is spoken when: the service's sentences and words, updated while the narration grows. */

import { firstNotBefore } from "./letters.js";

/** @typedef {{ from: number, to: number, start: number, end: number }} Word `text.slice(from, to)`, and seconds */
/** @typedef {{ text: string, start: number, end: number, isEstimated: boolean, words: Word[] }} Sentence `start` is NaN until it is rendered */
/** @typedef {{ sentence: number, word: number }} Position `word` is -1 between words */

/** How long before the end of what is known more is asked for, in seconds; and how often at most, in ms. */
const AHEAD_S = 10;
const PAUSE_MS = 1000;
const MOST_PAUSE_MS = 16_000;

export class Captions {
  /** @type {Sentence[]} */
  sentences = [];
  /** How many of them have their times. */
  timed = 0;
  /** @type {number[]} */
  #starts = [];
  #address;
  #revision = "";
  #isWhole = false;
  #isAsking = false;
  #pause = PAUSE_MS;
  #notBefore = 0;

  /** @param {string} address of the article's captions, WebVTT or JSON */
  constructor(address) {
    this.#address = new URL(address.replace(/\.vtt(?=$|[?#])/, ".json"), location.href);
  }

  /** Seconds that the known times reach to. */
  get reach() {
    return this.#isWhole ? Infinity : (this.sentences[this.timed - 1]?.end ?? 0);
  }

  /** @param {number} time seconds */
  isShortAt(time) {
    return time + AHEAD_S > this.reach && !this.#isAsking && performance.now() > this.#notBefore;
  }

  /**
   * Ask for what is missing. A failure is no trouble: it is asked for again later.
   *
   * @param {AbortSignal} signal
   * @returns {Promise<boolean>} whether there are other sentences now, not only more times
   */
  async load(signal) {
    this.#isAsking = true;
    try {
      const isNew = this.#take(await this.#fetch(this.timed, signal));
      this.#pause = PAUSE_MS;
      return isNew;
    } catch {
      this.#pause = Math.min(this.#pause * 2, MOST_PAUSE_MS);
      return false;
    } finally {
      this.#isAsking = false;
      this.#notBefore = performance.now() + this.#pause;
    }
  }

  /** @param {number} first @param {AbortSignal} signal */
  async #fetch(first, signal) {
    const address = new URL(this.#address);
    if (first) address.searchParams.set("first", String(first));
    const response = await fetch(address, { signal, credentials: "omit" });
    if (!response.ok) throw new Error(`captions: ${response.status}`);
    return response.json();
  }

  /** @param {{ revision: string, is_whole: boolean, first: number, sentences: any[][] }} body */
  #take(body) {
    const isNew = body.revision !== this.#revision;
    if (isNew && body.first > 0) {
      this.sentences = [];
      this.#starts = [];
      this.timed = 0; // of a revision that is no longer in force: the next time, all
      return false;
    }
    this.#revision = body.revision;
    this.#isWhole = body.is_whole;
    this.sentences = [...this.sentences.slice(0, body.first), ...body.sentences.map(sentenceOf)];
    const missing = this.sentences.findIndex((sentence) => Number.isNaN(sentence.start));
    this.timed = missing < 0 ? this.sentences.length : missing;
    this.#starts = this.sentences.slice(0, this.timed).map((sentence) => sentence.start);
    return isNew;
  }

  /** @param {number} time seconds @returns {Position | null} null before the first sentence */
  at(time) {
    const sentence = firstNotBefore(this.#starts, time + 1e-3) - 1;
    return sentence < 0 ? null : { sentence, word: wordAt(this.sentences[sentence], time) };
  }
}

/** A word is shown until the next begins or the sentence ends. @param {Sentence} sentence @param {number} time */
function wordAt({ words, end }, time) {
  if (time > end) return -1;
  return words.findLastIndex((word) => word.start <= time + 1e-3);
}

/** @param {any[]} sent @returns {Sentence} */
function sentenceOf([text, start, end, isEstimated, sentWords]) {
  const units = unitsOf(text);
  const words = sentWords.map((/** @type {number[]} */ word) => ({ from: units(word[0]), to: units(word[1]), start: word[2], end: word[3] }));
  return { text, start: start ?? NaN, end: end ?? NaN, isEstimated, words };
}

/** The service counts code points, strings count UTF-16 units. @param {string} text @returns {(point: number) => number} */
function unitsOf(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (point) => point;
  const offsets = [0];
  for (const point of text) offsets.push(offsets[offsets.length - 1] + point.length);
  return (point) => offsets[point] ?? text.length;
}
