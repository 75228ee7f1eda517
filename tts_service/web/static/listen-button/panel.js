/** What the button with the three dots opens: sharing, saving, chapters, what comes next, the transcript. */

import { indexAt } from "./captions.js";
import { panelStyle } from "./panel-style.js";
import { upNext } from "./queue.js";
import { dress } from "./style.js";
import { clock } from "./time.js";
import { make, write } from "./view.js";

/** @import { Stage } from "./companions.js" */

/** Between the bar and the panel, and between the panel and the window's edge, in pixels. */
const GAP = 8;
/** Narrower windows get the panel as a sheet at their lower edge, in pixels. */
const NARROW = 640;
/** Shorter ones have no place for it, in pixels. */
const SHORT = 320;

/**
 * Make the panel and open it; from then on the browser opens and closes it.
 *
 * @param {Stage} stage
 */
export function openPanel(stage) {
  const { view, signal } = stage;
  if (!dressed.has(view)) dress(view.root, panelStyle);
  dressed.add(view);
  const panel = new Panel(stage);
  view.frame.append(panel.root);
  view.more.popoverTargetElement = panel.root;
  signal.addEventListener("abort", () => {
    panel.root.remove();
    view.more.popoverTargetElement = null;
  });
  panel.root.showPopover();
}

/** @type {WeakSet<Stage["view"]>} */
const dressed = new WeakSet();

class Panel {
  #stage;
  /** @type {HTMLAnchorElement[]} */
  #sentences = [];
  #spoken = -1;

  /** @param {Stage} stage */
  constructor(stage) {
    this.#stage = stage;
    const { button, signal } = stage;
    const words = stage.words();
    this.title = make("p", { class: "title" });
    this.share = make("button", { class: "act", part: "share", type: "button" });
    this.download = make("a", { class: "act", part: "download", download: "" }, words.download);
    this.previous = make("button", { class: "act", type: "button" }, words.previous);
    this.next = make("button", { class: "act", type: "button" }, words.next);
    this.chapters = make("ol", { class: "list" });
    this.queue = make("ol", { class: "list" });
    this.automatic = make("input", { type: "checkbox" });
    this.text = make("p", { class: "text", dir: "auto" });
    this.rest = make("p", { class: "rest" }, words.unspoken);
    this.chapterPart = folded(words.chapters, true, make("div", { class: "pair" }, this.previous, this.next), this.chapters);
    this.queuePart = folded(words.upNext, true, make("label", { class: "check" }, this.automatic, words.automatic), this.queue);
    this.transcript = folded(words.transcript, false, this.text, this.rest);
    this.transcript.setAttribute("part", "transcript");
    const slot = make("slot", { name: "panel" });
    const parts = [this.title, make("div", { class: "pair" }, this.share, this.download), slot, this.chapterPart, this.queuePart, this.transcript];
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
    const { button, signal } = this.#stage;
    this.root.addEventListener("keydown", ({ key }) => key === "Escape" && this.#leave());
    this.root.addEventListener("toggle", () => (this.#isOpen ? this.#opened() : this.#closed()));
    this.share.addEventListener("click", () => void this.#share());
    this.previous.addEventListener("click", () => button.previousChapter());
    this.next.addEventListener("click", () => button.nextChapter());
    this.automatic.addEventListener("change", () => (button.continuous = this.automatic.checked));
    this.text.addEventListener("click", (event) => this.#playFrom(event));
    for (const type of ["scroll", "resize"]) addEventListener(type, () => this.#isOpen && this.#place(), { signal, passive: true });
  }

  #opened() {
    if (innerHeight < SHORT) this.#stage.view.room.style.minBlockSize = "26rem"; // in a frame, which grows with its page
    this.#fill();
    this.#place();
    this.share.focus({ preventScroll: true });
  }

  /** The browser would give back the focus only where it has opened the panel itself. */
  #leave() {
    this.root.hidePopover();
    this.#stage.view.more.focus({ preventScroll: true });
  }

  #closed() {
    this.#stage.view.room.style.minBlockSize = "";
  }

  /** Below the bar where there is room, else above it. */
  #place() {
    const { style } = this.root;
    const isSheet = innerWidth < NARROW && innerHeight > SHORT && window === parent;
    this.root.classList.toggle("sheet", isSheet);
    style.cssText = "";
    if (isSheet) return;
    const bar = this.#stage.view.player.getBoundingClientRect();
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
    const { button, service, heard } = this.#stage;
    const { narration } = button;
    if (!narration) return;
    write(this.title, narration.title ?? "");
    this.download.href = `${service.address(narration.audio_url)}?download=1`;
    this.chapterPart.hidden = heard.chapters.length < 2;
    this.chapters.replaceChildren(...heard.chapters.map(({ start, title }) => this.#item(title, clock(start), () => button.seek(start))));
    this.#fillText();
    this.rest.hidden = narration.status === "ready";
    void this.#fillQueue();
    this.#follow();
  }

  #fillText() {
    const { cues } = this.#stage.heard;
    if (cues.length === this.#sentences.length && cues[0]?.text === this.#sentences[0]?.textContent) return;
    this.#sentences = cues.map(({ text, start }) => make("a", { class: "sentence", href: `#listen=${clock(start)}`, "data-start": String(start) }, text));
    this.text.replaceChildren(...this.#sentences.flatMap((sentence) => [sentence, " "]));
    this.#spoken = -1;
  }

  async #fillQueue() {
    const { button } = this.#stage;
    const items = button.hasAttribute("queue") ? await upNext(this.#stage) : [];
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

  /** Show what is being said. */
  #follow() {
    const { button, heard, words } = this.#stage;
    write(this.share, words().share(clock(button.currentTime)));
    const chapter = indexAt(heard.chapters, button.currentTime);
    [...this.chapters.children].forEach((item, i) => item.firstElementChild?.setAttribute("aria-current", String(i === chapter)));
    const spoken = indexAt(heard.cues, button.currentTime);
    if (spoken === this.#spoken) return;
    this.#sentences[this.#spoken]?.removeAttribute("aria-current");
    this.#sentences[spoken]?.setAttribute("aria-current", "true");
    this.#spoken = spoken;
  }

  /** @param {Event} event */
  #playFrom(event) {
    const { button } = this.#stage;
    const { start } = /** @type {HTMLElement} */ (event.target).dataset;
    event.preventDefault(); // the page's own address stays
    if (!start) return;
    button.seek(Number(start));
    if (button.paused) void button.play();
  }

  async #share() {
    const { button, view, words } = this.#stage;
    const url = new URL(button.narration?.url ?? location.href);
    url.hash = `listen=${clock(button.currentTime)}`;
    const isPhone = matchMedia("(pointer: coarse)").matches && navigator.share;
    if (isPhone) return navigator.share({ title: button.narration?.title ?? "", url: url.href }).catch(() => {});
    await navigator.clipboard.writeText(url.href);
    write(this.share, words().copied);
    view.announce(words().copied);
  }
}

/** @param {string} title @param {boolean} isOpen @param {...Node} content */
function folded(title, isOpen, ...content) {
  const part = make("details", {}, make("summary", {}, title), ...content);
  part.open = isOpen;
  return part;
}
