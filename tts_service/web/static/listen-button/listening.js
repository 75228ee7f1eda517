/** An article being heard: the sound, the way of playing it, and what the service says of it. Draws nothing. */

import { loadPlayer, openPlayer } from "./player.js";
import { Problem, isSettled } from "./service.js";

/** @import { Player } from "./player.js" */
/** @import { Article, Found, Service } from "./service.js" */

/**
 * @typedef {"idle" | "preparing" | "waiting" | "playing" | "paused" | "ended" | "error"} Phase
 *
 * @typedef {object} Wish
 * @property {Service} service
 * @property {(isHeard: boolean) => Promise<Found>} ask for the article: rendered, being rendered, or asked for now
 * @property {(article: Article) => Promise<number>} place where to begin, in seconds
 */

export class Listening {
  audio = new Audio();
  /** @type {Article | null} */
  article = null;
  /** @type {Error | null} */
  problem = null;
  #tell;
  /** @type {Player | null} */
  #player = null;
  /** @type {Wish} */
  #wish = /** @type {any} */ (null);
  #life = new AbortController();
  /** The listener wants to hear it: also true while nothing can be heard. */
  #isWanted = false;
  #isTold = false;

  /** @param {(what: "change" | "narration" | "play" | "pause" | "progress" | "end" | "error") => void} tell */
  constructor(tell) {
    this.#tell = tell;
    this.audio.preload = "none";
    const on = (/** @type {string} */ type, /** @type {() => void} */ act) => this.audio.addEventListener(type, act);
    for (const type of ["playing", "waiting", "seeked", "durationchange", "emptied"]) on(type, () => tell("change"));
    on("play", () => this.#started());
    on("pause", () => this.#stopped());
    on("timeupdate", () => tell("progress"));
    on("ended", () => void this.#ended());
    on("error", () => this.audio.error?.code === MediaError.MEDIA_ERR_DECODE && this.#breakDown());
  }

  /**
   * Starts, goes on, or tries again. Within a click or a key press: browsers let only those start a sound.
   *
   * @param {Wish} wish
   */
  async play(wish) {
    if (this.audio.ended && this.#isEdited) this.close();
    const isNew = !this.#player || this.problem;
    this.#wish = wish;
    this.problem = null;
    this.#isWanted = true;
    if (!(this.#player ??= openPlayer(this.audio))) {
      this.#tell("change");
      await loadPlayer();
      if (!this.#isWanted) return;
      this.#player ??= openPlayer(this.audio);
      if (!this.#player) return this.#fail(new Problem("unreachable"));
    }
    const started = this.audio.play().catch((error) => this.#refused(error));
    if (isNew) await this.#start().catch((problem) => this.#fail(problem));
    await started;
  }

  pause() {
    const wasHeld = this.#isHeld;
    this.#isWanted = false;
    this.audio.pause();
    if (wasHeld) this.#stopped();
    if (!this.#player) this.#tell("change");
  }

  /** @param {number} seconds */
  seek(seconds) {
    if (this.#player) this.#player.seek(seconds);
    else this.audio.currentTime = 0; // where it broke down is no longer where to go on
    this.#tell("change");
  }

  get paused() {
    return !this.#isWanted;
  }

  /** There is a player: before, a place is for the next start. */
  get isOpen() {
    return this.#player !== null;
  }

  /** Seconds. */
  get time() {
    return this.#player?.held ?? this.audio.currentTime;
  }

  /** Seconds; NaN when nothing is known. */
  get duration() {
    const { duration } = this.audio;
    const known = this.article?.duration_s ?? NaN;
    const isOpen = this.#player && Number.isFinite(duration) && (!this.article || isSettled(this.article));
    if (!isOpen || this.#isEdited) return isOpen ? duration : known;
    return Math.max(duration, known || 0); // some browsers say only how much has come so far
  }

  /** Seconds of audio that have arrived. */
  get received() {
    return this.#player?.received() ?? 0;
  }

  /** @returns {Phase} */
  get phase() {
    const { ended, paused, readyState } = this.audio;
    const isStarved = readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
    if (this.problem && isStarved) return "error";
    if (!this.#player) return this.#isWanted ? "preparing" : "idle";
    if (ended && paused) return "ended"; // WebKit is for ever at the end of what grows
    if (!this.#isWanted) return "paused";
    if (this.#isHeld) return "waiting";
    if (!isStarved) return "playing";
    return this.audio.buffered.length ? "waiting" : "preparing";
  }

  /** What is being played is not what the article says now. */
  get #isEdited() {
    const revision = this.#player?.revision;
    return Boolean(revision && this.article?.revision && revision !== this.article.revision);
  }

  get #isHeld() {
    return this.#player !== null && this.#player.held !== null;
  }

  /** Falls silent, and is as it was before. */
  close() {
    this.#life.abort();
    this.#player?.close();
    this.#player = null;
    this.#isWanted = false;
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
    this.#tell("change");
  }

  /** @template {Article | null} T @param {T} article @returns {T} */
  hear(article) {
    this.article = article;
    if (article?.status === "ready" && article.duration_s && !this.#isEdited) this.#player?.settle(article.duration_s);
    this.#tell("narration");
    return article;
  }

  async #start() {
    this.#life.abort();
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.#tell("change");
    const found = await this.#wish.ask(Boolean(this.#player?.takesSound && !this.audio.currentTime));
    if (found.article && !signal.aborted) await this.#turnToPlace(this.hear(found.article));
    if (signal.aborted) void found.sound?.body?.cancel();
    else this.#load(found, signal);
  }

  /** @param {Article} article */
  async #turnToPlace(article) {
    const start = this.audio.currentTime || (await this.#wish.place(article));
    if (start) this.audio.currentTime = start;
  }

  /** @param {Found} found @param {AbortSignal} signal */
  #load({ id, article, sound }, signal) {
    const { service } = this.#wish;
    const isWhole = () => this.#isWhole(id, service);
    const revision = article?.revision ?? "";
    this.#player?.load({
      url: service.address(`audio/${id}.mp3`),
      revision,
      sound,
      isWhole,
      isWanted: () => this.#isWanted,
      failed: (problem) => this.#fail(problem),
    });
    if (!article || !isSettled(article)) service.follow(id, (news) => this.hear(news), signal);
    else isWhole().catch(() => {}); // it may have been edited since it was looked up
  }

  /** @param {string} id @param {Service} service */
  async #isWhole(id, service) {
    const article = await service.article(id);
    this.hear(article);
    if (article.status === "failed") throw new Problem("failed", { detail: article.error?.detail, final: true });
    return article.status === "ready";
  }

  /** @param {Error} problem */
  #fail(problem) {
    this.problem = problem;
    if (!(problem instanceof Problem)) console.error(problem);
    this.#tell("error");
  }

  /** The browser could not play what came: the next press begins anew, at the same place. */
  #breakDown() {
    if (!this.#player || this.problem) return;
    const place = this.audio.currentTime;
    this.close();
    this.audio.currentTime = place;
    this.#fail(new Problem("broken"));
  }

  #started() {
    this.#isWanted = true;
    if (!this.#isTold) this.#tell("play");
    this.#isTold = true;
  }

  #stopped() {
    if (this.#isHeld && this.#isWanted) return;
    this.#isWanted = this.#isTold = false;
    this.#tell(this.audio.ended ? "change" : "pause");
  }

  async #ended() {
    if (!(await this.#player?.isOver())) return;
    this.#isWanted = this.#isTold = false;
    this.#tell("end");
  }

  /** @param {Error} error of `audio.play`: all but one are told elsewhere */
  #refused(error) {
    if (error.name === "NotAllowedError") this.#isWanted = false; // not within a click
    this.#tell("change");
  }
}
