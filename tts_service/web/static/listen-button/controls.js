/** Pointer and keys: what they do to the button. */

import { deferred } from "./deferred.js";

/** @import { ListenButton } from "./element.js" */
/** @import { View } from "./view.js" */

/** Back and forward, in seconds. */
export const LEAP_S = 15;

/** @param {ListenButton} button @param {View} view */
export function listenToControls(button, view) {
  const { play, back, forward, slider, speed, frame } = view;
  play.addEventListener("click", () => toggle(button));
  back.addEventListener("click", () => button.skip(-LEAP_S));
  forward.addEventListener("click", () => button.skip(LEAP_S));
  speed.addEventListener("change", () => (button.speed = Number(speed.value)));
  slider.addEventListener("input", () => view.drag());
  slider.addEventListener("change", () => button.seek(view.drop()));
  slider.addEventListener("keydown", (event) => deferred()?.moveSlider(button, event));
  frame.addEventListener("keydown", (event) => deferred()?.pressKey(button, view, event));
}

/** @param {ListenButton} button */
export function toggle(button) {
  if (button.paused || button.phase === "error") void button.goOn();
  else button.pause();
}
