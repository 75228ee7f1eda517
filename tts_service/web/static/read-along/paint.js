/** Lights text up without touching the page: by the CSS Custom Highlight API, or by boxes in a shadow tree of ours. */

/** @typedef {"sentence" | "word"} Kind */
/** @typedef {{ show(kind: Kind, ranges: Range[]): void, refresh(): void, close(): void }} Painter */

const SENTENCE = "var(--listen-sentence, rgb(255 196 0 / 28%))";
const WORD = "var(--listen-word, #ffd23f)";
const WORD_TEXT = "var(--listen-word-text, #1a1400)";

const HIGHLIGHTS = `
@media not (forced-colors: active) {
  ::highlight(listen-sentence) { background-color: ${SENTENCE}; }
  ::highlight(listen-word) { background-color: ${WORD}; color: ${WORD_TEXT}; }
}
@media (forced-colors: active) {
  ::highlight(listen-sentence), ::highlight(listen-word) { background-color: Highlight; color: HighlightText; }
  ::highlight(listen-word) { text-decoration: underline 3px; }
}`;

const BOXES = `
:host { position: absolute; }
div { position: fixed; top: 0; left: 0; width: 0; height: 0; z-index: 2147483647; pointer-events: none; }
i { position: absolute; border-radius: 2px; }
.sentence { background-color: ${SENTENCE}; opacity: .7; }
.word { box-shadow: 0 3px 0 var(--listen-word, #e3a900); }
@media (forced-colors: active) {
  .sentence { border-bottom: 1px solid CanvasText; }
  .word { border: 2px solid Highlight; }
}`;

/** @param {Element} host whose shadow tree may be drawn in @returns {Painter} */
export function painter(host) {
  return globalThis.CSS?.highlights ? new Highlights() : new Boxes(host);
}

/** @implements {Painter} */
class Highlights {
  #sheet = new CSSStyleSheet();
  /** @type {Record<Kind, Highlight>} */
  #highlights = { sentence: new Highlight(), word: new Highlight() };

  constructor() {
    this.#sheet.replaceSync(HIGHLIGHTS);
    this.#highlights.word.priority = 1;
    document.adoptedStyleSheets.push(this.#sheet);
  }

  /** @param {Kind} kind @param {Range[]} ranges */
  show(kind, ranges) {
    const highlight = this.#highlights[kind];
    highlight.clear();
    for (const range of ranges) highlight.add(range);
    if (ranges.length) CSS.highlights.set(`listen-${kind}`, highlight);
  }

  refresh() {
    // The browser moves them with the text.
  }

  close() {
    for (const [kind, highlight] of Object.entries(this.#highlights)) {
      highlight.clear();
      if (CSS.highlights.get(`listen-${kind}`) === highlight) CSS.highlights.delete(`listen-${kind}`);
    }
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
  }
}

/**
 * Boxes over the text, drawn anew whenever it may have moved.
 * @implements {Painter}
 */
class Boxes {
  #layer = document.createElement("div");
  #style = document.createElement("style");
  #life = new AbortController();
  /** @type {Record<Kind, Range[]>} */
  #ranges = { sentence: [], word: [] };

  /** @param {Element} host */
  constructor(host) {
    this.#style.textContent = BOXES;
    this.#layer.setAttribute("aria-hidden", "true");
    const root = document.createElement("span");
    root.attachShadow({ mode: "open" }).append(this.#style, this.#layer);
    (host.shadowRoot ?? host).append(root);
    const options = { signal: this.#life.signal, passive: true, capture: true };
    for (const type of ["scroll", "resize"]) addEventListener(type, () => this.refresh(), options);
    this.#life.signal.addEventListener("abort", () => root.remove());
  }

  /** @param {Kind} kind @param {Range[]} ranges */
  show(kind, ranges) {
    this.#ranges[kind] = ranges;
    this.refresh();
  }

  refresh() {
    const origin = this.#layer.getBoundingClientRect();
    this.#layer.replaceChildren(...this.#boxes("sentence", origin), ...this.#boxes("word", origin));
  }

  /** @param {Kind} kind @param {DOMRect} origin */
  #boxes(kind, origin) {
    return this.#ranges[kind].flatMap((range) => [...range.getClientRects()]).map((rect) => {
      const box = document.createElement("i");
      box.className = kind;
      Object.assign(box.style, { left: `${rect.left - origin.left}px`, top: `${rect.top - origin.top}px` });
      Object.assign(box.style, { width: `${rect.width}px`, height: `${rect.height}px` });
      return box;
    });
  }

  close() {
    this.#life.abort();
  }
}
