/** The custom element of a playlist: a list, and one listen button that plays its articles one after the other. */

import { dequeue, enqueue, isQueued, ownQueue, watchQueue } from "./own-queue.js";
import { lastHeard, leave, setLastHeard, wasLeftPlaying } from "./playlist-place.js";
import { PlaylistView } from "./playlist-view.js";
import { englishPlaylist, playlistWordsFor } from "./playlist-words.js";
import { Service } from "./service.js";
import { SleepTimer } from "./sleep-timer.js";

/** @import { ListenButton } from "./element.js" */
/** @import { Queued } from "./own-queue.js" */

const OWN = "own";

/** As the button's `languageAt`, which no other file can have without making larger what every page loads. @param {Element} element */
function languageOf(element) {
  return /** @type {HTMLElement | null} */ (element.closest("[lang]"))?.lang || navigator.language;
}

/** Documented in `listen-playlist.js`. */
export class ListenPlaylist extends HTMLElement {
  static observedAttributes = ["lang", "name", "own", "service"];
  /** Where the service is, when no attribute says so. */
  static service = "/";

  /** @type {Queued[]} */
  articles = [];
  index = 0;
  #title = "";
  #words = englishPlaylist;
  #life = new AbortController();
  /** Counts what was asked for: only the last answer is shown. */
  #loads = 0;
  #button = /** @type {ListenButton} */ (document.createElement("listen-button"));
  #view;
  #sleep = new SleepTimer(() => this.#fallAsleep());

  constructor() {
    super();
    this.#button.setAttribute("read-along", "off");
    this.#view = new PlaylistView(this.attachShadow({ mode: "open" }), this.#button);
    const { previous, next, continuous, sleep, again } = this.#view;
    previous.addEventListener("click", () => this.previous());
    next.addEventListener("click", () => this.next());
    again.addEventListener("click", () => void this.#load());
    continuous.checked = true;
    sleep.addEventListener("change", () => this.#sleep.set(sleep.value));
    this.#button.addEventListener("listen-play", () => this.#started());
    this.#button.addEventListener("listen-progress", () => this.#takeKeys());
    this.#button.addEventListener("listen-end", () => this.#ended());
  }

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    for (const name of ["theme", "resume", "plays", "service"]) {
      const value = this.getAttribute(name);
      if (value !== null) this.#button.setAttribute(name, value);
    }
    this.#view.continuous.checked = this.getAttribute("continuous") !== "off";
    watchQueue(() => this.#queueChanged(), signal);
    addEventListener("pagehide", () => leave(this.#key, this.#button.paused), { signal });
    void this.#loadWords();
    void this.#load();
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#sleep.set("");
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (!this.isConnected || before === value) return;
    if (name === "lang") void this.#loadWords();
    else void this.#load();
  }

  /** Call it from a click or a key press: browsers let only those start a sound. */
  play() {
    return this.#button.play();
  }

  pause() {
    this.#button.pause();
  }

  next() {
    this.#go(this.index + 1);
  }

  previous() {
    this.#go(this.index - 1);
  }

  get #isOwn() {
    return this.hasAttribute("own");
  }

  /** What is remembered goes by. */
  get #key() {
    return this.#isOwn ? OWN : `playlist/${this.getAttribute("name")}`;
  }

  get #isRemembered() {
    return this.getAttribute("resume") !== "off";
  }

  async #loadWords() {
    this.#words = await playlistWordsFor(languageOf(this));
    this.#view.setWords(this.#words);
    this.#button.setAttribute("label", this.#words.listen);
    this.#button.lang = this.#words.code;
    if (this.#title || this.articles.length) this.#fill();
  }

  async #load() {
    const load = ++this.#loads;
    if (this.#isOwn) return this.#take("", ownQueue());
    try {
      const service = new Service(new URL(this.getAttribute("service") ?? ListenPlaylist.service, location.href).href);
      const found = await service.json(`v1/playlists/${encodeURIComponent(this.getAttribute("name") ?? "")}`);
      if (load === this.#loads) this.#take(found.title, found.articles);
    } catch {
      if (load === this.#loads) this.#view.complain(this.#words.failed, true);
    }
  }

  /** @param {string} title @param {Queued[]} articles */
  #take(title, articles) {
    this.#title = title;
    this.articles = articles;
    const last = this.#isRemembered ? lastHeard(this.#key) : "";
    this.index = Math.max(0, articles.findIndex(({ id }) => id === last));
    this.#fill();
    if (!articles.length) return;
    this.#put(this.index);
    if (this.hasAttribute("across") && wasLeftPlaying(this.#key)) void this.play();
  }

  #fill() {
    const turn = (/** @type {Queued} */ article) => (isQueued(article.id) ? dequeue(article.id) : enqueue(article));
    this.#view.fill(this.#isOwn ? this.#words.mine : this.#title, this.articles, this.#isOwn, (index) => this.#go(index), turn);
    this.#view.mark(this.articles, this.#isOwn, isQueued);
    this.#view.choose(this.index);
  }

  #queueChanged() {
    if (!this.#isOwn) return this.#view.mark(this.articles, false, isQueued);
    const current = this.articles[this.index]?.id;
    const articles = ownQueue();
    const at = articles.findIndex(({ id }) => id === current);
    this.articles = articles;
    this.index = at < 0 ? Math.min(this.index, Math.max(0, articles.length - 1)) : at;
    this.#fill();
    if (at < 0 && articles.length) this.#put(this.index);
    if (at < 0) this.pause();
  }

  /** The article at `index` into the player. @param {number} index */
  #put(index) {
    this.index = index;
    const { id } = this.articles[index];
    this.#button.setAttribute("article", id);
    this.#view.choose(index);
    this.dispatchEvent(new CustomEvent("listen-playlist-change", { bubbles: true, composed: true, detail: { article: id, index } }));
  }

  /** The article at `index`, from a press or when another has ended. @param {number} index */
  #go(index) {
    if (!this.articles[index]) return;
    if (index === this.index && !this.#button.paused) return this.pause();
    this.#put(index);
    void this.play();
  }

  #started() {
    const article = this.articles[this.index];
    if (article && this.#isRemembered) setLastHeard(this.#key, article.id);
    if (article) this.#view.announce(this.#words.now(article.title));
    this.#takeKeys();
  }

  #ended() {
    const { id } = this.articles[this.index] ?? {};
    const isAsleep = this.#sleep.ends();
    const goesOn = this.#view.continuous.checked && !isAsleep;
    if (this.#isOwn && id) dequeue(id); // it has been heard; what followed it stands in its place
    if (goesOn) this.#go(this.#isOwn ? this.index : this.index + 1);
  }

  #fallAsleep() {
    this.pause();
    this.#view.sleep.value = "";
    this.#view.announce(this.#words.slept);
  }

  /** The keys of headsets and lock screens that would go to another chapter go to another article. */
  #takeKeys() {
    const session = navigator.mediaSession;
    if (!session || this.#button.paused) return;
    session.setActionHandler("nexttrack", this.articles[this.index + 1] ? () => this.next() : null);
    session.setActionHandler("previoustrack", this.index > 0 ? () => this.previous() : null);
  }
}
