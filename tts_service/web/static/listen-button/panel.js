/** What the button with the three dots opens: sharing, saving, chapters, what comes next, the transcript. */

import { indexAt } from "./captions.js";
import { panelStyle } from "./panel-style.js";
import { upNext } from "./queue.js";
import { addStyles } from "./style.js";
import { clock } from "./time.js";
import { CROSS, make, picture, write } from "./view.js";

/** @import { Cue } from "./captions.js" */
/** @import { Context } from "./companions.js" */

/** Between the bar and the panel, and between the panel and the window's edge, in pixels. */
const GAP = 8;
/** Narrower windows get the panel as a sheet at their lower edge, in pixels. */
const NARROW = 640;
/** Shorter ones have no place for it, in pixels. */
const SHORT = 320;
/** A longer silence ends a paragraph, in seconds. */
const PARAGRAPH_S = 0.32;

/**
 * Make the panel and open it; from then on the browser opens and closes it.
 *
 * @param {Context} context
 */
export function openPanel(context) {
  const { view, signal } = context;
  if (!dressed.has(view)) addStyles(view.root, panelStyle);
  dressed.add(view);
  const panel = new Panel(context);
  view.frame.append(panel.root);
  view.more.popoverTargetElement = panel.root;
  signal.addEventListener("abort", () => {
    panel.root.remove();
    view.more.popoverTargetElement = null;
  });
  panel.root.showPopover();
}

/** @type {WeakSet<Context["view"]>} */
const dressed = new WeakSet();

class Panel {
  #context;
  /** @type {HTMLAnchorElement[]} */
  #sentences = [];
  #spoken = -1;

  /** @param {Context} context */
  constructor(context) {
    this.#context = context;
    const { button, signal } = context;
    const words = context.words();
    this.title = make("p", { class: "title", dir: "auto" });
    this.disclosure = make("p", { class: "rest", part: "disclosure", dir: "auto" });
    this.close = make("button", { class: "round", type: "button", "aria-label": words.close, title: words.close }, picture(CROSS));
    this.share = make("button", { class: "act", part: "share", type: "button" });
    this.download = make("a", { class: "act", part: "download", download: "" }, words.download);
    this.previous = make("button", { class: "act", type: "button" }, words.previous);
    this.next = make("button", { class: "act", type: "button" }, words.next);
    this.chapters = make("ol", { class: "list" });
    this.queue = make("ol", { class: "list" });
    this.automatic = make("input", { type: "checkbox" });
    this.text = make("div", { class: "text", dir: "auto" });
    this.rest = make("p", { class: "rest" }, words.unspoken);
    this.chapterPart = folded(words.chapters, true, make("div", { class: "pair" }, this.previous, this.next), this.chapters);
    this.queuePart = folded(words.upNext, true, make("label", { class: "check" }, this.automatic, words.automatic), this.queue);
    this.transcript = folded(words.transcript, false, this.text, this.rest);
    this.transcript.setAttribute("part", "transcript");
    const slot = make("slot", { name: "panel" });
    const head = make("div", { class: "head" }, make("div", {}, this.title, this.disclosure), this.close);
    const parts = [head, make("div", { class: "pair" }, this.share, this.download), slot, this.chapterPart, this.queuePart, this.transcript];
    this.root = make("div", { class: "panel", part: "panel", popover: "auto", role: "dialog", "aria-label": words.more }, ...parts);
    this.#listen();
    const follow = (/** @type {string} */ type, /** @type {() => void} */ act) => button.addEventListener(type, () => this.#isOpen && act(), { signal });
    follow("listen-progress", () => this.#follow());
    follow("listen-seek", () => this.#follow());
    follow("listen-captions", () => this.#fill());
  }

  get #isOpen() {
    return this.root.matches(":popover-open");
  }

  #listen() {
    const { button, signal } = this.#context;
    this.root.addEventListener("keydown", ({ key }) => key === "Escape" && this.#hide());
    this.root.addEventListener("toggle", () => (this.#isOpen ? this.#opened() : this.#closed()));
    this.close.addEventListener("click", () => this.#hide());
    this.share.addEventListener("click", () => void this.#share());
    this.previous.addEventListener("click", () => button.previousChapter());
    this.next.addEventListener("click", () => button.nextChapter());
    this.automatic.addEventListener("change", () => (button.continuous = this.automatic.checked));
    this.text.addEventListener("click", (event) => this.#playFrom(event));
    this.transcript.addEventListener("toggle", () => this.#keepInSight(this.#sentences[this.#spoken]));
    for (const type of ["scroll", "resize"]) addEventListener(type, () => this.#isOpen && this.#place(), { signal, passive: true });
  }

  #opened() {
    if (innerHeight < SHORT) this.#context.view.space.style.minBlockSize = "26rem"; // in a frame, which grows with its page
    this.#fill();
    this.#place();
    this.share.focus({ preventScroll: true });
  }

  /** The browser would give back the focus only where it has opened the panel itself. */
  #hide() {
    this.root.hidePopover();
    this.#context.view.more.focus({ preventScroll: true });
  }

  #closed() {
    this.#context.view.space.style.minBlockSize = "";
  }

  /** Below the bar where there is room, else above it. */
  #place() {
    const { style } = this.root;
    const isSheet = innerWidth < NARROW && innerHeight > SHORT && window === parent;
    this.root.classList.toggle("sheet", isSheet);
    style.cssText = "";
    if (isSheet) return;
    const bar = this.#context.view.player.getBoundingClientRect();
    const isRightToLeft = getComputedStyle(this.root).direction === "rtl";
    const left = isRightToLeft ? bar.left : bar.right - this.root.offsetWidth;
    const [above, below] = [bar.top, innerHeight - bar.bottom];
    style.left = `${Math.max(GAP, Math.min(left, innerWidth - this.root.offsetWidth - GAP))}px`;
    style.maxHeight = `${Math.max(above, below) - 2 * GAP}px`;
    const isBelow = below >= Math.min(above, this.root.offsetHeight);
    if (isBelow) style.top = `${bar.bottom + GAP}px`;
    else style.bottom = `${innerHeight - bar.top + GAP}px`;
  }

  #fill() {
    const { button, service, timeline } = this.#context;
    const { narration } = button;
    if (!narration) return;
    write(this.title, narration.title ?? "");
    write(this.disclosure, narration.disclosure ?? "");
    this.disclosure.hidden = !narration.disclosure;
    const sound = new URL(service.address(narration.audio_url));
    sound.searchParams.set("download", "1");
    this.download.href = sound.href;
    this.chapterPart.hidden = timeline.chapters.length < 2;
    this.chapters.replaceChildren(...timeline.chapters.map(({ start, title }) => this.#item(title, clock(start), () => button.seek(start))));
    this.#fillText();
    this.rest.hidden = narration.status === "ready";
    void this.#fillQueue();
    this.#follow();
  }

  #fillText() {
    const { cues, chapters } = this.#context.timeline;
    const begins = new Set(chapters.map(({ start }) => start));
    if (cues.length === this.#sentences.length && cues[0]?.text === this.#sentences[0]?.textContent) return;
    this.#sentences = cues.map(({ text, start }) => make("a", { class: "sentence", href: `#listen=${clock(start)}`, "data-start": String(start) }, text));
    this.text.replaceChildren(...paragraphs(cues).map(([from, to]) => {
      const kind = begins.has(cues[from].start) ? "heading" : "";
      return make("p", { class: kind }, ...spaced(this.#sentences.slice(from, to)));
    }));
    this.#spoken = -1;
  }

  async #fillQueue() {
    const { button } = this.#context;
    const items = button.hasAttribute("queue") ? await upNext(this.#context) : [];
    this.queuePart.hidden = items.length === 0;
    this.automatic.checked = button.continuous;
    this.queue.replaceChildren(...items.map(({ title, play }) => this.#item(title, "", () => {
      this.root.hidePopover();
      void play();
    })));
  }

  /** @param {string} title @param {string} time @param {() => void} act */
  #item(title, time, act) {
    const item = make("button", { class: "item", type: "button" }, make("span", { dir: "auto" }, title), make("span", { class: "at" }, time));
    item.addEventListener("click", act);
    return make("li", {}, item);
  }

  /** Highlight what is being spoken. */
  #follow() {
    const { button, timeline, words } = this.#context;
    write(this.share, words().share(clock(button.currentTime)));
    const chapter = indexAt(timeline.chapters, button.currentTime);
    [...this.chapters.children].forEach((item, i) => item.firstElementChild?.setAttribute("aria-current", String(i === chapter)));
    const spoken = indexAt(timeline.cues, button.currentTime);
    if (spoken === this.#spoken) return;
    this.#sentences[this.#spoken]?.removeAttribute("aria-current");
    this.#sentences[spoken]?.setAttribute("aria-current", "true");
    this.#spoken = spoken;
    this.#keepInSight(this.#sentences[spoken]);
  }

  /** Unless the reader is using it. @param {HTMLElement | undefined} sentence */
  #keepInSight(sentence) {
    const isReading = this.text.matches(":hover, :focus-within");
    if (!sentence || isReading || !this.transcript.open) return;
    const [box, at] = [this.root.getBoundingClientRect(), sentence.getBoundingClientRect()];
    if (at.top < box.top || at.bottom > box.bottom) this.root.scrollBy({ top: at.top - box.top - box.height / 3 });
  }

  /** @param {Event} event */
  #playFrom(event) {
    const { button } = this.#context;
    const { start } = /** @type {HTMLElement} */ (event.target).dataset;
    event.preventDefault(); // the page's own address stays
    if (!start) return;
    button.seek(Number(start));
    if (button.paused) void button.play();
  }

  async #share() {
    const { button, view, words } = this.#context;
    const url = new URL(button.narration?.url ?? location.href);
    url.searchParams.delete("token"); // a member's own
    url.hash = `listen=${clock(button.currentTime)}`;
    const isPhone = matchMedia("(pointer: coarse)").matches && navigator.share;
    if (isPhone) return navigator.share({ title: button.narration?.title ?? "", url: url.href }).catch(() => {});
    await navigator.clipboard.writeText(url.href);
    write(this.share, words().copied);
    view.announce(words().copied);
  }
}

/**
 * Sentences between which there is a long pause stand apart.
 *
 * @param {Cue[]} cues
 * @returns {[number, number][]} first, and behind the last
 */
export function paragraphs(cues) {
  const starts = cues.flatMap(({ start }, i) => (i === 0 || start - cues[i - 1].end > PARAGRAPH_S ? [i] : []));
  return starts.map((from, i) => [from, starts[i + 1] ?? cues.length]);
}

/** @param {Node[]} nodes */
function spaced(nodes) {
  return nodes.flatMap((node) => [node, " "]);
}

/** @param {string} title @param {boolean} isOpen @param {...Node} content */
function folded(title, isOpen, ...content) {
  const part = make("details", {}, make("summary", {}, title), ...content);
  part.open = isOpen;
  return part;
}
