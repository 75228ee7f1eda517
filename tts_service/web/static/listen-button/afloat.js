/** A page that has been painted already without room for the button: nothing on it may move. */

import { Dock } from "./dock.js";

/** @import { View } from "./view.js" */

/** One at a time: nobody could tell two from each other. The others are not seen until they have room. */
let isTaken = false;

/**
 * Shows the button at the window's lower edge until its place is out of sight: there room can be taken unseen.
 *
 * @param {HTMLElement} button
 * @param {View} view
 * @param {AbortSignal} signal
 */
export function float(button, view, signal) {
  const dock = new Dock(view);
  view.room.style.minBlockSize = "0";
  if (!isTaken) {
    isTaken = true;
    dock.raise(0);
    view.room.hidden = false;
  }
  const land = () => {
    if (dock.isUp) isTaken = false;
    watch.disconnect();
    dock.lower();
    view.room.hidden = false;
    view.room.style.minBlockSize = "";
  };
  const watch = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting || land());
  watch.observe(button);
  signal.addEventListener("abort", land);
}
