/** What the button needs from a way of playing. `Streamed` and `Native` are the two; a browser loads one of them, once the page is idle. */

/**
 * @typedef {object} Source one narration
 * @property {string} url MP3 that may still be growing
 * @property {string} revision what is asked for; "" when it is not known
 * @property {Response} [sound] what comes from there, asked for already
 * @property {() => Promise<boolean>} isWhole asks the service, and has a token that has expired renewed; rejects with a final Problem when rendering has failed
 * @property {() => boolean} isWanted the listener wants to hear it now
 * @property {(problem: Error) => void} failed no more will come
 * @property {(error: Error) => void} refused the browser would not start the sound
 *
 * @typedef {object} Player
 * @property {string} revision of the narration that is being played; "" when it is not known
 * @property {boolean} takesSound a source may bring its sound along
 * @property {number | null} held seconds: a place that is waited for while the audio itself stands elsewhere
 * @property {(source: Source) => void} load starts, or goes on after a failure, at `audio.currentTime`
 * @property {(seconds: number) => void} settle the narration is whole and this long
 * @property {(seconds: number) => void} seek
 * @property {() => number} received seconds of audio that have arrived
 * @property {() => Promise<boolean>} isOver where the browser says that all was heard: it was; else it goes on by itself
 * @property {() => void} close
 */

const STREAMED = "audio/mpeg";

/** @returns {any} the constructor to use; iOS has only the managed one, Firefox and older Safaris have none that takes MP3 */
export function mediaSource() {
  const { ManagedMediaSource, MediaSource } = /** @type {any} */ (globalThis);
  return [ManagedMediaSource, MediaSource].find((kind) => kind?.isTypeSupported(STREAMED));
}

/** @type {(new (audio: HTMLAudioElement, isBlocked: () => void) => Player) | null} */
let PlayerClass = null;
/** @type {Promise<void> | null} */
let loading = null;
/** The page's policy lets no media source sound. */
let isBlocked = false;

/** @returns {Promise<void>} a line that breaks is tried again the next time */
export function loadPlayer() {
  const isStreamed = mediaSource() && !isBlocked;
  const load = async () => (isStreamed ? (await import("./streamed.js")).Streamed : (await import("./native.js")).Native);
  return (loading ??= load().then((kind) => void (PlayerClass = kind), () => void (loading = null)));
}

/** The growing file is what is left, for the rest of this page. */
export function loadFilePlayer() {
  if (!isBlocked) PlayerClass = loading = null;
  isBlocked = true;
  return loadPlayer();
}

/**
 * Call it within the listener's click: some browsers let only that start a sound.
 *
 * @param {HTMLAudioElement} audio
 * @param {() => void} blocked it cannot play this way, and `loadFilePlayer` has another
 * @returns {Player | null} null while the way of playing is still being loaded
 */
export function openPlayer(audio, blocked) {
  return PlayerClass && new PlayerClass(audio, blocked);
}
