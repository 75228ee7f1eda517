/** A playlist's shadow tree: made once, then changed. Knows nothing of the service. */

import { playlistStyle } from "./playlist-style.js";
import { englishPlaylist } from "./playlist-words.js";
import { AT_END, MINUTES } from "./sleep-timer.js";
import { addStyles } from "./style.js";
import { clock, minutes } from "./time.js";
import { CROSS, make, picture, write } from "./view.js";

/** @import { Queued } from "./own-queue.js" */
/** @import { PlaylistWords } from "./playlist-words.js" */

const BACK = "M6 5h2.5v14H6zM19 5v14L9 12z";
const FORWARD = "M15.5 5H18v14h-2.5zM5 5v14l10-7z";
const PLUS = "M10.9 4h2.2v6.9H20v2.2h-6.9V20h-2.2v-6.9H4v-2.2h6.9z";
const CHECK = "M9.5 18.2 3.6 12.3l1.6-1.6 4.3 4.3 9.3-9.3 1.6 1.6z";

export class PlaylistView {
  words = englishPlaylist;
  /** @type {HTMLButtonElement[]} */
  #items = [];

  /** @param {ShadowRoot} root @param {HTMLElement} player */
  constructor(root, player) {
    addStyles(root);
    addStyles(root, playlistStyle);
    this.title = make("p", { class: "title", part: "title", id: "title", dir: "auto" });
    this.sum = make("p", { class: "sum", part: "sum" });
    this.previous = make("button", { class: "round", type: "button" }, picture(BACK));
    this.next = make("button", { class: "round", type: "button" }, picture(FORWARD));
    this.continuous = make("input", { type: "checkbox" });
    this.continuousName = make("span", {});
    this.sleep = make("select", {});
    this.sleepName = make("span", {});
    this.list = make("ol", { class: "list", part: "list", "aria-labelledby": "title" });
    this.note = make("p", { class: "note", dir: "auto" });
    this.again = make("button", { class: "again", type: "button" });
    this.news = make("div", { class: "unseen", role: "status" });
    this.tools = make(
      "div",
      { class: "tools", part: "tools" },
      make("div", { class: "steps" }, this.previous, this.next),
      make("label", { class: "check" }, this.continuous, this.continuousName),
      make("label", { class: "sleep" }, this.sleepName, this.sleep),
    );
    this.player = player;
    const head = make("div", { class: "head" }, this.title, this.sum);
    const parts = [head, player, this.tools, this.note, this.again, this.list, this.news];
    this.frame = make("div", { class: "playlist", part: "playlist", role: "group", "aria-labelledby": "title" }, ...parts);
    root.append(this.frame);
    this.list.addEventListener("keydown", (event) => this.#walk(event));
    this.setWords(englishPlaylist);
  }

  /** @param {PlaylistWords} words */
  setWords(words) {
    this.words = words;
    this.frame.lang = words.code;
    if (words.code === "ar") this.frame.dir = "rtl";
    else this.frame.removeAttribute("dir");
    for (const key of /** @type {const} */ (["previous", "next"])) {
      this[key].setAttribute("aria-label", words[key]);
      this[key].title = words[key];
    }
    write(this.continuousName, words.continuous);
    write(this.sleepName, words.sleep);
    write(this.again, words.retry);
    const chosen = this.sleep.value;
    this.sleep.replaceChildren(
      make("option", { value: "" }, words.off),
      make("option", { value: AT_END }, words.atEnd),
      ...MINUTES.map((count) => make("option", { value: String(count) }, minutes(count * 60, words.code))),
    );
    this.sleep.value = chosen;
  }

  /**
   * @param {string} title
   * @param {Queued[]} articles
   * @param {boolean} isOwn the listener's own queue
   * @param {(index: number) => void} choose
   * @param {(article: Queued) => void} turn in or out of the listener's queue
   */
  fill(title, articles, isOwn, choose, turn) {
    const length = articles.reduce((sum, { duration_s }) => sum + duration_s, 0);
    write(this.title, title);
    write(this.sum, articles.length ? this.words.sum(articles.length, minutes(length, this.words.code)) : "");
    const focused = this.#items.indexOf(/** @type {any} */ (this.#focused));
    this.#items = articles.map((article, index) => this.#item(article, index, () => choose(index)));
    const rows = this.#items.map((item, index) => {
      const later = make("button", { class: "round later", type: "button" }, picture(isOwn ? CROSS : PLUS));
      later.addEventListener("click", () => turn(articles[index]));
      return make("li", { class: "row" }, item, later);
    });
    this.list.replaceChildren(...rows);
    if (focused >= 0) this.#items[Math.min(focused, this.#items.length - 1)]?.focus();
    for (const part of [this.player, this.tools]) part.hidden = !articles.length;
    this.complain(articles.length ? "" : isOwn ? this.words.emptyMine : this.words.empty);
  }

  /** @param {Queued} article @param {number} index @param {() => void} act */
  #item({ title, duration_s }, index, act) {
    const number = make("span", { class: "number", "aria-hidden": "true" }, String(index + 1));
    const name = make("span", { class: "name", dir: "auto" }, title);
    const item = make("button", { class: "item", part: "item", type: "button" }, number, name, make("span", { class: "at" }, clock(duration_s)));
    item.addEventListener("click", act);
    return item;
  }

  get #focused() {
    return /** @type {ShadowRoot} */ (this.frame.getRootNode()).activeElement;
  }

  /** Which rows are in the listener's queue. @param {Queued[]} articles @param {boolean} isOwn @param {(id: string) => boolean} isQueued */
  mark(articles, isOwn, isQueued) {
    articles.forEach(({ id, title }, index) => {
      const later = /** @type {HTMLElement} */ (this.list.children[index]?.lastElementChild);
      const isIn = isOwn || isQueued(id);
      const name = isOwn ? this.words.remove(title) : this.words.later(title);
      later.setAttribute("aria-label", name);
      later.title = name;
      if (!isOwn) later.setAttribute("aria-pressed", String(isIn));
      later.querySelector("path")?.setAttribute("d", isOwn ? CROSS : isIn ? CHECK : PLUS);
    });
  }

  /** @param {number} index of the article in the player */
  choose(index) {
    this.#items.forEach((item, i) => (i === index ? item.setAttribute("aria-current", "true") : item.removeAttribute("aria-current")));
    this.previous.disabled = index <= 0;
    this.next.disabled = index >= this.#items.length - 1;
  }

  /** @param {string} text @param {boolean} [isBroken] trying again may help */
  complain(text, isBroken = false) {
    write(this.note, text);
    this.note.role = isBroken ? "alert" : "note";
    this.again.hidden = !isBroken;
  }

  /** Once, for screen readers. @param {string} text */
  announce(text) {
    write(this.news, text);
  }

  /** Arrow keys go along the list. @param {KeyboardEvent} event */
  #walk(event) {
    const at = this.#items.indexOf(/** @type {any} */ (event.target));
    /** @type {Record<string, number>} */
    const places = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.#items.length - 1 };
    const item = at < 0 ? undefined : this.#items[places[event.key]];
    if (!item) return;
    event.preventDefault();
    item.focus();
  }
}
