/** The custom element: what the listener does, what the audio does, and what the service says, brought together. */

import { takeControls, tellPosition } from "./media-session.js";
import { pageAddress } from "./page.js";
import { openPlayer } from "./player.js";
import { Problem, Service, isSettled } from "./service.js";
import { SPEEDS, View } from "./view.js";
import { words } from "./words.js";

/** @import { Player } from "./player.js" */
/** @import { Article } from "./service.js" */
/** @import { Phase } from "./view.js" */

/** What an arrow key and what Page Up or Down moves by, in seconds. */
const STEP_S = 5;
const LEAP_S = 15;

/** Documented in `listen-button.js`. */
export class ListenButton extends HTMLElement {
  static observedAttributes = ["label", "speed"];
  /** Where the service is, when no attribute says so. */
  static service = "/";

  #audio = new Audio();
  #view;
  #life = new AbortController();
  /** @type {Player | null} */
  #player = null;
  /** @type {Article | null} */
  #article = null;
  /** @type {Promise<Article | null>} what the service knew of this page before any click */
  #known = Promise.resolve(null);
  /** @type {Error | null} */
  #problem = null;
  #isDragging = false;

  constructor() {
    super();
    this.#audio.preload = "none";
    this.#view = new View(this.attachShadow({ mode: "open", delegatesFocus: true }));
    this.#listenToAudio();
    this.#listenToControls();
    this.attributeChangedCallback();
  }

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    document.addEventListener("listen-play", (event) => event.composedPath()[0] !== this && this.pause(), { signal });
    const whenIdle = globalThis.requestIdleCallback ?? setTimeout; // Safari has none
    whenIdle(() => (this.#known = this.#lookUp()));
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#forget();
  }

  attributeChangedCallback() {
    this.#audio.defaultPlaybackRate = this.#audio.playbackRate = this.speed;
    this.#view.speed.value = String(this.speed);
    this.#show();
  }

  /** Starts, or goes on. Call it from a click or a key press: browsers let only those start a sound. */
  async play() {
    const isNew = !this.#player || this.#problem;
    this.#problem = null;
    this.#player ??= openPlayer(this.#audio);
    const started = this.#audio.play().catch(() => this.#show());
    if (isNew) await this.#start().catch((problem) => this.#fail(problem));
    await started;
  }

  pause() {
    this.#audio.pause();
  }

  get paused() {
    return this.#audio.paused;
  }

  /** Seconds. Set it to go there; a place not rendered yet is waited for. */
  get currentTime() {
    return this.#audio.currentTime;
  }

  set currentTime(seconds) {
    this.#player?.seek(Math.max(0, Math.min(seconds, this.duration || 0)));
    this.#show();
  }

  /** Seconds; an estimate while the article is being rendered, NaN when nothing is known. */
  get duration() {
    if (this.#player && Number.isFinite(this.#audio.duration)) return this.#audio.duration;
    return this.#article?.duration_s ?? NaN;
  }

  /** 0.75 to 2.5; the pitch stays. */
  get speed() {
    const wanted = Number(this.getAttribute("speed")) || 1;
    return SPEEDS.reduce((best, speed) => (Math.abs(speed - wanted) < Math.abs(best - wanted) ? speed : best));
  }

  set speed(speed) {
    this.setAttribute("speed", String(speed));
  }

  get #service() {
    return new Service(new URL(this.getAttribute("service") ?? ListenButton.service, location.href).href);
  }

  get #page() {
    const voice = this.getAttribute("voice");
    return { url: pageAddress(), ...(voice && { voice }) };
  }

  /** @returns {Promise<Article | null>} */
  #lookUp() {
    const id = this.getAttribute("article");
    const looked = id ? this.#service.article(id) : this.#service.find(this.#page);
    return looked.then((article) => this.#hear(article)).catch(() => null);
  }

  async #start() {
    const { signal } = this.#life;
    this.#show();
    const article = await this.#wanted();
    if (signal.aborted) return;
    this.#hear(article);
    if (!isSettled(article)) this.#service.follow(article.id, (news) => this.#hear(news), signal);
    this.#player?.load({
      url: this.#service.address(article.audio_url),
      isWhole: () => this.#isWhole(article.id),
      failed: (problem) => this.#fail(problem),
    });
  }

  /** @returns {Promise<Article>} the one to play, rendered, being rendered, or asked for now */
  async #wanted() {
    const id = this.getAttribute("article");
    if (id) return this.#service.article(id);
    const known = this.#article ?? (await this.#known);
    if (known && known.status !== "failed") return known;
    return this.#service.ask(this.#page);
  }

  /** @param {string} id */
  async #isWhole(id) {
    const article = await this.#service.article(id);
    this.#hear(article);
    if (article.status === "failed") throw new Problem(article.error?.detail || words.failed, { final: true });
    return article.status === "ready";
  }

  /** @template {Article | null} T @param {T} article @returns {T} */
  #hear(article) {
    this.#article = article;
    if (article?.status === "ready" && article.duration_s) this.#player?.settle(article.duration_s);
    this.#show();
    return article;
  }

  /** @param {Error} problem */
  #fail(problem) {
    this.#problem = problem;
    if (!(problem instanceof Problem)) console.error(problem);
    this.#show();
    this.#tell("listen-error", { message: this.#problemWords() });
  }

  /** The browser could not play what came: the next press begins anew, at the same place. */
  #breakDown() {
    if (!this.#player || this.#problem) return;
    const place = this.#audio.currentTime;
    this.#forget();
    this.#audio.currentTime = place;
    this.#fail(new Problem(words.broken));
  }

  #forget() {
    this.#player?.close();
    this.#player = null;
    this.#audio.pause();
    this.#audio.removeAttribute("src");
    this.#audio.load();
    this.#show();
  }

  #listenToAudio() {
    const on = (/** @type {string} */ type, /** @type {() => void} */ act) => this.#audio.addEventListener(type, act);
    for (const type of ["playing", "waiting", "seeked", "durationchange", "emptied"]) on(type, () => this.#show());
    on("play", () => this.#played());
    on("pause", () => this.#stopped());
    on("timeupdate", () => this.#moved());
    on("ended", () => this.#tell("listen-end"));
    on("error", () => this.#audio.error?.code === MediaError.MEDIA_ERR_DECODE && this.#breakDown());
  }

  #listenToControls() {
    const { play, slider, speed } = this.#view;
    play.addEventListener("click", () => (this.#isOn ? this.pause() : void this.play()));
    speed.addEventListener("change", () => (this.speed = Number(speed.value)));
    slider.addEventListener("input", () => (this.#isDragging = true));
    slider.addEventListener("change", () => this.#drop());
    slider.addEventListener("keydown", (event) => this.#step(event));
  }

  #drop() {
    this.#isDragging = false;
    this.currentTime = Number(this.#view.slider.value);
  }

  /** @param {KeyboardEvent} event on the slider; time runs to the right in every language */
  #step(event) {
    /** @type {Record<string, number>} */
    const moves = { ArrowRight: STEP_S, ArrowUp: STEP_S, PageUp: LEAP_S, ArrowLeft: -STEP_S, ArrowDown: -STEP_S, PageDown: -LEAP_S };
    /** @type {Record<string, number>} */
    const places = { Home: 0, End: this.duration };
    const place = places[event.key] ?? this.currentTime + moves[event.key];
    if (Number.isNaN(place)) return;
    event.preventDefault();
    this.currentTime = place;
  }

  #played() {
    takeControls(this, this.#article?.title ?? null);
    this.#show();
    this.#tell("listen-play");
  }

  #stopped() {
    this.#show();
    if (!this.#audio.ended) this.#tell("listen-pause");
  }

  #moved() {
    this.#show();
    tellPosition(this);
    this.#tell("listen-progress");
  }

  get #isOn() {
    return !this.#audio.paused && !this.#audio.ended && this.#phase !== "error";
  }

  /** @returns {Phase} */
  get #phase() {
    const { paused, ended, readyState, currentTime } = this.#audio;
    const isStarved = readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
    if (this.#problem && isStarved) return "error";
    if (!this.#player) return "idle";
    if (ended) return "ended";
    if (paused) return "paused";
    if (!isStarved) return "playing";
    return currentTime > 0 ? "waiting" : "preparing";
  }

  #show() {
    if (this.#isDragging) return;
    const progress = this.#article?.progress ?? null;
    const isRendering = this.#article !== null && !isSettled(this.#article);
    this.#view.show({
      phase: this.#phase,
      label: this.getAttribute("label") || words.invite,
      time: this.currentTime,
      length: Math.max(this.duration, this.currentTime),
      isLengthKnown: !this.#article?.duration_estimated,
      received: this.#player?.received() ?? 0,
      rendering: isRendering ? progress : null,
      problem: this.#problemWords(),
    });
  }

  #problemWords() {
    if (!this.#problem) return "";
    return this.#problem instanceof Problem ? this.#problem.message : words.broken;
  }

  /** @param {string} type @param {object} [more] */
  #tell(type, more) {
    const { currentTime, duration } = this;
    const detail = { article: this.#article?.id ?? null, currentTime, duration, ...more };
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
