/** Where the sentences of a narration stand on the page. */

import { Letters } from "./letters.js";
import { locate } from "./match.js";
import { readPage } from "./page-text.js";
import { Slices } from "./slices.js";

/** @import { Sentence, Word } from "./captions.js" */
/** @import { Run } from "./match.js" */
/** @import { PageText } from "./page-text.js" */

/** A link's address in Markdown stands in the source and never on the page. */
const ADDRESS = /\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?\)/g;
/** What is missing between two runs, in letters, so that they are still one piece of the page. */
const BRIDGED = 24;

export class Places {
  #page;
  #letters;
  #found;

  /** @param {PageText} page @param {Letters[]} letters of each sentence @param {(Run[] | null)[]} found */
  constructor(page, letters, found) {
    this.#page = page;
    this.#letters = letters;
    this.#found = found;
  }

  /** @returns {{ found: number, of: number }} sentences; those without a letter are not counted */
  get share() {
    return { found: this.#found.filter((runs) => runs).length, of: this.#letters.filter((letters) => letters.length).length };
  }

  /** Whether the page still holds what was found as it was. */
  get isIntact() {
    return this.#found.every((runs) => (runs ?? []).every(({ at, length }) => this.#page.isIntact(at, at + length)));
  }

  /** The smallest element that holds all that was found. */
  get root() {
    const all = this.#found.flatMap((runs) => (runs ? this.#page.ranges(runs[0].at, runs[0].at + 1) : []));
    let root = all[0]?.startContainer.parentElement ?? null;
    while (root && !all.every((range) => root?.contains(range.startContainer))) root = root.parentElement;
    return root;
  }

  /** @param {number} index @returns {Range[]} the sentence, without what was put into its middle; none where it is not found */
  sentence(index) {
    return pieces(this.#found[index] ?? []).flatMap(([start, end]) => this.#page.ranges(start, end, true));
  }

  /** @param {number} index of the sentence @param {Word} word @returns {Range[]} */
  word(index, { from, to }) {
    const letters = this.#letters[index];
    const [first, after] = [letters.at(from), letters.at(to)];
    return (this.#found[index] ?? []).flatMap((run) => {
      const [start, end] = [Math.max(first, run.from), Math.min(after, run.from + run.length)];
      return start < end ? this.#page.ranges(run.at + start - run.from, run.at + end - run.from) : [];
    });
  }

  /** @param {Node} node @param {number} offset @returns {number} the sentence that stands there, or -1 */
  at(node, offset) {
    const letter = this.#page.letterAt(node, offset);
    if (letter < 0) return -1;
    return this.#found.findIndex((runs) => runs && pieces(runs).some(([start, end]) => start <= letter && letter < end));
  }
}

/**
 * @param {Sentence[]} sentences
 * @param {Element} root
 * @param {AbortSignal} signal
 */
export async function findPlaces(sentences, root, signal) {
  const slices = new Slices(signal);
  await slices.rest();
  const page = await readPage(root, slices);
  const letters = sentences.map(({ text }) => new Letters(text.replace(ADDRESS, (address) => " ".repeat(address.length))));
  const { text, starts } = page.letters;
  const haystack = { text, starts, block: (/** @type {number} */ letter) => page.block(letter) };
  return new Places(page, letters, await locate(letters.map((one) => one.text), haystack, slices));
}

/** @param {Run[]} runs @returns {[number, number][]} first letter and the one behind the last */
function pieces(runs) {
  /** @type {[number, number][]} */
  const found = [];
  let before = 0;
  for (const { from, at, length } of runs) {
    const last = found.at(-1);
    if (last && at - last[1] <= 2 * (from - before) + BRIDGED) last[1] = at + length;
    else found.push([at, at + length]);
    before = from + length;
  }
  return found;
}
