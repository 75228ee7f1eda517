/** The player at the lower edge of the window, while its own place is out of sight, or has no room. */

import { addStyles } from "./style.js";

/** @import { View } from "./view.js" */

const css = `
.frame.docked {
  position: fixed;
  inset: auto 0 calc(max(var(--listen-inset, 0.75rem), env(safe-area-inset-bottom)) + var(--_below, 0px)) 0;
  inline-size: min(46rem, 100vi - 1rem);
  block-size: auto;
  margin: 0 auto;
  padding: 0;
  border: 0;
  border-radius: var(--_radius);
  background: none;
  color: var(--_text);
  overflow: visible;
  z-index: 2147483000;
  filter: drop-shadow(0 0.5rem 1.5rem rgb(0 0 0 / 22%)) drop-shadow(0 0 0.0625rem rgb(0 0 0 / 45%));
  animation: rise 0.2s ease-out;
}
.frame.docked .player[data-phase="idle"] { justify-self: center; grid-template-columns: auto; }
@keyframes rise { from { translate: 0 1rem; opacity: 0; } }
@media (prefers-reduced-motion: reduce) { .frame.docked { animation: none; } }
`;
/** Between two players above each other, and around them, in pixels. */
const GAP_PX = 8;
const AROUND_PX = 32;

/** @type {Set<HTMLElement>} the frames that are docked, the lowest first */
const docked = new Set();
const clearance = new CSSStyleSheet();
const watch = new ResizeObserver(stack);

/** One above the other. What gets the focus must not lie under them, at the page's end either: WCAG 2.4.11. */
function stack() {
  let height = 0;
  for (const frame of docked) {
    frame.style.setProperty("--_below", `${height}px`);
    height += frame.offsetHeight + GAP_PX;
  }
  const block = `${height + AROUND_PX}px !important`;
  clearance.replaceSync(
    docked.size ? `html { scroll-padding-block-end: ${block}; } html::after { content: "" !important; display: block !important; block-size: ${block}; }` : "",
  );
}

/** @param {View} view @returns {Dock} its one; it stays up as long as anybody wants it there */
export function dockOf(view) {
  return (view.dock ??= new Dock(view));
}

export class Dock {
  #view;
  /** @type {Set<unknown>} */
  #wanting = new Set();

  /** @param {View} view */
  constructor(view) {
    this.#view = view;
    addStyles(view.root, css);
    if (!document.adoptedStyleSheets.includes(clearance)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, clearance];
  }

  /** Leave the page's flow. @param {unknown} who wants it @param {number} [height] in pixels, of the room that stays; else as it is */
  raise(who, height = this.#view.space.getBoundingClientRect().height) {
    const isUp = this.#wanting.size > 0;
    this.#wanting.add(who);
    if (isUp) return;
    const { space, frame } = this.#view;
    space.style.blockSize = `${height}px`;
    frame.classList.add("docked");
    if ("showPopover" in frame) {
      frame.popover = "manual"; // above everything, whatever contains the button
      this.reopen();
    }
    docked.add(frame);
    watch.observe(frame);
    stack();
  }

  /** A button that is taken out of its page and put in elsewhere has lost its layer. */
  reopen() {
    const { frame } = this.#view;
    if (frame.popover && frame.isConnected && !frame.matches(":popover-open")) this.#keepFocus(() => frame.showPopover());
  }

  /** Back to its place, unless somebody else wants it up. @param {unknown} who */
  lower(who) {
    if (!this.#wanting.delete(who) || this.#wanting.size) return;
    const { space, frame } = this.#view;
    this.#keepFocus(() => frame.removeAttribute("popover"));
    frame.classList.remove("docked");
    space.style.blockSize = "";
    docked.delete(frame);
    watch.unobserve(frame);
    stack();
  }

  /** @param {() => void} change */
  #keepFocus(change) {
    const focused = /** @type {HTMLElement | null} */ (this.#view.root.activeElement);
    change();
    focused?.focus({ preventScroll: true });
  }
}
