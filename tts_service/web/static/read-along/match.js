/** Which letters of the page are those of each sentence. */

import { fuzzyMatch } from "./fuzzy-match.js";

/** @import { Slices } from "./slices.js" */

/**
 * Letters `from`, … of the sentence are letters `at`, … of the page.
 * @typedef {{ from: number, at: number, length: number }} Run
 */

/**
 * @typedef {object} Haystack
 * @property {string} text folded letters
 * @property {ArrayLike<number>} starts for each letter, whether a word begins with it
 * @property {(letter: number) => number} block the block that a letter stands in
 */

/** @typedef {{ end: number, cost: number, at: number, before: Path | null }} Path `at` is -1 for a sentence not found */

/** Shorter ones are matched only as whole words, not in the middle of others. */
const SHORT = 16;
/** How many places of one sentence are weighed, and how many ways through the page are kept. */
const PLACES = 24;
const PATHS = 32;
/** What it costs to leave a letter of a sentence out, to go back in the page, and to go on in another block. */
const LOST = 3;
const BACK = 16;
const APART = 1;
const FAR = 14;

/**
 * @param {string[]} sentences folded letters of each, in the order of speech
 * @param {Haystack} page
 * @param {Slices} slices
 * @returns {Promise<(Run[] | null)[]>} for each sentence its runs, in order; null where it is not found
 */
export async function locate(sentences, page, slices) {
  const chosen = await likeliest(sentences, page, slices);
  /** @type {(Run[] | null)[]} */
  const found = chosen.map((at, i) => (at < 0 ? null : [{ from: 0, at, length: sentences[i].length }]));
  for (let i = 0; i < found.length; i++) {
    if (found[i] || !sentences[i]) continue;
    found[i] = fuzzyMatch(sentences[i], page.text, ...between(found, i, page.text.length));
    if (slices.isOver) await slices.rest();
  }
  return found;
}

/**
 * Of all places at which sentences stand as they are, those that make the straightest way through the page.
 * @param {string[]} sentences @param {Haystack} page @param {Slices} slices
 */
async function likeliest(sentences, page, slices) {
  /** @type {Path[]} */
  let paths = [{ end: -1, cost: 0, at: -1, before: null }];
  for (const sentence of sentences) {
    paths = step(paths, sentence, page);
    if (slices.isOver) await slices.rest();
  }
  return chosenBy(paths[0], sentences.length);
}

/** @param {Path[]} paths @param {string} sentence @param {Haystack} page @returns {Path[]} longer by the sentence, best first */
function step(paths, sentence, page) {
  const lost = sentence.length * LOST;
  /** @type {Path[]} */
  const longer = paths.map((before) => ({ end: before.end, cost: before.cost + lost, at: -1, before }));
  for (const at of places(sentence, page)) {
    /** @type {Path | null} */
    let best = null;
    for (const before of paths) {
      const cost = before.cost + jump(before.end, at, page);
      if (!best || cost < best.cost) best = { end: at + sentence.length, cost, at, before };
    }
    if (best) longer.push(best);
  }
  return longer.sort((one, other) => one.cost - other.cost).slice(0, PATHS);
}

/** @param {number} end of what was found last @param {number} at @param {Haystack} page */
function jump(end, at, page) {
  if (end < 0) return 0;
  const apart = page.block(end - 1) === page.block(at) ? 0 : APART;
  return apart + (at < end ? BACK : Math.min(FAR, Math.log2(1 + at - end)));
}

/** @param {Path | null} path @param {number} count */
function chosenBy(path, count) {
  const chosen = new Array(count).fill(-1);
  for (let i = count - 1; path?.before; i--, path = path.before) chosen[i] = path.at;
  return chosen;
}

/** @param {string} sentence @param {Haystack} page */
function* places(sentence, { text, starts }) {
  if (!sentence) return;
  let count = 0;
  for (let at = text.indexOf(sentence); at >= 0 && count < PLACES; at = text.indexOf(sentence, at + 1)) {
    const end = at + sentence.length;
    if (sentence.length < SHORT && !(starts[at] && (end === text.length || starts[end]))) continue;
    count++;
    yield at;
  }
}

/** @param {(Run[] | null)[]} found @param {number} index @param {number} length @returns {[number, number]} where it should be */
function between(found, index, length) {
  const before = found.slice(0, index).findLast((runs) => runs);
  const after = found.slice(index + 1).find((runs) => runs);
  const last = before?.at(-1);
  const from = last ? last.at + last.length : 0;
  const to = after ? after[0].at : length;
  return from < to ? [from, to] : [from, length];
}
