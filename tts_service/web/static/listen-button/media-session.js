/** Lock screen, headset keys and the like. */

/** @import { Context } from "./companions.js" */

const STEP_S = 15;

/** @param {Context} context */
export function join({ button, signal }) {
  const session = navigator.mediaSession;
  if (!session) return;
  let chapter = "";
  const describe = () => {
    session.metadata = new MediaMetadata(metadata(button.narration?.title ?? "", chapter));
  };
  const take = () => {
    describe();
    takeControls(session, button);
  };
  const name = (/** @type {Event} */ event) => {
    chapter = /** @type {CustomEvent} */ (event).detail.title;
    if (!button.paused) describe();
  };
  button.addEventListener("listen-play", take, { signal });
  button.addEventListener("listen-chapter", name, { signal });
  button.addEventListener("listen-progress", () => reportPosition(session, button), { signal });
  if (!button.paused) take();
}

/** @param {MediaSession} session @param {Context["button"]} button */
function takeControls(session, button) {
  /** @type {Partial<Record<MediaSessionAction, MediaSessionActionHandler>>} */
  const actions = {
    play: () => void button.goOn(),
    pause: () => button.pause(),
    seekbackward: ({ seekOffset }) => button.skip(-(seekOffset ?? STEP_S)),
    seekforward: ({ seekOffset }) => button.skip(seekOffset ?? STEP_S),
    seekto: ({ seekTime }) => button.seek(seekTime ?? button.currentTime),
    previoustrack: () => button.previousChapter(),
    nexttrack: () => button.nextChapter(),
  };
  for (const [action, handler] of Object.entries(actions)) {
    try {
      session.setActionHandler(/** @type {MediaSessionAction} */ (action), handler);
    } catch {
      // a browser that does not know this one
    }
  }
}

/**
 * What the lock screen shows.
 *
 * @param {string} title of the article
 * @param {string} chapter
 * @returns {MediaMetadataInit}
 */
export function metadata(title, chapter) {
  const image = meta("og:image");
  return {
    title: title || meta("og:title") || document.title,
    artist: meta("og:site_name") || location.hostname,
    album: chapter,
    artwork: image ? [{ src: new URL(image, location.href).href }] : [],
  };
}

/** @param {string} property */
function meta(property) {
  return document.querySelector(`meta[property="${property}"]`)?.getAttribute("content") ?? "";
}

/** @param {MediaSession} session @param {Context["button"]} button */
function reportPosition(session, { currentTime, duration, speed, paused }) {
  if (paused || !session.setPositionState || !Number.isFinite(duration)) return;
  session.setPositionState({ duration, position: Math.min(currentTime, duration), playbackRate: speed });
}
