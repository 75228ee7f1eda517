/** Where the listener left each article, and the speed they use: stored on this device only. */

/**
 * @typedef {object} Bookmark
 * @property {number} time seconds into `revision`
 * @property {string} revision
 * @property {number} left seconds to the end
 * @property {Sentence} [sentence] what was being spoken, to find it again after an edit
 *
 * @typedef {object} Sentence
 * @property {number} index
 * @property {string[]} digests of its text, and of the texts before and after it
 * @property {number} into seconds since it began
 *
 * @typedef {{marks: Record<string, Bookmark>, speed?: number}} Stored
 */

const NAME = "listen-button";
/** Articles remembered; the one left longest ago goes first. */
const MOST = 100;

/** @returns {Stored} */
function stored() {
  try {
    return { marks: {}, ...JSON.parse(localStorage.getItem(NAME) ?? "{}") };
  } catch {
    return { marks: {} }; // storage is forbidden here, or holds something else
  }
}

/** @param {Stored} value */
function store(value) {
  try {
    localStorage.setItem(NAME, JSON.stringify(value));
  } catch {
    // full or forbidden: then nothing is remembered
  }
}

/** @param {string} article its address or id @returns {Bookmark | null} */
export function bookmarkOf(article) {
  return stored().marks[article] ?? null;
}

/** @param {string} article @param {Bookmark | null} mark null forgets it */
export function setBookmark(article, mark) {
  const value = stored();
  const others = Object.entries(value.marks).filter(([name]) => name !== article);
  value.marks = Object.fromEntries(mark ? [...others, [article, mark]].slice(-MOST) : others);
  store(value);
}

/** @returns {number | undefined} */
export function usualSpeed() {
  return stored().speed;
}

/** @param {number} speed */
export function setUsualSpeed(speed) {
  store({ ...stored(), speed });
}
