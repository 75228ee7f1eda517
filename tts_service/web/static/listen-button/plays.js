/** Counts plays, without anything about the listener: what was heard of which article, and how far, nothing else. */

/** @import { Context } from "./companions.js" */

/** @typedef {"start" | "quarter" | "half" | "three-quarters" | "end"} Kind */
/** @typedef {{kind: Kind, seconds: number}} Play `seconds` heard since the event before, whatever was skipped or heard twice */
/** @typedef {{from?: number, to: number}} Move of the furthest place heard, in whole seconds; the first has no `from` */

/** @type {[Kind, number][]} reached when this share of the length has been passed */
const SHARES = [["quarter", 0.25], ["half", 0.5], ["three-quarters", 0.75]];
/** A longer step between two reports of the time is a seek, not listening, in seconds of audio. */
const LEAP_S = 3;
/** Events wait so long for company, in milliseconds. */
const BATCH_MS = 10_000;
/** A page that nobody sees may end without a word, so it tells from time to time how far it has got: so often, in seconds of audio. */
const UNSEEN_S = 30;

/** What has been heard of one article, and which events follow from it. Pure. */
export class Tally {
  /** Seconds that no event has told of yet. */
  #heard = 0;
  #last = NaN;
  /** @type {Set<Kind>} */
  #reported = new Set();

  /**
   * @param {number} time seconds, as it plays
   * @param {number} duration seconds
   * @returns {Play[]} what is new
   */
  pass(time, duration) {
    const step = time - this.#last;
    this.#last = time;
    if (step > 0 && step < LEAP_S) this.#heard += step;
    const reached = SHARES.flatMap(([kind, share]) => (time >= share * duration && step < LEAP_S ? [kind] : []));
    return this.#report(["start", ...reached]);
  }

  /** @returns {Play[]} */
  end() {
    return this.#report(["end"]);
  }

  /** @param {Kind[]} kinds @returns {Play[]} */
  #report(kinds) {
    const fresh = kinds.filter((kind) => !this.#reported.has(kind) && !this.#reported.has("end"));
    for (const kind of fresh) this.#reported.add(kind);
    return fresh.map((kind) => {
      const seconds = Math.floor(this.#heard * 10) / 10;
      this.#heard -= seconds; // what is left over goes to the next
      return { kind, seconds };
    });
  }
}

/** The furthest place that has been heard, and how far it is from where it was when it was last told of. Pure. */
export class Reach {
  #told = NaN;
  #furthest = NaN;
  #last = NaN;

  /** @param {number} time seconds, as it plays */
  pass(time) {
    const step = time - this.#last;
    this.#last = time;
    if (Number.isNaN(this.#furthest) || (time > this.#furthest && step < LEAP_S)) this.#furthest = time;
  }

  /** Seconds that nobody has been told of yet. */
  get untold() {
    return this.#furthest - (this.#told || 0) || 0;
  }

  /** @param {boolean} isOver the end was reached, which is told even if no second has passed @returns {Move | null} */
  move(isOver = false) {
    const [from, to] = [this.#told, Math.floor(this.#furthest)];
    if (Number.isNaN(to) || (to === from && !isOver)) return null;
    this.#told = to;
    return Number.isNaN(from) ? { to } : { from, to };
  }
}

/** What is to be told of one play, until it is. Pure. */
export class Report {
  /** What is being played; "" while that is not known. */
  revision = "";
  reach = new Reach();
  /** @type {Play[]} */
  #events = [];
  #isOver = false;

  /** @param {Play[]} plays */
  add(plays) {
    this.#events.push(...plays);
  }

  /** @returns {{events: Play[], place?: object} | null} null when there is no news */
  take() {
    const [events, place] = [this.#events, this.#place()];
    this.#events = [];
    return events.length || place ? { events, place } : null;
  }

  #place() {
    if (!this.revision || this.#isOver) return undefined;
    this.#isOver = this.#events.some(({ kind }) => kind === "end");
    const move = this.reach.move(this.#isOver);
    return move ? { revision: this.revision, ...move } : undefined;
  }
}

/** @returns {boolean} the reader's browser asks not to be followed */
function isUnwanted() {
  const { doNotTrack, globalPrivacyControl } = /** @type {Navigator & {globalPrivacyControl?: boolean}} */ (navigator);
  return doNotTrack === "1" || globalPrivacyControl === true;
}

/** @param {Context} context */
export function join({ button, signal, service, dispatch }) {
  if (isUnwanted()) return;
  const article = button.narration?.id;
  const tally = new Tally();
  const report = new Report();
  let timer = 0;
  const isUnseen = () => document.visibilityState === "hidden";
  const send = () => {
    clearTimeout(timer);
    timer = 0;
    const news = report.take();
    if (news) navigator.sendBeacon?.(service.address("v1/plays"), JSON.stringify({ article, ...news })); // as text: no preflight
  };
  const soon = () => (timer ||= setTimeout(send, BATCH_MS));
  const count = (/** @type {Play[]} */ plays) => {
    for (const play of plays) dispatch("listen-play-counted", play);
    report.add(plays);
    if (plays.length) soon();
  };
  const pass = () => {
    if (button.paused) return;
    report.revision ||= button.narration?.revision ?? "";
    report.reach.pass(button.currentTime);
    count(tally.pass(button.currentTime, button.duration));
    if (isUnseen() && report.reach.untold >= UNSEEN_S) send();
  };
  button.addEventListener("listen-progress", pass, { signal });
  button.addEventListener("listen-pause", () => (isUnseen() ? send() : soon()), { signal });
  button.addEventListener("listen-end", () => count(tally.end()), { signal });
  document.addEventListener("visibilitychange", () => isUnseen() && send(), { signal });
  addEventListener("pagehide", send, { signal });
  signal.addEventListener("abort", send);
}
