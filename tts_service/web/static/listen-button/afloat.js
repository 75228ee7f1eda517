/** A page that has been painted already without room for the button: nothing on it may move. */

import { Dock } from "./dock.js";

/** @import { View } from "./view.js" */

/** More than so many above each other would hide the page: the others are not seen until they have room. */
const MOST = 3;
let afloat = 0;

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
  if (afloat < MOST) {
    afloat += 1;
    dock.raise(0);
    view.room.hidden = false;
  }
  const land = () => {
    if (dock.isUp) afloat -= 1;
    watch.disconnect();
    dock.lower();
    view.room.hidden = false;
    view.room.style.minBlockSize = "";
  };
  const watch = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting || land());
  watch.observe(button);
  signal.addEventListener("abort", land);
}
