/** Attribute `sticky`: what plays stays in sight when its place has been scrolled away. */

import { Dock } from "./dock.js";
import { make, picture } from "./view.js";

/** @import { Stage } from "./companions.js" */

const CROSS = "M6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12 19 6.4 17.6 5 12 10.6z";

/** @param {Stage} stage */
export function join({ button, view, signal, words }) {
  const dock = new Dock(view);
  const close = make("button", { class: "round close", part: "close", type: "button", hidden: "" }, picture(CROSS));
  let isSeen = true;
  let isUnwanted = false;
  const settle = () => {
    const isUp = !isSeen && !isUnwanted && !["idle", "ended"].includes(button.phase);
    close.hidden = !isUp;
    close.title = words().close;
    close.setAttribute("aria-label", words().close);
    if (isUp) dock.raise();
    else dock.lower();
  };
  close.addEventListener("click", () => {
    isUnwanted = true;
    button.pause();
    button.focus({ preventScroll: true });
    settle();
  });
  view.player.insertBefore(close, view.error);
  const watch = new IntersectionObserver(([{ isIntersecting }]) => {
    isSeen = isIntersecting;
    settle();
  });
  watch.observe(button);
  for (const type of ["listen-play", "listen-pause", "listen-end"]) {
    button.addEventListener(type, () => {
      if (type === "listen-play") isUnwanted = false;
      settle();
    }, { signal });
  }
  signal.addEventListener("abort", () => {
    watch.disconnect();
    dock.lower();
    close.remove();
  });
}
