/** An article being heard: the sound, the way of playing it, and what the service says of it. Draws nothing. */

import { loadDeferred } from "./deferred.js";
import { loadFilePlayer, loadPlayer, openPlayer } from "./player.js";
import { Problem, noAnswer } from "./problem.js";
import { isSettled } from "./service.js";

/** @import { Player, Source } from "./player.js" */
/** @import { Article, Found, Service } from "./service.js" */

/**
 * @typedef {"idle" | "preparing" | "waiting" | "playing" | "paused" | "ended" | "error"} Phase
 *
 * @typedef {object} PlayRequest
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
  #notify;
  /** @type {Player | null} */
  #player = null;
  /** @type {Source | null} what the player plays, or is to play once it has come */
  #source = null;
  /** @type {PlayRequest} */
  #request = /** @type {any} */ (null);
  #life = new AbortController();
  /** The listener wants to hear it: also true while nothing can be heard. */
  #isWanted = false;
  #isAnnounced = false;

  /** @param {(what: "change" | "narration" | "play" | "pause" | "progress" | "end" | "error", problem?: Error) => void} notify */
  constructor(notify) {
    this.#notify = notify;
    this.audio.preload = "none";
    const on = (/** @type {string} */ type, /** @type {() => void} */ act) => this.audio.addEventListener(type, act);
    for (const type of ["playing", "waiting", "seeked", "durationchange", "emptied"]) on(type, () => notify("change"));
    on("play", () => this.#started());
    on("pause", () => this.#stopped());
    on("timeupdate", () => notify("progress"));
    on("ended", () => void this.#ended());
    on("error", () => this.audio.error?.code === MediaError.MEDIA_ERR_DECODE && this.#breakDown());
  }

  /**
   * Starts, goes on, or tries again. Within a click or a key press: browsers let only those start a sound.
   *
   * @param {PlayRequest} request
   */
  async play(request) {
    if (this.audio.ended && this.#isEdited) this.close();
    const isNew = !this.#player || this.problem;
    this.#request = request;
    this.problem = null;
    this.#isWanted = true;
    if (!this.#open()) {
      this.#notify("change");
      await loadPlayer();
      if (!this.#isWanted) return;
      if (!this.#open()) return this.#fail(await noAnswer("script-src", request.service.base, "not-loaded"));
    }
    const started = this.audio.play().catch((error) => this.#refused(error));
    if (isNew) await this.#start().catch((problem) => this.#fail(problem));
    await started;
  }

  #open() {
    return (this.#player ??= openPlayer(this.audio, () => void this.#fallBack()));
  }

  /** No media source can be had here: the file itself then. */
  async #fallBack() {
    const player = this.#player;
    await loadFilePlayer();
    if (player !== this.#player) return;
    const place = this.audio.currentTime;
    player?.close();
    this.#player = null;
    const other = this.#open();
    if (!other) return this.#fail(await noAnswer("script-src", this.#request.service.base, "not-loaded"));
    if (place) this.audio.currentTime = place;
    if (this.#source) other.load(this.#source);
  }

  pause() {
    const wasHeld = this.#isHeld && this.#isWanted;
    this.#isWanted = false;
    this.audio.pause();
    if (wasHeld) this.#stopped();
    if (!this.#player) this.#notify("change");
  }

  /** Also tries again what a broken line has stopped. @param {number} seconds */
  seek(seconds) {
    if (this.#player) this.#player.seek(seconds);
    else this.audio.currentTime = 0; // where it broke down is no longer where to go on
    if (this.#source && this.problem instanceof Problem && !this.problem.final) {
      this.problem = null;
      this.#player?.load(this.#source);
    }
    this.#notify("change");
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

  /** It is heard, or will be as soon as it can. */
  get isPlaying() {
    return ["preparing", "waiting", "playing"].includes(this.phase);
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
    this.pause();
    this.#player?.close();
    this.#player = this.#source = this.problem = null;
    this.audio.removeAttribute("src");
    this.audio.load();
    this.#notify("change");
  }

  /** @template {Article | null} T @param {T} article @returns {T} */
  update(article) {
    this.article = article;
    if (article?.status === "ready" && article.duration_s && !this.#isEdited) this.#player?.settle(article.duration_s);
    this.#notify("narration");
    return article;
  }

  async #start() {
    this.#life.abort();
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.#notify("change");
    const found = await this.#request.ask(Boolean(this.#player?.takesSound && !this.audio.currentTime));
    if (found.article && !signal.aborted) await this.#turnToPlace(this.update(found.article));
    if (signal.aborted) void found.sound?.body?.cancel();
    else this.#load(found, signal);
  }

  /** @param {Article} article */
  async #turnToPlace(article) {
    const start = this.audio.currentTime || (await this.#request.place(article));
    if (start) this.audio.currentTime = start;
  }

  /** @param {Found} found @param {AbortSignal} signal */
  #load({ id, article, sound }, signal) {
    const { service } = this.#request;
    const isWhole = async () => {
      const news = await service.article(id);
      if (!signal.aborted) this.update(news); // else another article may be heard by now
      if (news.status === "failed") throw new Problem("failed", { detail: news.error?.detail, final: true });
      return news.status === "ready";
    };
    const revision = article?.revision ?? "";
    this.#source = {
      get url() {
        return service.address(`audio/${id}.mp3`);
      },
      revision,
      sound,
      isWhole,
      isWanted: () => this.#isWanted,
      failed: (problem) => signal.aborted || this.#fail(problem),
      refused: (error) => this.#refused(error),
    };
    this.#player?.load(this.#source);
    if (!article || !isSettled(article)) void loadDeferred().then((rest) => rest?.follow(service, id, (news) => this.update(news), signal));
    else isWhole().catch(() => {}); // it may have been edited since it was looked up
  }

  /** @param {Error} problem */
  #fail(problem) {
    this.problem = problem;
    if (!(problem instanceof Problem)) console.error(problem);
    this.#notify("error", problem);
  }

  /** The browser could not play what came: the next press begins anew, at the same place. */
  #breakDown() {
    if (!this.#player) return;
    const { problem, time: place } = this;
    this.close();
    this.audio.currentTime = place;
    this.problem = problem; // a player that feeds the browser may have told of it already
    if (!problem) this.#fail(new Problem("undecodable"));
  }

  #started() {
    this.#isWanted = true;
    if (!this.#isAnnounced) this.#notify("play");
    this.#isAnnounced = true;
  }

  #stopped() {
    if (this.#isHeld && this.#isWanted) return;
    if (this.audio.ended || !this.#isAnnounced) return this.#notify("change"); // whether that is the end is for the player to say
    this.#isWanted = this.#isAnnounced = false;
    this.#notify("pause");
  }

  async #ended() {
    if (!(await this.#player?.isOver()) || !this.audio.ended) return; // or the listener has gone elsewhere since
    this.#isWanted = this.#isAnnounced = false;
    this.#notify("end");
  }

  /** @param {Error} error of `audio.play`: all but one are told elsewhere */
  #refused(error) {
    if (error.name !== "NotAllowedError") return this.#notify("change");
    this.#isWanted = false;
    this.#notify("change");
    this.#notify("error", new Problem("autoplay-refused")); // it was not within a click: the next one starts it
  }
}
