/** One narration to read along: connects what is spoken, its place on the page, and what the reader does. */

import { Captions } from "./captions.js";
import { Follower } from "./follow.js";
import { painter } from "./paint.js";
import { findPlaces } from "./places.js";
import { listenToCaret, listenToClicks } from "./input.js";
import { watch } from "./page-changes.js";

/** @import { Places } from "./places.js" */

/**
 * What is needed of a player. It fires `listen-play`, `listen-pause`, `listen-end` and, when the time has changed
 * otherwise than by playing, `listen-time`.
 *
 * @typedef {HTMLElement & {
 *   currentTime: number, paused: boolean, captionsUrl: string | null,
 *   seek(seconds: number): void, play(): Promise<void> | void,
 * }} Listening
 */

/**
 * @typedef {object} Options
 * @property {boolean} [scroll] keep what is heard in sight
 * @property {boolean} [click] a click on a sentence plays from there
 */

/** So long after its start, in seconds, the key that goes back goes to the start of the same sentence. */
const RESTART_S = 1.5;
/** A page that changes all the time is searched ever less often for what is not in it. */
const REST_MS = 1000;
const MOST_REST_MS = 60_000;

export class Session {
  #element;
  #options;
  #life = new AbortController();
  #painter;
  #follower;
  /** @type {Captions | null} */
  #captions = null;
  #address = "";
  /** @type {Places | null} */
  #places = null;
  #search = new AbortController();
  /** When what was not found may be looked for again, and how long it then waits, in ms. */
  #notBefore = 0;
  #rest = REST_MS;
  #frame = 0;
  #isOver = false;
  /** What is lit. */
  #sentence = -1;
  #word = -1;
  /** A sentence that was chosen and is not rendered yet. */
  #wanted = -1;

  /** @param {Listening} element @param {Options} [options] */
  constructor(element, options = optionsOf(element)) {
    const { signal } = this.#life;
    this.#element = element;
    this.#options = { scroll: true, click: true, ...options };
    this.#painter = painter(element);
    this.#follower = new Follower(element, signal);
    for (const type of ["listen-play", "listen-time", "listen-pause"]) element.addEventListener(type, () => this.#wake(), { signal });
    element.addEventListener("listen-pause", () => (this.#wanted = -1), { signal });
    element.addEventListener("listen-play", () => (this.#isOver = false), { signal });
    element.addEventListener("listen-end", () => this.#end(), { signal });
    element.addEventListener("keydown", (event) => this.#step(event), { signal, capture: true });
    const [places, choose] = [() => this.#places, (/** @type {number} */ sentence) => this.#choose(sentence)];
    if (this.#options.click) listenToClicks(places, choose, signal);
    listenToCaret(places, choose, signal);
    this.#wake();
  }

  stop() {
    this.#life.abort();
    this.#search.abort();
    cancelAnimationFrame(this.#frame);
    this.#painter.close();
  }

  #wake() {
    if (!this.#frame && !this.#life.signal.aborted) this.#frame = requestAnimationFrame(() => this.#look());
  }

  /** In each frame while it plays. */
  #look() {
    this.#frame = 0;
    this.#keepCaptions();
    const { currentTime, paused } = this.#element;
    const heard = this.#isOver ? null : this.#captions?.at(currentTime);
    if (heard) this.#light(heard.sentence, heard.word);
    else this.#light(-1, -1);
    if (this.#wanted >= 0) this.#goToWanted();
    if (!paused || this.#wanted >= 0) this.#wake();
  }

  #end() {
    this.#isOver = true;
    this.#wake();
  }

  #keepCaptions() {
    const address = this.#element.captionsUrl;
    if (!address) return;
    if (address !== this.#address) {
      this.#address = address;
      this.#captions = new Captions(address);
      this.#places = null;
    }
    const captions = this.#captions;
    const time = this.#wanted >= 0 ? Infinity : this.#element.currentTime;
    if (captions?.isShortAt(time)) void this.#load(captions);
  }

  /** @param {Captions} captions */
  async #load(captions) {
    const isNew = await captions.load(this.#life.signal);
    if (isNew && captions === this.#captions) void this.#find();
  }

  /** Look for the sentences in the page, now and whenever it changes. */
  async #find() {
    this.#search.abort();
    this.#search = new AbortController();
    const { signal } = this.#search;
    const places = await findPlaces(this.#captions?.sentences ?? [], document.body, signal).catch(() => null);
    if (!places || signal.aborted) return;
    this.#places = places;
    [this.#sentence, this.#word] = [-1, -1];
    this.#wake();
    watch(places.root ?? document.body, () => this.#searchAgain(places), signal);
  }

  /** @param {Places} places that stood in a page which has changed since */
  #searchAgain(places) {
    const { found, of } = places.share;
    const isHopeful = found < of && performance.now() > this.#notBefore;
    if (places.isIntact && !isHopeful) return;
    this.#notBefore = performance.now() + this.#rest;
    this.#rest = Math.min(2 * this.#rest, MOST_REST_MS);
    void this.#find();
  }

  /** @param {number} sentence @param {number} word */
  #light(sentence, word) {
    if (sentence !== this.#sentence) this.#lightSentence(sentence);
    if (word === this.#word) return;
    this.#word = word;
    const spoken = this.#captions?.sentences[sentence]?.words[word];
    this.#painter.show("word", spoken ? (this.#places?.word(sentence, spoken) ?? []) : []);
  }

  /** @param {number} sentence */
  #lightSentence(sentence) {
    const ranges = this.#places?.sentence(sentence) ?? [];
    this.#painter.show("sentence", ranges);
    if (this.#options.scroll && !this.#element.paused) this.#follower.follow(ranges);
    [this.#sentence, this.#word] = [sentence, -2];
  }

  /** Play from there; as soon as it is rendered, if it is not. @param {number} sentence */
  #choose(sentence) {
    this.#wanted = sentence;
    this.#goToWanted();
    this.#wake();
  }

  #goToWanted() {
    const start = this.#captions?.sentences[this.#wanted]?.start ?? NaN;
    if (Number.isNaN(start)) return;
    this.#wanted = -1;
    this.#element.seek(start);
    if (this.#element.paused) void this.#element.play();
  }

  /** Shift and an arrow key, in the player: a sentence forward or back. @param {KeyboardEvent} event */
  #step(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const isForMenu = event.composedPath()[0] instanceof HTMLSelectElement;
    if (!by || !event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || isForMenu) return;
    const sentence = this.#besides(by);
    if (sentence < 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.#choose(sentence);
  }

  /** @param {number} by 1 or -1 @returns {number} the sentence to go to from what is heard, or -1 */
  #besides(by) {
    const { sentences = [] } = this.#captions ?? {};
    const heard = this.#captions?.at(this.#element.currentTime);
    if (!heard) return -1;
    const isInside = by < 0 && this.#element.currentTime - sentences[heard.sentence].start > RESTART_S;
    return Math.min(Math.max(heard.sentence + (isInside ? 0 : by), 0), sentences.length - 1);
  }
}

/** @param {Element} element @returns {Options} */
function optionsOf(element) {
  const words = (element.getAttribute("read-along") ?? "").split(/\s+/);
  return { scroll: !words.includes("no-scroll"), click: !words.includes("no-click") };
}
