/** For a page that was painted without space for the button: nothing on it may move. */

import { dockOf } from "./dock.js";

/** @import { View } from "./view.js" */

/** One at a time: two could not be told apart. The others stay hidden until they have space. */
let isTaken = false;

/**
 * Shows the button at the window's lower edge until its place is scrolled out of sight: its space can be taken there unnoticed.
 *
 * @param {HTMLElement} button
 * @param {View} view
 * @param {AbortSignal} signal
 */
export function float(button, view, signal) {
  const dock = dockOf(view);
  let isUp = false;
  view.space.style.minBlockSize = "0";
  if (!isTaken) {
    isTaken = true;
    isUp = true;
    dock.raise(float, 0);
    view.space.hidden = false;
  }
  const settle = () => {
    if (isUp) isTaken = false;
    isUp = false;
    watch.disconnect();
    dock.lower(float);
    view.space.hidden = false;
    view.space.style.minBlockSize = "";
  };
  const watch = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting || settle());
  watch.observe(button);
  signal.addEventListener("abort", settle);
}
