/** Lock screen, headset keys and the like. */

import { pageMetadata } from "./page.js";

const STEP_S = 15;

/**
 * @typedef {object} Playable
 * @property {() => unknown} play
 * @property {() => void} pause
 * @property {number} currentTime
 * @property {number} duration
 * @property {number} speed
 */

/**
 * Hand the system's controls to `player`, the one that plays now.
 *
 * @param {Playable} player
 * @param {string | null} title
 */
export function takeControls(player, title) {
  const session = navigator.mediaSession;
  if (!session) return;
  session.metadata = new MediaMetadata(pageMetadata(title));
  session.setActionHandler("play", () => player.play());
  session.setActionHandler("pause", () => player.pause());
  session.setActionHandler("seekbackward", () => (player.currentTime -= STEP_S));
  session.setActionHandler("seekforward", () => (player.currentTime += STEP_S));
  session.setActionHandler("seekto", ({ seekTime }) => (player.currentTime = seekTime ?? player.currentTime));
}

/** @param {Playable} player */
export function tellPosition(player) {
  const { currentTime, duration, speed } = player;
  if (!navigator.mediaSession?.setPositionState || !Number.isFinite(duration)) return;
  navigator.mediaSession.setPositionState({ duration, position: Math.min(currentTime, duration), playbackRate: speed });
}
