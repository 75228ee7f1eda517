/** Space for the button, on a page that may not have reserved any. */

/** @import { View } from "./view.js" */

/** One promise for all buttons, so that they float in the order in which they stand on the page. @type {Promise<typeof import("./floating.js")>} */
let floating;

/**
 * If the page is being read already and has reserved no space, taking some would move its text: the button floats instead.
 *
 * @param {HTMLElement} button
 * @param {View} view
 * @param {AbortSignal} signal
 */
export function avoidShift(button, view, signal) {
  if (!performance.getEntriesByName("first-contentful-paint").length) return;
  view.space.hidden = true;
  const { height, top } = button.getBoundingClientRect();
  view.space.hidden = height < 1 && top >= 0 && top < innerHeight;
  if (!view.space.hidden) return;
  floating ??= import("./floating.js");
  floating.then(({ float }) => float(button, view, signal), () => {}); // not loaded: the page goes on without it
}
