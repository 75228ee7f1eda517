/** Pointer and keys: what they do to the button. */

/** @import { ListenButton } from "./element.js" */
/** @import { View } from "./view.js" */

/** What an arrow key and what Page Up or Down moves by, in seconds. */
const STEP_S = 5;
const LEAP_S = 15;

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

/** @param {ListenButton} button @param {View} view */
export function listenToControls(button, view) {
  const { play, back, forward, slider, speed, frame } = view;
  play.addEventListener("click", () => toggle(button));
  back.addEventListener("click", () => button.skip(-LEAP_S));
  forward.addEventListener("click", () => button.skip(LEAP_S));
  speed.addEventListener("change", () => (button.speed = Number(speed.value)));
  slider.addEventListener("input", () => view.drag());
  slider.addEventListener("change", () => button.seek(view.drop()));
  slider.addEventListener("keydown", (event) => step(button, event));
  frame.addEventListener("keydown", (event) => strike(button, view, event));
}

/** @param {ListenButton} button */
function toggle(button) {
  if (button.paused || button.phase === "error") void button.play();
  else button.pause();
}

/** @param {ListenButton} button @param {View} view @param {number} by */
function shift(button, view, by) {
  const choice = view.speed.options[view.speed.selectedIndex + by];
  if (choice) button.speed = Number(choice.value);
}

/** @param {ListenButton} button @param {KeyboardEvent} event */
function step(button, event) {
  if (event.defaultPrevented) return;
  /** @type {Record<string, number>} */
  const places = { Home: 0, End: button.duration };
  const place = places[event.key] ?? button.currentTime + MOVES[event.key];
  if (Number.isNaN(place)) return;
  event.preventDefault();
  button.seek(place);
}

/** @param {ListenButton} button @param {View} view @param {KeyboardEvent} event */
function strike(button, view, event) {
  const isTyping = /** @type {HTMLElement} */ (event.target).closest("select, textarea, input:not([type=range])");
  if (isTyping || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || button.phase === "idle") return;
  const act = KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act(button, view);
}
