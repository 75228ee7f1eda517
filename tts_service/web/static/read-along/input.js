/** The reader chooses a sentence, by a click or from the caret. Clicks that the page handles itself are left to it. */

/** @import { Places } from "./places.js" */

/** Elements that handle clicks themselves. */
const OWN =
  'a, button, input, select, textarea, label, summary, option, audio, video, iframe, embed, object, area, listen-button, [onclick], [contenteditable], [draggable=true], [tabindex="0"], [role=button], [role=link], [role=tab], [role=menuitem], [role=checkbox]';
/** A mouse may click a second time, to mark a word: in ms. */
const DOUBLE_MS = 280;
/** Events that one of several buttons in a page has answered to. @type {WeakSet<Event>} */
const taken = new WeakSet();

/**
 * @param {() => Places | null} places
 * @param {(sentence: number) => void} choose
 * @param {AbortSignal} signal
 */
export function listenToClicks(places, choose, signal) {
  let waiting = 0;
  const forget = () => clearTimeout(waiting);
  signal.addEventListener("abort", forget);
  addEventListener("pointerdown", forget, { signal, passive: true });
  addEventListener("click", (event) => {
    const sentence = isMeant(event) ? sentenceAt(event, places()) : -1;
    if (sentence < 0 || taken.has(event)) return;
    taken.add(event);
    const act = () => isUnmarked() && choose(sentence);
    if (/** @type {PointerEvent} */ (event).pointerType === "touch") act();
    else waiting = window.setTimeout(act, DOUBLE_MS);
  }, { signal });
}

/**
 * Alt+Enter: from the sentence in which something is marked, or the caret stands.
 *
 * @param {() => Places | null} places
 * @param {(sentence: number) => void} choose
 * @param {AbortSignal} signal
 */
export function listenToCaret(places, choose, signal) {
  addEventListener("keydown", (event) => {
    const isMeantForUs = event.key === "Enter" && event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!isMeantForUs || event.defaultPrevented || taken.has(event)) return;
    const sentence = sentenceAtCaret(places());
    if (sentence < 0) return;
    taken.add(event);
    choose(sentence);
  }, { signal });
}

/** @param {Places | null} places */
function sentenceAtCaret(places) {
  const selection = getSelection();
  if (!selection?.rangeCount) return -1;
  const { startContainer, startOffset } = selection.getRangeAt(0);
  return places?.at(startContainer, startOffset) ?? -1;
}

/** @param {MouseEvent} event */
function isMeant(event) {
  const hasKey = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (event.defaultPrevented || event.button !== 0 || event.detail !== 1 || hasKey || !isUnmarked()) return false;
  return !event.composedPath().some((at) => at instanceof Element && at !== document.body && at.matches(OWN));
}

function isUnmarked() {
  return getSelection()?.isCollapsed ?? true;
}

/** @param {MouseEvent} event @param {Places | null} places */
function sentenceAt(event, places) {
  const { clientX: x, clientY: y } = event;
  const caret = caretAt(x, y);
  const sentence = caret && places ? places.at(...caret) : -1;
  if (sentence < 0) return -1;
  const rects = places?.sentence(sentence).flatMap((range) => [...range.getClientRects()]) ?? [];
  return rects.some((rect) => x >= rect.left - 2 && x <= rect.right + 2 && y >= rect.top - 2 && y <= rect.bottom + 2) ? sentence : -1;
}

/** @param {number} x @param {number} y @returns {[Node, number] | null} */
function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const position = document.caretPositionFromPoint(x, y);
    return position && [position.offsetNode, position.offset];
  }
  const range = document.caretRangeFromPoint?.(x, y); // Safari
  return range ? [range.startContainer, range.startOffset] : null;
}
