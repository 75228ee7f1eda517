/** Room for the button on a page that may have kept none. */

/** @import { View } from "./view.js" */

/** One promise for all buttons, which so come afloat in their order on the page. @type {Promise<typeof import("./afloat.js")>} */
let afloat;

/**
 * Where the page is being read already, and has kept no room, taking some would move what is read: the button floats then.
 *
 * @param {HTMLElement} button
 * @param {View} view
 * @param {AbortSignal} signal
 */
export function takeRoom(button, view, signal) {
  if (!performance.getEntriesByName("first-contentful-paint").length) return;
  view.room.hidden = true;
  const { height, top } = button.getBoundingClientRect();
  view.room.hidden = height < 1 && top >= 0 && top < innerHeight;
  if (!view.room.hidden) return;
  afloat ??= import("./afloat.js");
  afloat.then(({ float }) => float(button, view, signal), () => {}); // lost on the way: the page goes on without
}
