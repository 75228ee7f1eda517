/** The player at the lower edge of the window, while its own place is out of sight, or has no room. */

import { dress } from "./style.js";

/** @import { View } from "./view.js" */

const css = `
.frame.docked {
  position: fixed;
  inset: auto 0 max(var(--listen-inset, 0.75rem), env(safe-area-inset-bottom)) 0;
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
/** What gets the focus must not lie under the player, at the page's end either: WCAG 2.4.11. */
const clearance = `
html { scroll-padding-block-end: 6rem !important; }
html::after { content: "" !important; display: block !important; block-size: 6rem !important; }
`;

export class Dock {
  #view;
  #clearance = new CSSStyleSheet();
  isUp = false;

  /** @param {View} view */
  constructor(view) {
    this.#view = view;
    dress(view.root, css);
    this.#clearance.replaceSync(clearance);
  }

  /** Leave the page's flow. @param {number} [height] in pixels, of the room that stays; else as it is */
  raise(height = this.#view.room.getBoundingClientRect().height) {
    if (this.isUp) return;
    this.isUp = true;
    const { room, frame } = this.#view;
    room.style.blockSize = `${height}px`;
    frame.classList.add("docked");
    if (frame.showPopover) {
      frame.popover = "manual"; // above everything, whatever contains the button
      this.#keepFocus(() => frame.showPopover());
    }
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#clearance];
  }

  /** Back to its place. */
  lower() {
    if (!this.isUp) return;
    this.isUp = false;
    const { room, frame } = this.#view;
    this.#keepFocus(() => frame.removeAttribute("popover"));
    frame.classList.remove("docked");
    room.style.blockSize = "";
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#clearance);
  }

  /** @param {() => void} change */
  #keepFocus(change) {
    const focused = /** @type {HTMLElement | null} */ (this.#view.root.activeElement);
    change();
    focused?.focus({ preventScroll: true });
  }
}
