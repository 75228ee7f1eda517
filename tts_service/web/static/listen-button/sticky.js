/** Attribute `sticky`: what plays stays in sight when its place has been scrolled away. */

import { dockOf } from "./dock.js";
import { CROSS, make, picture } from "./view.js";

/** @import { Context } from "./companions.js" */

/** @param {Context} context */
export function join({ button, view, signal, words }) {
  const dock = dockOf(view);
  const close = make("button", { class: "round close", part: "close", type: "button", hidden: "" }, picture(CROSS));
  let isSeen = true;
  let isUnwanted = false;
  const settle = () => {
    const isUp = !isSeen && !isUnwanted && !button.isAway && !["idle", "ended"].includes(button.phase);
    close.hidden = !isUp;
    close.title = words().close;
    close.setAttribute("aria-label", words().close);
    if (isUp) dock.raise(join);
    else dock.lower(join);
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
  for (const type of ["listen-play", "listen-pause", "listen-end", "listen-away"]) {
    button.addEventListener(type, () => {
      if (type === "listen-play") isUnwanted = false;
      settle();
    }, { signal });
  }
  signal.addEventListener("abort", () => {
    watch.disconnect();
    dock.lower(join);
    close.remove();
  });
}
