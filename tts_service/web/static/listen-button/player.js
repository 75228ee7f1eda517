/** What the button needs from a way of playing. `Streamed` and `Native` are the two. */

import { Streamed } from "./streamed.js";

/**
 * @typedef {object} Source one narration
 * @property {string} url MP3 that may still be growing
 * @property {Response} [sound] what comes from there, asked for already
 * @property {() => Promise<boolean>} isWhole asks the service; rejects with a final Problem when rendering has failed
 * @property {(problem: Error) => void} failed no more will come
 *
 * @typedef {object} Player
 * @property {string} revision of the narration that is being played; "" when it is not known
 * @property {boolean} takesSound a source may bring its sound along
 * @property {number | null} held seconds: a place that is waited for while the audio itself stands elsewhere
 * @property {(source: Source) => void} load starts, or goes on after a failure, at `audio.currentTime`
 * @property {(seconds: number) => void} settle the narration is whole and this long
 * @property {(seconds: number) => void} seek
 * @property {() => number} received seconds of audio that have arrived
 * @property {() => void} close
 */

/** Only browsers without a media source for MP3 load the other way: iOS before 17.1, and Safari. */
const native = Streamed.isSupported() ? null : import("./native.js");
/** @type {(new (audio: HTMLAudioElement) => Player) | null} */
let Native = null;
native?.then((module) => (Native = module.Native), () => {});

/**
 * Call it within the listener's click: some browsers let only that start a sound.
 *
 * @param {HTMLAudioElement} audio
 * @returns {Player | null} null while the way of playing is still being loaded: see `whenLoaded`
 */
export function openPlayer(audio) {
  if (!native) return new Streamed(audio);
  return Native && new Native(audio);
}

/** @returns {Promise<unknown>} */
export const whenLoaded = () => native ?? Promise.resolve();
