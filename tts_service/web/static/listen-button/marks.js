/** Where the listener left each article, and how fast he listens: kept on this device, and told to nobody. */

/**
 * @typedef {object} Mark
 * @property {number} time seconds into `revision`
 * @property {string} revision
 * @property {number} left seconds to the end
 * @property {Sentence} [sentence] what was being said, to find it again after an edit
 *
 * @typedef {object} Sentence
 * @property {number} index
 * @property {string[]} digests of its text, and of the texts before and after it
 * @property {number} into seconds since it began
 *
 * @typedef {{marks: Record<string, Mark>, speed?: number}} Kept
 */

const NAME = "listen-button";
/** Articles remembered; the one left longest ago goes first. */
const MOST = 100;

/** @returns {Kept} */
function kept() {
  try {
    return { marks: {}, ...JSON.parse(localStorage.getItem(NAME) ?? "{}") };
  } catch {
    return { marks: {} }; // storage is forbidden here, or holds something else
  }
}

/** @param {Kept} value */
function keep(value) {
  try {
    localStorage.setItem(NAME, JSON.stringify(value));
  } catch {
    // full or forbidden: then nothing is remembered
  }
}

/** @param {string} article its address or id @returns {Mark | null} */
export function markOf(article) {
  return kept().marks[article] ?? null;
}

/** @param {string} article @param {Mark | null} mark null forgets it */
export function setMark(article, mark) {
  const value = kept();
  const others = Object.entries(value.marks).filter(([name]) => name !== article);
  value.marks = Object.fromEntries(mark ? [...others, [article, mark]].slice(-MOST) : others);
  keep(value);
}

/** @returns {number | undefined} */
export function usualSpeed() {
  return kept().speed;
}

/** @param {number} speed */
export function setUsualSpeed(speed) {
  keep({ ...kept(), speed });
}
