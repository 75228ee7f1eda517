/** The visible text of a page as letters, and the way back from letters to the page. */

import { Letters, firstNotBefore, letterEnd } from "./letters.js";

/** @import { Slices } from "./slices.js" */

/** @typedef {{ node: Text, offset: number }} Place */

/** What has no text of an article in it, whatever it looks like. */
const NEVER = new Set("SCRIPT STYLE NOSCRIPT TEMPLATE TEXTAREA SELECT IFRAME OBJECT CANVAS VIDEO AUDIO NAV LISTEN-BUTTON".split(" "));
const INLINE = /^(inline|contents|ruby)/;
/** What belongs no longer to a sentence with its marks: before it, and behind it; and to a word, which has none. */
const BEFORE = /[^\p{Ps}\p{Pi}«»"'¿¡]/u;
const BEHIND = /[\s\p{Ps}¿¡]/u;
const ANY = /[^]/;

export class PageText {
  letters = new Letters();
  /** @type {Text[]} */
  nodes = [];
  /** @type {number[]} for each node, its first letter; where it has none, that of the next */
  #firsts = [];
  /** @type {string[]} for each node, what it said */
  #texts = [];
  /** @type {number[]} for each node, the block that it stands in, as a number that grows down the page */
  #blocks = [];
  /** @type {Map<Node, number>} */
  #numbers = new Map();

  /** @param {Text} node @param {number} block */
  add(node, block) {
    if (block !== this.#blocks.at(-1)) this.letters.part();
    this.#numbers.set(node, this.nodes.length);
    this.nodes.push(node);
    this.#texts.push(node.data);
    this.#firsts.push(this.letters.length);
    this.#blocks.push(block);
    this.letters.add(node.data);
  }

  /** @param {number} letter */
  block(letter) {
    return this.#blocks[this.#numberAt(letter)];
  }

  /** @param {Node} node @param {number} offset @returns {number} the letter there, or -1 outside of the text */
  letterAt(node, offset) {
    const number = this.#numbers.get(node);
    if (number === undefined) return -1;
    const end = this.#firsts[number + 1] ?? this.letters.length;
    let letter = this.#firsts[number];
    while (letter + 1 < end && this.letters.offsets[letter + 1] <= offset) letter++;
    return letter;
  }

  /** @param {number} start a letter @param {number} end @returns {boolean} whether they still stand where they stood */
  isIntact(start, end) {
    for (let number = this.#numberAt(start); number < this.nodes.length && this.#firsts[number] < end; number++) {
      const node = this.nodes[number];
      if (!node.isConnected || node.data !== this.#texts[number]) return false;
    }
    return true;
  }

  /**
   * One range for each text node, so that none holds anything but text. None at all when the page has changed since.
   *
   * @param {number} start a letter @param {number} end the letter behind the last
   * @param {boolean} [withMarks] also the quotation marks before them and the full stop behind
   * @returns {Range[]}
   */
  ranges(start, end, withMarks = false) {
    if (!this.isIntact(start, end)) return [];
    const [first, last] = [this.#numberAt(start), this.#numberAt(end - 1)];
    return this.nodes.slice(first, last + 1).map((node, i) => {
      const range = new Range();
      range.setStart(node, i === 0 ? this.#from(first, start, withMarks ? BEFORE : ANY) : 0);
      range.setEnd(node, first + i === last ? this.#to(last, end, withMarks ? BEHIND : ANY) : node.length);
      return range;
    });
  }

  /** @param {number} number of a node @param {number} start @param {RegExp} edge @returns {number} an offset in it */
  #from(number, start, edge) {
    const text = this.#texts[number];
    let from = this.letters.offsets[start];
    const least = start === this.#firsts[number] ? 0 : letterEnd(text, this.letters.offsets[start - 1]);
    while (from > least && !edge.test(text[from - 1])) from--;
    return from;
  }

  /** @param {number} number of a node @param {number} end @param {RegExp} edge @returns {number} an offset in it */
  #to(number, end, edge) {
    const text = this.#texts[number];
    let to = letterEnd(text, this.letters.offsets[end - 1]);
    const most = end === (this.#firsts[number + 1] ?? this.letters.length) ? text.length : this.letters.offsets[end];
    while (to < most && !edge.test(text[to])) to++;
    return to;
  }

  /** @param {number} letter @returns {number} the node that it stands in */
  #numberAt(letter) {
    return firstNotBefore(this.#firsts, letter + 1) - 1;
  }
}

/**
 * @param {Element} root
 * @param {Slices} slices
 * @returns {Promise<PageText>}
 */
export async function readPage(root, slices) {
  const page = new PageText();
  const reading = new Reading();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => reading.look(node));
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    page.add(node, reading.block);
    if (slices.isOver) await slices.rest();
    if (!node.isConnected) return readPage(root, slices); // taken out while we rested: nothing leads on from it
  }
  return page;
}

/** What to make of a node, seen in the order of the page. */
class Reading {
  /** Number of the block that the last text stood in. */
  block = 0;
  /** @type {Element | null} */
  #at = null;
  /** @type {WeakMap<Element, { isShown: boolean, isInline: boolean, isRead: boolean }>} */
  #looks = new WeakMap();

  /** @param {Node} node */
  look(node) {
    if (node instanceof Text) return this.#text(node);
    const element = /** @type {Element} */ (node);
    if (element.nodeName === "BR") this.#at = null;
    return this.#look(element).isShown ? NodeFilter.FILTER_SKIP : NodeFilter.FILTER_REJECT;
  }

  /** @param {Text} node */
  #text(node) {
    const parent = node.parentElement;
    if (!parent || !this.#look(parent).isRead) return NodeFilter.FILTER_SKIP;
    const block = this.#blockOf(parent);
    if (block !== this.#at) this.block++;
    this.#at = block;
    return NodeFilter.FILTER_ACCEPT;
  }

  /** @param {Element} element @returns {Element} the nearest that is not part of a line */
  #blockOf(element) {
    while (element.parentElement && this.#look(element).isInline) element = element.parentElement;
    return element;
  }

  /** @param {Element} element */
  #look(element) {
    let look = this.#looks.get(element);
    if (!look) this.#looks.set(element, (look = lookOf(element)));
    return look;
  }
}

/** @param {Element} element */
function lookOf(element) {
  if (NEVER.has(element.nodeName.toUpperCase()) || element.getAttribute("role") === "navigation") return { isShown: false, isInline: false, isRead: false };
  const { display, visibility } = getComputedStyle(element);
  return { isShown: display !== "none", isInline: INLINE.test(display), isRead: visibility === "visible" };
}
