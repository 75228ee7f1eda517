/** Going on where one left, by sentence: an edit above it moves it, an edit of it leaves its neighbours. */

import { fetchCues, indexAt } from "./captions.js";
import { setBookmark } from "./bookmarks.js";

/** @import { Cue } from "./captions.js" */
/** @import { Context } from "./companions.js" */
/** @import { Bookmark, Sentence } from "./bookmarks.js" */

/** Nobody wants to go on so near the beginning or the end, in seconds. */
const EDGE_S = 8;
/** How often the place is kept while it plays, in seconds. */
const EVERY_S = 5;
/** How often, and in what steps, to look for a sentence that is still to be spoken. */
const MOST_LOOKS = 20;
const LOOK_MS = 500;

/**
 * A short digest of a sentence (FNV-1a, 32 bits), blind to blanks and case.
 *
 * @param {string} text
 * @returns {string}
 */
export function digest(text) {
  let hash = 0x811c9dc5;
  for (const char of text.toLowerCase().replace(/\s+/g, "")) hash = Math.imul(hash ^ /** @type {number} */ (char.codePointAt(0)), 0x01000193);
  return (hash >>> 0).toString(36);
}

/**
 * @param {Cue[]} cues
 * @param {number} time in seconds
 * @returns {Sentence | undefined} none where nothing is known
 */
export function sentenceAt(cues, time) {
  const index = indexAt(cues, time);
  if (index < 0) return undefined;
  const around = [cues[index], cues[index - 1], cues[index + 1]];
  return { index, digests: around.map((cue) => (cue ? digest(cue.text) : "")), into: Math.max(0, time - cues[index].start) };
}

/**
 * Where `sentence` is said now: itself, else what followed it, else what stood before it; of several, the nearest to its old place.
 *
 * @param {Cue[]} cues
 * @param {Sentence} sentence
 * @returns {number | null} seconds
 */
export function findSentence(cues, { index, digests: [itself, before, after], into }) {
  const texts = cues.map((cue) => digest(cue.text));
  const nearest = (/** @type {string} */ wanted) => {
    const places = texts.flatMap((text, i) => (wanted && text === wanted ? [i] : []));
    return places.sort((a, b) => Math.abs(a - index) - Math.abs(b - index))[0];
  };
  const found = cues[nearest(itself)];
  if (found) return Math.min(found.start + into, found.end);
  const next = cues[nearest(after)];
  return next?.start ?? cues[nearest(before)]?.end ?? null;
}

/**
 * Where to go on in what the article has become.
 *
 * @param {Bookmark} mark
 * @param {string} captions their address
 * @param {() => boolean} isSettled all is spoken; else there will be more captions
 * @returns {Promise<number>} seconds
 */
export async function placeOf({ time, sentence }, captions, isSettled) {
  if (!sentence) return time;
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const isLast = isSettled();
    const cues = await fetchCues(captions);
    const [itself] = sentence.digests;
    const found = cues && (isLast || cues.some(({ text }) => digest(text) === itself)) ? findSentence(cues, sentence) : null;
    if (found !== null) return found;
    if (isLast && cues) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return time;
}

/** Keep the place whenever it changes. @param {Context} context */
export function join({ button, signal, timeline, key }) {
  let savedAt = 0;
  const save = () => {
    const { currentTime: time, duration, narration } = button;
    const left = duration - time;
    const isWithin = time > EDGE_S && left > EDGE_S;
    savedAt = time;
    setBookmark(key, isWithin ? { time, left, revision: narration?.revision ?? "", sentence: sentenceAt(timeline.cues, time) } : null);
  };
  const pass = () => Math.abs(button.currentTime - savedAt) >= EVERY_S && save();
  button.addEventListener("listen-pause", save, { signal });
  button.addEventListener("listen-progress", pass, { signal });
  button.addEventListener("listen-end", () => setBookmark(key, null), { signal });
  addEventListener("pagehide", save, { signal });
}
