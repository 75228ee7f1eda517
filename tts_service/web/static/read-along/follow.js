/** Scrolls to what is spoken, gently, and only while the reader stays with it. */

/** Parts of the view's height: text outside of the first two is brought to the third. */
const TOP = 0.12;
const BOTTOM = 0.75;
const REST = 0.3;
/** A reader who has just moved the page is left alone for so long, in ms. */
const LEAVE_ALONE_MS = 4000;
/** How long a movement of ours may take, in ms. */
const OURS_MS = 1200;

export class Follower {
  #ourUntil = 0;
  #readerAt = -Infinity;
  /** @type {Range[]} what was heard last */
  #before = [];

  /** @param {Element} player whose keys do not move the page @param {AbortSignal} signal */
  constructor(player, signal) {
    const options = { signal, passive: true, capture: true };
    for (const type of ["wheel", "touchmove", "keydown"]) addEventListener(type, (event) => event.target !== player && this.#moved(event), options);
    addEventListener("scroll", () => this.#scrolled(), options);
  }

  /** @param {Event} event that moves a page, of the reader's */
  #moved(event) {
    if (event instanceof KeyboardEvent && !/^(Arrow|Page|Home|End| )/.test(event.key)) return;
    this.#ourUntil = 0;
    this.#readerAt = performance.now();
  }

  #scrolled() {
    if (performance.now() > this.#ourUntil) this.#readerAt = performance.now();
  }

  /** A reader who sees neither what is heard nor what was heard before has gone elsewhere. @param {Range[]} now */
  follow(now) {
    const [target, last] = [boxOf(now), boxOf(this.#before)];
    if (!target) return;
    this.#before = now;
    const isWithUs = isInSight(target) || (last && isInSight(last));
    const isLeftAlone = performance.now() - this.#readerAt < LEAVE_ALONE_MS;
    if (isWithUs && !isLeftAlone && !isBusy() && !isAtRest(target)) this.#scroll(now[0], target);
  }

  /** @param {Range} range @param {DOMRect} target */
  #scroll(range, target) {
    this.#ourUntil = performance.now() + OURS_MS;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    scrollerOf(range).scrollBy({ top: target.top - REST * innerHeight, behavior });
  }
}

/** @param {Range[]} ranges @returns {DOMRect | null} around the lines of the first and the last */
function boxOf(ranges) {
  const rects = ranges.flatMap((range) => [...range.getClientRects()]).filter((rect) => rect.height > 0);
  if (rects.length === 0) return null;
  const top = Math.min(...rects.map((rect) => rect.top));
  const bottom = Math.max(...rects.map((rect) => rect.bottom));
  return new DOMRect(rects[0].left, top, 0, bottom - top);
}

/** @param {DOMRect} box */
function isInSight(box) {
  return box.bottom > 0 && box.top < innerHeight;
}

/** @param {DOMRect} box */
function isAtRest(box) {
  const bottom = Math.min(box.bottom, box.top + innerHeight * (BOTTOM - REST));
  return box.top >= TOP * innerHeight && bottom <= BOTTOM * innerHeight;
}

/** The reader types, or has marked something. */
function isBusy() {
  const at = document.activeElement;
  return !getSelection()?.isCollapsed || (at instanceof HTMLElement && (at.isContentEditable || at.matches("input, textarea, select")));
}

/** @param {Range} range @returns {Element} what scrolls the text */
function scrollerOf(range) {
  for (let element = range.startContainer.parentElement; element; element = element.parentElement) {
    const isTall = element.scrollHeight > element.clientHeight + 1;
    if (isTall && /auto|scroll/.test(getComputedStyle(element).overflowY)) return element;
  }
  return document.scrollingElement ?? document.documentElement;
}
