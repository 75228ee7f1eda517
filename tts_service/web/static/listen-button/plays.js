/** Counts plays, without anything about the listener: what was heard of which article, nothing else. */

/** @import { Context } from "./companions.js" */

/** @typedef {"start" | "quarter" | "half" | "three-quarters" | "end"} Kind */
/** @typedef {{kind: Kind, seconds: number}} Play `seconds` heard since the event before, whatever was skipped or heard twice */

/** @type {[Kind, number][]} reached when this share of the length has been passed */
const SHARES = [["quarter", 0.25], ["half", 0.5], ["three-quarters", 0.75]];
/** A longer step between two reports of the time is a seek, not listening, in seconds of audio. */
const LEAP_S = 3;
/** Events wait so long for company, in milliseconds. */
const BATCH_MS = 10_000;

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
  /** @type {Play[]} */
  let waiting = [];
  let timer = 0;
  const send = () => {
    clearTimeout(timer);
    timer = 0;
    if (!waiting.length) return;
    navigator.sendBeacon?.(service.address("v1/plays"), JSON.stringify({ article, events: waiting })); // as text: no preflight
    waiting = [];
  };
  const count = (/** @type {Play[]} */ plays) => {
    for (const play of plays) dispatch("listen-play-counted", play);
    waiting.push(...plays);
    if (plays.length) timer ||= setTimeout(send, BATCH_MS);
  };
  button.addEventListener("listen-progress", () => count(button.paused ? [] : tally.pass(button.currentTime, button.duration)), { signal });
  button.addEventListener("listen-end", () => count(tally.end()), { signal });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send(), { signal });
  addEventListener("pagehide", send, { signal });
  signal.addEventListener("abort", send);
}
