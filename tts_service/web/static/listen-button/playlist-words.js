/** What a playlist says: English here, every other language in a file of its own that is loaded when it is needed. */

/**
 * @typedef {"mine" | "listen" | "previous" | "next" | "continuous" | "sleep" | "off" | "atEnd" | "slept" | "empty" | "emptyMine" | "failed" | "retry"} Plain
 *
 * @typedef {Record<Plain, string> & {
 *   code: string,
 *   sum: (count: number, length: string) => string,
 *   now: (title: string) => string,
 *   later: (title: string) => string,
 *   remove: (title: string) => string,
 * }} PlaylistWords
 */

const LANGUAGES = ["ar", "de", "es", "fr", "hi", "it", "pt"];

/** @type {PlaylistWords} */
export const englishPlaylist = {
  code: "en",
  mine: "My queue",
  listen: "Listen",
  previous: "Previous article",
  next: "Next article",
  continuous: "Play on",
  sleep: "Sleep timer",
  off: "Off",
  atEnd: "End of article",
  slept: "The sleep timer has paused it.",
  empty: "There is nothing to hear in this playlist yet.",
  emptyMine: "Your queue is empty. Add articles to hear them later.",
  failed: "The playlist could not be loaded.",
  retry: "Try again",
  sum: (count, length) => `${count} ${count === 1 ? "article" : "articles"} · ${length}`,
  now: (title) => `Now playing: ${title}`,
  later: (title) => `Add to my queue: ${title}`,
  remove: (title) => `Remove from my queue: ${title}`,
};

/**
 * @param {string} language a tag such as "es" or "fr-CA"
 * @returns {Promise<PlaylistWords>} English where there are no other words
 */
export async function playlistWordsFor(language) {
  const code = language.toLowerCase().split("-")[0];
  if (!LANGUAGES.includes(code)) return englishPlaylist;
  return import(`./playlist-words-${code}.js`).then(({ words }) => words, () => englishPlaylist);
}
