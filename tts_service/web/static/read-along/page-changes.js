/** Notices when the article's text may have moved, changed or unfolded. */

/** The page is left to settle for so long, in ms. */
const SETTLE_MS = 400;

/**
 * @param {Element} root that holds the article
 * @param {() => void} act
 * @param {AbortSignal} signal
 */
export function watch(root, act, signal) {
  const changed = settled(act, signal);
  const mutations = new MutationObserver(changed);
  mutations.observe(root, { childList: true, characterData: true, subtree: true });
  const sizes = new ResizeObserver(changed);
  sizes.observe(root);
  signal.addEventListener("abort", () => [mutations, sizes].forEach((observer) => observer.disconnect()));
}

/** @param {() => void} act @param {AbortSignal} signal @returns {() => void} acts once it has not been called for a while */
function settled(act, signal) {
  let waiting = 0;
  signal.addEventListener("abort", () => clearTimeout(waiting));
  return () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(act, SETTLE_MS);
  };
}
