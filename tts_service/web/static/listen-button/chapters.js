/** The chapter that is playing, named in the bar and marked on the slider; before it, that the voice is synthetic. */

import { indexAt } from "./captions.js";

/** @import { Context } from "./companions.js" */

/** For so long the bar says whose voice it is, in seconds of audio. */
const DISCLOSED_S = 6;

/** @param {Context} context */
export function join({ button, signal, view, timeline, dispatch }) {
  const begun = button.currentTime;
  let current = -1;
  let title = "";
  const follow = () => {
    const index = indexAt(timeline.chapters, button.currentTime);
    if (index !== current) {
      current = index;
      title = timeline.chapters.length > 1 ? timeline.chapters[index]?.title ?? "" : "";
      dispatch("listen-chapter", { index, title });
    }
    const disclosure = button.narration?.disclosure ?? "";
    const isFirst = Math.abs(button.currentTime - begun) < DISCLOSED_S;
    view.setChapter((isFirst ? disclosure : title) || title || disclosure);
  };
  const learn = () => {
    current = -1;
    view.slider.style.setProperty("--marks", marks(timeline.chapters.map(({ start }) => start), button.duration));
    follow();
  };
  button.addEventListener("listen-progress", follow, { signal });
  button.addEventListener("listen-seek", follow, { signal });
  button.addEventListener("listen-captions", learn, { signal });
  signal.addEventListener("abort", () => {
    view.setChapter("");
    view.slider.style.removeProperty("--marks");
  });
}

/**
 * Notches in the slider's track.
 *
 * @param {number[]} starts seconds
 * @param {number} length seconds
 * @returns {string} a CSS gradient
 */
export function marks(starts, length) {
  const stops = starts.filter((start) => start > 0 && start < length).map((start) => {
    const at = `${((100 * start) / length).toFixed(2)}%`;
    return `transparent ${at}, var(--_surface) ${at} calc(${at} + 2px), transparent calc(${at} + 2px)`;
  });
  return `linear-gradient(to right, ${stops.join(", ") || "transparent 0 0"})`;
}
