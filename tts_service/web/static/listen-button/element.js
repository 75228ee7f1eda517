/** The custom element: its attributes, properties, methods and events, and what they set in motion. */

import { gather } from "./companions.js";
import { listenToControls } from "./controls.js";
import { Listening } from "./listening.js";
import { setUsualSpeed, usualSpeed } from "./marks.js";
import { languageAt, sharedPlace, whenIdle } from "./page.js";
import { takeRoom } from "./room.js";
import { loadPlayer } from "./player.js";
import { Service, isSettled, problemWords } from "./service.js";
import { find, keyOf, leftAt, obtain, readsItsPage } from "./target.js";
import { SPEEDS, View } from "./view.js";
import { english, wordsFor } from "./words.js";

/** @import { Heard, Stage } from "./companions.js" */
/** @import { Article } from "./service.js" */

/** Going back within so many seconds of a chapter's start goes to the chapter before it. */
const CHAPTER_EDGE_S = 3;

/** Documented in `listen-button.js`. */
export class ListenButton extends HTMLElement {
  static observedAttributes = ["article", "label", "lang", "speed", "unavailable", "url", "voice"];
  /** Where the service is, when no attribute says so. */
  static service = "/";
  /** The buttons that the page came with are being made. */
  static isUpgrading = false;

  #listening = new Listening((what) => this.#hear(what));
  #view;
  #words = english;
  #life = new AbortController();
  /** Ends when another article is heard. */
  #stay = new AbortController();
  /** @type {Promise<Article | null>} what the service knew of this page before any click */
  #known = Promise.resolve(null);
  #isRefused = false;
  /** Seconds that were asked for before there was a player; NaN: nothing was asked for. */
  #from = NaN;
  /** @type {Stage | null} */
  #stage = null;
  /** @type {Heard} filled in by companions */
  #heard = { cues: [], chapters: [] };

  constructor() {
    super();
    this.#view = new View(this.attachShadow({ mode: "open", delegatesFocus: true }));
    listenToControls(this, this.#view);
    this.#view.more.addEventListener("click", () => void this.#more());
  }

  connectedCallback() {
    this.#life.abort();
    this.#life = new AbortController();
    const { signal } = this.#life;
    document.addEventListener("listen-play", (event) => event.composedPath()[0] !== this && this.pause(), { signal });
    for (const type of ["online", "offline"]) addEventListener(type, () => this.#show(), { signal });
    addEventListener("online", () => this.#isRefused && this.#look(), { signal });
    addEventListener("hashchange", () => void this.#follow(), { signal });
    this.#from = readsItsPage(this) ? sharedPlace() : NaN;
    if (ListenButton.isUpgrading) takeRoom(this, this.#view, signal);
    this.#adoptSpeed();
    void this.#speak();
    whenIdle(() => (this.#look(), void loadPlayer()));
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return; // it was only moved
      this.#life.abort();
      this.#leave();
    });
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (!this.isConnected || before === value) return;
    if (name === "speed") this.#adoptSpeed();
    if (name === "lang") void this.#speak();
    if (["article", "url", "voice"].includes(name)) {
      this.#leave();
      this.#look();
    }
    this.#show();
  }

  /** Starts, or goes on. Call it from a click or a key press: browsers let only those start a sound. */
  play() {
    return this.#listening.play({ service: this.#service, ask: (isHeard) => this.#ask(isHeard), place: (article) => this.#place(article) });
  }

  pause() {
    this.#listening.pause();
  }

  /** A place not rendered yet is waited for. @param {number} seconds */
  seek(seconds) {
    const place = Math.max(0, Math.min(seconds, this.duration || seconds));
    if (!this.#listening.isOpen) this.#from = place;
    this.#listening.seek(place);
    this.#tell("listen-seek");
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
    return (!this.#listening.isOpen && this.#from) || this.#listening.time;
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

  /** What happens to be the case: a phase, or "unavailable". */
  get state() {
    return this.#isRefused ? "unavailable" : this.phase;
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
    return this.#heard.chapters;
  }

  get #service() {
    return new Service(new URL(this.getAttribute("service") ?? ListenButton.service, location.href).href);
  }

  /** Ask what is known of the article; one that cannot be had hides the button. */
  #look() {
    const { signal } = this.#stay;
    const found = find(this, this.#service);
    this.#known = found.then(({ article }) => article, () => null);
    const tell = (/** @type {string | null} */ reason) => !signal.aborted && this.#judge(reason);
    found.then(({ article, mayAsk }) => {
      if (!signal.aborted && article && this.phase === "idle") this.#listening.hear(article);
      tell(article || mayAsk ? null : "not-allowed");
    }, (problem) => tell(problem.final ? "not-found" : "unreachable"));
  }

  /** @param {string | null} reason why it cannot be heard here */
  #judge(reason) {
    this.#isRefused = reason !== null && this.phase === "idle";
    this.#show();
    if (reason) this.#tell("listen-unavailable", { reason });
    else if (this.hasAttribute("autoload") && !this.narration) void this.#loadWhenSeen();
  }

  async #loadWhenSeen() {
    const { whenSeen } = await import("./autoload.js");
    whenSeen(this, this.#stay.signal, async () => this.#listening.hear((await this.#ask()).article));
  }

  async #ask(isHeard = false) {
    return obtain(this, this.#service, this.narration ?? (await this.#known), isHeard && !this.#from && !leftAt(this));
  }

  /** Where to begin. @param {Article} article */
  async #place(article) {
    const [from, mark] = [this.#from, leftAt(this)];
    this.#from = NaN;
    if (!Number.isNaN(from)) return from;
    if (!mark || mark.revision === article.revision) return mark?.time ?? 0;
    const { placeOf } = await import("./resume.js");
    return placeOf(mark, this.#service.address(article.captions_url), () => isSettled(this.narration ?? article));
  }

  /** To where a link on the page has pointed: `#listen=1:23`. */
  async #follow() {
    const place = readsItsPage(this) ? sharedPlace() : NaN;
    if (Number.isNaN(place)) return;
    this.seek(place);
    await this.play();
  }

  /** Silence, and nothing known. */
  #leave() {
    this.#stay.abort();
    this.#stay = new AbortController();
    this.#stage = null;
    this.#isRefused = false;
    this.#heard = { cues: [], chapters: [] };
    this.#listening.close();
    this.#listening.hear(null);
  }

  #adoptSpeed() {
    const { audio } = this.#listening;
    audio.defaultPlaybackRate = audio.playbackRate = this.speed;
    this.#view.speed.value = String(this.speed);
  }

  async #speak() {
    this.#words = await wordsFor(languageAt(this));
    this.#view.speak(this.#words);
    this.#show();
  }

  /** @returns {Stage} */
  #gather() {
    return (this.#stage ??= gather({
      button: this,
      view: this.#view,
      signal: this.#stay.signal,
      service: this.#service,
      heard: this.#heard,
      key: keyOf(this),
      words: () => this.#words,
      tell: (type, more) => this.#tell(type, more),
    }));
  }

  async #more() {
    if (this.#view.more.popoverTargetElement) return; // from the second time on the browser does it
    const { openPanel } = await import("./panel.js");
    openPanel(this.#gather());
  }

  /** @param {"change" | "narration" | "play" | "pause" | "progress" | "end" | "error"} what */
  #hear(what) {
    this.#show();
    if (what === "progress" && this.phase !== "idle" && this.isConnected) this.#gather();
    if (what !== "change") this.#tell(`listen-${what}`, what === "error" ? { message: problemWords(this.#listening.problem, this.#words) } : {});
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
      refusal: this.#isRefused ? this.getAttribute("unavailable") ?? "hide" : "",
      from: this.#from,
      left: phase === "idle" ? leftAt(this)?.left ?? NaN : NaN,
    });
  }

  /** @param {string} type @param {object} [more] */
  #tell(type, more) {
    const { currentTime, duration } = this;
    const detail = { article: this.narration?.id ?? null, currentTime, duration, ...more };
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
