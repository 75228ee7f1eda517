/**
 * Finds a sentence that is not on the page letter for letter: interrupted by advertisements, or with words left out or changed.
 *
 * Not the search of match.js, nor a replacement for it. That one weighs whole sentences, each as it is, against each other, so that a
 * sentence that stands on the page twice is taken where its neighbours are. This one aligns a single sentence letter by letter, which is
 * slow, and begins in the gap between the neighbours that match.js has found.
 */

/** @import { Run } from "./match.js" */

/** Letters that must agree for two places to be the same, at first and at last. */
const GRAM = 12;
const LEAST_GRAM = 4;
/** Places that differ by less are the same, with a word more or less before them. */
const BOX = 48;
/** How much may be inserted in the middle of a sentence, in letters. */
const INSERTED = 4000;
/** What share of its letters makes a sentence, where it should be and anywhere else. */
const SHARE = 0.5;
const SHARE_ELSEWHERE = 0.8;
/** Shorter ones could be anything. */
const LEAST = 12;

/**
 * @param {string} sentence folded letters
 * @param {string} page folded letters
 * @param {number} from where it should be
 * @param {number} to
 * @returns {Run[] | null}
 */
export function fuzzyMatch(sentence, page, from, to) {
  if (sentence.length < LEAST) return null;
  return enough(sentence, around(sentence, page, from, to), SHARE) ?? enough(sentence, around(sentence, page, 0, page.length), SHARE_ELSEWHERE);
}

/** @param {string} sentence @param {Run[]} runs @param {number} share */
function enough(sentence, runs, share) {
  const length = runs.reduce((sum, run) => sum + run.length, 0);
  return length >= share * sentence.length ? runs : null;
}

/** @param {string} sentence @param {string} page @param {number} from @param {number} to @returns {Run[]} */
function around(sentence, page, from, to) {
  const start = beginning(sentence, page, from, to);
  if (start === null) return [];
  const first = Math.max(from, start - GRAM);
  return aligned(sentence, page, { from: 0, to: sentence.length, first, last: Math.min(to, start + sentence.length + 2 * INSERTED) }, gramOf(sentence));
}

/** @param {string} sentence */
function gramOf(sentence) {
  return Math.min(GRAM, sentence.length >> 1);
}

/**
 * Where the sentence seems to begin: what most of its grams agree on, or what agrees before that.
 * @param {string} sentence @param {string} page @param {number} from @param {number} to
 */
function beginning(sentence, page, from, to) {
  const gram = gramOf(sentence);
  /** @type {Map<number, { votes: number, start: number }>} */
  const boxes = new Map();
  for (let i = 0; i + gram <= sentence.length; i += gram >> 1) {
    const at = page.indexOf(sentence.slice(i, i + gram), from);
    if (at < 0 || at + gram > to) continue;
    const box = Math.round((at - i) / BOX);
    const { votes, start } = boxes.get(box) ?? { votes: 0, start: at - i };
    boxes.set(box, { votes: votes + 1, start: Math.min(start, at - i) });
  }
  const likely = [...boxes.values()].filter((box) => box.votes > 1 || boxes.size === 1);
  const best = likely.sort((one, other) => other.votes - one.votes || one.start - other.start)[0];
  const parts = likely.filter(({ start }) => start <= best.start && start > best.start - INSERTED);
  return best ? Math.min(...parts.map(({ start }) => start)) : null;
}

/**
 * Runs in order, the longest agreement first, then what agrees before and behind it.
 * @param {string} sentence @param {string} page
 * @param {{ from: number, to: number, first: number, last: number }} window of the sentence, and of the page
 * @param {number} gram
 * @returns {Run[]}
 */
function aligned(sentence, page, window, gram) {
  const run = anchor(sentence, page, window, gram);
  if (!run) return gram > LEAST_GRAM && isNarrow(window) ? aligned(sentence, page, window, Math.max(LEAST_GRAM, gram >> 1)) : [];
  const before = { ...window, to: run.from, last: run.at };
  const behind = { ...window, from: run.from + run.length, first: run.at + run.length };
  return [...aligned(sentence, page, before, gram), run, ...aligned(sentence, page, behind, gram)];
}

/** A few letters agree by chance in a long text. @param {{ from: number, to: number, first: number, last: number }} window */
function isNarrow({ from, to, first, last }) {
  return last - first <= 4 * (to - from) + 40;
}

/**
 * @param {string} sentence @param {string} page
 * @param {{ from: number, to: number, first: number, last: number }} window
 * @param {number} gram
 * @returns {Run | null}
 */
function anchor(sentence, page, { from, to, first, last }, gram) {
  const part = page.slice(first, last);
  /** @type {Run | null} */
  let best = null;
  for (let i = from; i + gram <= to; i++) {
    const at = part.indexOf(sentence.slice(i, i + gram));
    if (at < 0) continue;
    let length = gram;
    while (i + length < to && at + length < part.length && sentence[i + length] === part[at + length]) length++;
    if (!best || length > best.length) best = { from: i, at: first + at, length };
    i += length - gram;
  }
  return best;
}
