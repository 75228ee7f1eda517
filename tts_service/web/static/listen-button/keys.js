/** What the keys do: loaded when the page is idle. */

import { LEAP_S, toggle } from "./controls.js";

/** @import { ListenButton } from "./element.js" */
/** @import { View } from "./view.js" */

/** What an arrow key moves by, in seconds. */
const STEP_S = 5;

/** @type {Record<string, number>} on the slider; time runs to the right in every language */
const MOVES = { ArrowRight: STEP_S, ArrowUp: STEP_S, PageUp: LEAP_S, ArrowLeft: -STEP_S, ArrowDown: -STEP_S, PageDown: -LEAP_S };

/** @type {Record<string, (button: ListenButton, view: View) => void>} anywhere in the player, while it has the focus */
const KEYS = {
  k: (button) => toggle(button),
  j: (button) => button.skip(-LEAP_S),
  l: (button) => button.skip(LEAP_S),
  n: (button) => button.nextChapter(),
  p: (button) => button.previousChapter(),
  "<": (button, view) => shift(button, view, -1),
  ">": (button, view) => shift(button, view, 1),
};

/** @param {ListenButton} button @param {View} view @param {number} by */
function shift(button, view, by) {
  const choice = view.speed.options[view.speed.selectedIndex + by];
  if (choice) button.speed = Number(choice.value);
}

/** @param {ListenButton} button @param {KeyboardEvent} event */
export function moveSlider(button, event) {
  if (event.defaultPrevented) return;
  /** @type {Record<string, number>} */
  const places = { Home: 0, End: button.duration };
  const place = places[event.key] ?? button.currentTime + MOVES[event.key];
  if (Number.isNaN(place)) return;
  event.preventDefault();
  button.seek(place);
}

/** @param {ListenButton} button @param {View} view @param {KeyboardEvent} event */
export function pressKey(button, view, event) {
  const isTyping = /** @type {HTMLElement} */ (event.target).closest("select, textarea, input:not([type=range])");
  if (isTyping || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || button.phase === "idle") return;
  const act = KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act(button, view);
}
