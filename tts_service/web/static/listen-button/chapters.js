/** The chapter that is being heard, named in the bar and marked on the slider. */

import { indexAt } from "./captions.js";

/** @import { Stage } from "./companions.js" */

/** @param {Stage} stage */
export function join({ button, signal, view, heard, tell }) {
  let current = -1;
  const follow = () => {
    const index = indexAt(heard.chapters, button.currentTime);
    if (index === current) return;
    current = index;
    const title = heard.chapters.length > 1 ? heard.chapters[index]?.title ?? "" : "";
    view.setChapter(title);
    tell("listen-chapter", { index, title });
  };
  const learn = () => {
    current = -1;
    view.slider.style.setProperty("--marks", marks(heard.chapters.map(({ start }) => start), button.duration));
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
