/** Attribute `autoload`: rendering before any click, once the button is seen. */

/** @import { Offers } from "./offers.js" */
/** @import { Listening } from "./listening.js" */

/**
 * @param {Element} button
 * @param {Offers} offers
 * @param {Listening} listening
 * @param {AbortSignal} signal
 */
export function loadWhenSeen(button, offers, listening, signal) {
  const offer = offers.inView;
  const load = async () => {
    const found = await offer?.obtain(null, false);
    if (found && offer === offers.inView && !offers.isAway) listening.update(found.article);
  };
  const watch = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    watch.disconnect();
    load().catch(() => {}); // a click will say why
  });
  watch.observe(button);
  signal.addEventListener("abort", () => watch.disconnect());
}
