/** What the button needs from a way of playing. `Streamed` and `Progressive` are the two. */

import { Progressive } from "./progressive.js";
import { Streamed } from "./streamed.js";

/**
 * @typedef {object} Source one narration
 * @property {string} url MP3 that may still be growing
 * @property {() => Promise<boolean>} isWhole asks the service; rejects with a final Problem when rendering has failed
 * @property {(problem: Error) => void} failed no more will come
 */

/**
 * @typedef {object} Player
 * @property {(source: Source) => void} load starts, or goes on after a failure, at `audio.currentTime`
 * @property {(seconds: number) => void} settle the narration is whole and this long
 * @property {(seconds: number) => void} seek
 * @property {() => number} received seconds of audio that have arrived
 * @property {() => void} close
 */

/**
 * Call it within the listener's click: some browsers let only that start a sound.
 *
 * @param {HTMLAudioElement} audio
 * @returns {Player}
 */
export function openPlayer(audio) {
  return Streamed.isSupported() ? new Streamed(audio) : new Progressive(audio);
}
