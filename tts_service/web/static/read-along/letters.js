/**
 * Text as it is compared: its letters, digits and signs of money, folded. White space, punctuation, soft hyphens and what
 * else differs between a page and what was read of it are gone; every letter knows where it came from.
 */

const KEPT = /[\p{L}\p{N}\p{M}\p{Sc}&%]/u;
/** Says nothing and divides nothing: soft hyphens, zero-width and direction marks, variation selectors, tatweel, letters that serve as apostrophes. */
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}\u0640\u02b9-\u02bf]/u;
const CLUSTER = /\P{M}\p{M}*|\p{M}+/uy;
/** Scripts that put no space between words. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;

/** Letters gathered from one text or from many, one after the other. */
export class Letters {
  /** @type {number[]} UTF-16 units */
  #units = [];
  /** @type {number[]} for each unit of `text`, the offset that it came from */
  offsets = [];
  /** @type {number[]} for each unit, whether a word begins with it: 0 or 1 */
  starts = [];
  #isApart = true;
  #text = "";

  /** @param {string} [text] */
  constructor(text = "") {
    this.add(text);
  }

  get length() {
    return this.#units.length;
  }

  get text() {
    if (this.#text.length !== this.length) this.#text = decoded(this.#units);
    return this.#text;
  }

  /** What comes next is another word, even if no space stands between. */
  part() {
    this.#isApart = true;
  }

  /** @param {string} text */
  add(text) {
    for (let i = 0; i < text.length; ) {
      const unit = text.charCodeAt(i);
      const next = text.charCodeAt(i + 1); // NaN at the end
      if (unit < 128 && !(next >= 0x300)) this.#plain(unit, i++);
      else i = this.#cluster(text, i);
    }
  }

  /** @param {number} unit ASCII @param {number} offset */
  #plain(unit, offset) {
    if (unit >= 97 && unit <= 122) this.#take(unit, offset);
    else if (unit >= 65 && unit <= 90) this.#take(unit + 32, offset);
    else if ((unit >= 48 && unit <= 57) || (unit >= 36 && unit <= 38)) this.#take(unit, offset); // 0–9 $ % &
    else this.#isApart = true;
  }

  /** @param {string} text @param {number} offset of a letter with its marks @returns {number} where the next begins */
  #cluster(text, offset) {
    CLUSTER.lastIndex = offset;
    const cluster = CLUSTER.exec(text)?.[0] ?? text[offset];
    for (const letter of cluster.normalize("NFKC").toLowerCase()) {
      if (INVISIBLE.test(letter)) continue;
      if (KEPT.test(letter)) this.#letter(letter, offset);
      else this.#isApart = true;
    }
    return offset + cluster.length;
  }

  /** @param {string} letter @param {number} offset */
  #letter(letter, offset) {
    const isUnspaced = UNSPACED.test(letter);
    this.#isApart ||= isUnspaced;
    for (let i = 0; i < letter.length; i++) this.#take(letter.charCodeAt(i), offset);
    this.#isApart = isUnspaced;
  }

  /** @param {number} unit @param {number} offset */
  #take(unit, offset) {
    this.#units.push(unit);
    this.offsets.push(offset);
    this.starts.push(this.#isApart ? 1 : 0);
    this.#isApart = false;
  }

  /** @param {number} offset @returns {number} the first letter that came from there or from behind it */
  at(offset) {
    return firstNotBefore(this.offsets, offset);
  }
}

/** @param {string} text @param {number} offset of a letter @returns {number} where it ends, its marks with it */
export function letterEnd(text, offset) {
  CLUSTER.lastIndex = offset;
  return offset + (CLUSTER.exec(text)?.[0].length ?? 1);
}

/** @param {ArrayLike<number>} sorted @param {number} value @returns {number} index of the first that is not below `value` */
export function firstNotBefore(sorted, value) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {number[]} units */
function decoded(units) {
  let text = "";
  for (let i = 0; i < units.length; i += 8192) text += String.fromCharCode(...units.slice(i, i + 8192));
  return text;
}
