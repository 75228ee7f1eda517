/** What the button says: English here, every other language in a file of its own that is loaded when it is needed. */

/**
 * @typedef {"invite" | "resume" | "play" | "pause" | "again" | "retry" | "player" | "position" | "speed" | "back" | "forward"
 *   | "more" | "close" | "preparing" | "waiting" | "playing" | "paused" | "ended" | "offline" | "unreachable" | "broken" | "failed"
 *   | "unavailable" | "blocked" | "press" | "chapters" | "previous" | "next" | "transcript" | "unspoken" | "upNext" | "automatic" | "copied" | "download"} Plain
 *
 * @typedef {Record<Plain, string> & {
 *   code: string,
 *   left: (length: string) => string,
 *   about: (length: string) => string,
 *   from: (time: string) => string,
 *   share: (time: string) => string,
 *   place: (time: string, length: string) => string,
 *   rendering: (done: number, total: number) => string,
 * }} Words
 */

/** Files `words-….js` that there are. */
const LANGUAGES = ["ar", "de", "es", "fr", "hi", "it", "pt"];

/** @type {Words} */
export const english = {
  code: "en",
  invite: "Listen",
  resume: "Continue",
  play: "Play",
  pause: "Pause",
  again: "Play again",
  retry: "Try again",
  player: "Listen to this article",
  position: "Position",
  speed: "Speed",
  back: "Back 15 seconds",
  forward: "Forward 15 seconds",
  more: "More",
  close: "Close",
  preparing: "Preparing…",
  waiting: "Waiting…",
  playing: "Playing",
  paused: "Paused",
  ended: "Ended",
  offline: "No connection. Waiting…",
  unreachable: "The listening service cannot be reached.",
  broken: "This browser cannot play the audio.",
  failed: "The article could not be read aloud.",
  unavailable: "Listening is not available here.",
  blocked: "This page does not let the audio play.",
  press: "The browser wants one more press.",
  chapters: "Chapters",
  previous: "Previous chapter",
  next: "Next chapter",
  transcript: "Transcript",
  unspoken: "The rest appears as it is spoken.",
  upNext: "Up next",
  automatic: "Play the next article when this one ends",
  copied: "The link is copied.",
  download: "Download",
  left: (length) => `${length} left`,
  about: (length) => `about ${length}`,
  from: (time) => `Listen from ${time}`,
  share: (time) => `Share from ${time}`,
  place: (time, length) => `${time} of ${length}`,
  rendering: (done, total) => `Rendering ${done} of ${total}`,
};

/**
 * @param {string} language a tag such as "es" or "fr-CA"
 * @returns {Promise<Words>} English where there are no other words
 */
export async function wordsFor(language) {
  const code = language.toLowerCase().split("-")[0];
  if (!LANGUAGES.includes(code)) return english;
  return import(`./words-${code}.js`).then(({ words }) => words, () => english);
}
