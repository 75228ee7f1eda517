/** Rendering before any click, once the button is seen. */

/**
 * @param {Element} button
 * @param {AbortSignal} signal
 * @param {() => Promise<unknown>} ask
 */
export function whenSeen(button, signal, ask) {
  const watch = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    watch.disconnect();
    void ask().catch(() => {}); // a click will say why
  });
  watch.observe(button);
  signal.addEventListener("abort", () => watch.disconnect());
}
