/** The custom element: its attributes, properties, methods and events, and what they set in motion. */

import { StartPosition } from "./start-position.js";
import { listenToControls } from "./controls.js";
import { deferred, loadDeferred } from "./deferred.js";
import { Listening } from "./listening.js";
import { setUsualSpeed, usualSpeed } from "./bookmarks.js";
import { Offers } from "./offers.js";
import { languageAt, whenIdle } from "./page.js";
import { noAnswer, problemWords, errorDetail } from "./problem.js";
import { avoidShift } from "./layout-shift.js";
import { MemberElement } from "./membership.js";
import { loadPlayer } from "./player.js";
import { Service, isSettled } from "./service.js";
import { Session } from "./session.js";
import { SPEEDS, View } from "./view.js";
import { english, wordsFor } from "./words.js";

/** @import { Offer } from "./offer.js" */

/** Going back within so many seconds of a chapter's start goes to the chapter before it. */
const CHAPTER_EDGE_S = 3;

/** Documented in `listen-button.js`. */
export class ListenButton extends MemberElement {
  static observedAttributes = ["article", "label", "lang", "speed", "token", "unavailable", "url", "voice"];
  /** Where the service is, when no attribute says so. */
  static service = "/";
  /** The buttons that the page came with are being made. */
  static isUpgrading = false;

  #listening = new Listening((what, problem) => this.#onChange(what, problem));
  #view;
  #words = english;
  #life = new AbortController();
  #session = new Session();
  /** @type {Offers} */
  #offers;
  /** It was playing when it was taken out of the page. */
  #isSuspended = false;
  #start = new StartPosition(this);

  constructor() {
    super();
    this.#view = new View(this.attachShadow({ mode: "open", delegatesFocus: true }));
    this.#offers = new Offers(this, {
      view: this.#view,
      start: this.#start,
      listening: this.#listening,
      service: () => this.#service,
      session: () => this.#session.signal,
      reset: () => this.#reset(),
      dispatch: (type, detail) => this.#dispatch(type, detail),
      reportError: (problem) => this.#reportError(problem),
      show: () => this.#show(),
    });
    listenToControls(this, this.#view);
    this.#view.more.addEventListener("click", () => void this.#more());
  }

  connectedCallback() {
    this.#life.abort();
    this.#life = new AbortController();
    const { signal } = this.#life;
    document.addEventListener("listen-play", (event) => event.composedPath()[0] !== this && this.pause(), { signal });
    for (const type of ["online", "offline"]) addEventListener(type, () => this.#offers.connectionChanged(), { signal });
    addEventListener("hashchange", () => void this.#goToSharedPlace(), { signal });
    if (!this.#offers.playing) this.#start.from = this.#start.shared;
    if (ListenButton.isUpgrading) avoidShift(this, this.#view, signal);
    this.#adoptSpeed();
    void this.#loadWords();
    this.#view.dock?.reopen();
    if (this.#isSuspended) void this.#goOn();
    this.#offers.update();
    whenIdle(() => (loadPlayer(), loadDeferred().then((rest) => rest?.watchPage(() => this.#offers.update(), signal))));
  }

  async disconnectedCallback() {
    const life = this.#life;
    const isGone = deferred()?.isGone ?? (async () => !this.isConnected);
    if (await isGone(this, life.signal, () => this.#suspend())) (life.abort(), this.#reset());
  }

  #suspend() {
    const { isPlaying } = this.#listening;
    this.pause();
    this.#isSuspended = isPlaying;
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (!this.isConnected || before === value) return;
    if (name === "speed") this.#adoptSpeed();
    if (name === "lang") void this.#loadWords();
    if (name === "token" && this.#offers.inView?.article === null) void this.#offers.look();
    if (name === "voice") this.#reset();
    if (["article", "url", "voice"].includes(name)) this.#offers.update();
    this.#show();
  }

  /** Starts the article in view, or goes on. Call it from a click or a key press: browsers let only those start a sound. */
  play() {
    this.#offers.update();
    if (this.isAway) this.#reset();
    return this.goOn();
  }

  /** With what is heard, also where the page in view is another's. */
  goOn() {
    this.#offers.update();
    return this.#goOn();
  }

  #goOn() {
    this.#isSuspended = false;
    return this.#listening.play(this.#start.request((this.#offers.playing ??= /** @type {Offer} */ (this.#offers.inView))));
  }

  pause() {
    this.#isSuspended = false;
    this.#listening.pause();
  }

  /** A place not rendered yet is waited for. @param {number} seconds */
  seek(seconds) {
    const place = Math.max(0, Math.min(seconds, this.duration || seconds));
    if (!this.#listening.isOpen) this.#start.from = place;
    this.#listening.seek(place);
    this.#dispatch("listen-seek");
  }

  /** @param {number} seconds forward; negative: back */
  skip(seconds) {
    this.seek(this.currentTime + seconds);
  }

  nextChapter() {
    const next = this.chapters.find(({ start }) => start > this.currentTime + 0.1);
    if (next) this.seek(next.start);
  }

  previousChapter() {
    const edge = this.paused ? this.currentTime - 0.1 : this.currentTime - CHAPTER_EDGE_S;
    this.seek(this.chapters.findLast(({ start }) => start < edge)?.start ?? 0);
  }

  get paused() {
    return this.#listening.paused;
  }

  get phase() {
    return this.#listening.phase;
  }

  get currentTime() {
    return (!this.#listening.isOpen && this.#start.from) || this.#listening.time;
  }

  set currentTime(seconds) {
    this.seek(seconds);
  }

  get duration() {
    return this.#listening.duration;
  }

  get speed() {
    const wanted = Number(this.getAttribute("speed")) || usualSpeed() || 1;
    return SPEEDS.reduce((best, speed) => (Math.abs(speed - wanted) < Math.abs(best - wanted) ? speed : best));
  }

  set speed(speed) {
    this.setAttribute("speed", String(speed));
    setUsualSpeed(this.speed);
  }

  get narration() {
    return this.#listening.article;
  }

  /** What is heard belongs to another page than the one in view. */
  get isAway() {
    return this.#offers.isAway;
  }

  /** What happens to be the case: a phase, or "unavailable". */
  get state() {
    return this.#offers.isRefused ? "unavailable" : this.phase;
  }

  get continuous() {
    return this.hasAttribute("continuous");
  }

  set continuous(isOn) {
    this.toggleAttribute("continuous", isOn);
  }

  get captionsUrl() {
    return this.narration && this.#service.address(this.narration.captions_url);
  }

  get chapters() {
    return this.#session.timeline.chapters;
  }

  get #service() {
    return new Service(new URL(this.getAttribute("service") ?? ListenButton.service, location.href).href, this);
  }

  /** To where a link on the page has pointed: `#listen=1:23`. */
  async #goToSharedPlace() {
    const place = this.#start.shared;
    if (Number.isNaN(place)) return;
    if (this.isAway) this.#reset();
    this.seek(place);
    await this.play();
  }

  /** Silence, and only what the offer knows. */
  #reset() {
    this.#session.end();
    this.#session = new Session();
    this.#offers.playing = null;
    this.#isSuspended = false;
    this.#start.from = this.#start.shared;
    this.#listening.close();
    this.#listening.update(this.#offers.inView?.article ?? null);
    this.#offers.adjust();
  }

  #adoptSpeed() {
    const { audio } = this.#listening;
    audio.defaultPlaybackRate = audio.playbackRate = this.speed;
    this.#view.speed.value = String(this.speed);
  }

  async #loadWords() {
    this.#words = await wordsFor(languageAt(this));
    this.#view.setWords(this.#words);
    this.#show();
  }

  #context() {
    return this.#session.context(() => ({
      button: this,
      view: this.#view,
      service: this.#service,
      key: this.#offers.playing?.target.key ?? "",
      words: () => this.#words,
      dispatch: (type, more) => this.#dispatch(type, more),
    }));
  }

  async #more() {
    if (this.#view.more.popoverTargetElement) return; // from the second time on the browser does it
    const panel = await import("./panel.js").catch(() => null);
    if (panel) panel.openPanel(this.#context());
    else this.#reportError(await noAnswer("script-src", this.#service.base, "not-loaded"));
  }

  /** @param {"change" | "narration" | "play" | "pause" | "progress" | "end" | "error"} what @param {Error} [problem] */
  #onChange(what, problem) {
    this.#show();
    if (what === "progress" && this.phase !== "idle" && this.isConnected) (this.#context(), deferred()?.checkPage());
    if (problem) this.#reportError(problem);
    else if (what !== "change") this.#dispatch(`listen-${what}`);
    if (what === "end" && this.isAway && !this.continuous) this.#reset();
  }

  #reportError(/** @type {Error} */ problem) {
    this.#dispatch("listen-error", errorDetail(problem, this.#words));
  }

  #show() {
    const { phase, article, received, problem } = this.#listening;
    const isRendering = article !== null && !isSettled(article);
    if (this.getAttribute("state") !== this.state) this.setAttribute("state", this.state);
    this.#view.show({
      phase,
      label: this.getAttribute("label") ?? "",
      time: this.currentTime,
      length: Math.max(this.duration, this.currentTime),
      isLengthKnown: !article?.duration_estimated,
      received,
      rendering: isRendering ? article.progress : null,
      problem: problemWords(problem, this.#words),
      refusal: this.#offers.isRefused ? this.getAttribute("unavailable") ?? "hide" : "",
      from: this.#start.from,
      left: phase === "idle" ? this.#start.left(this.#offers.inView) : NaN,
    });
    this.#offers.show();
  }

  /** @param {string} type @param {object} [more] */
  #dispatch(type, more) {
    const detail = { article: this.narration?.id ?? null, currentTime: this.currentTime, duration: this.duration, ...more };
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
