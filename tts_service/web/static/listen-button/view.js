/** The button's shadow tree: made once, then changed to show a state. Knows nothing of audio or the service. */

import { addStyles } from "./style.js";
import { clock, minutes, spoken } from "./time.js";
import { english } from "./words.js";

/** @import { Dock } from "./dock.js" */
/** @import { Phase } from "./listening.js" */
/** @import { Plain, Words } from "./words.js" */

/**
 * @typedef {object} State
 * @property {Phase} phase
 * @property {string} label what the publisher has the button say before it is first pressed
 * @property {number} time seconds
 * @property {number} length seconds; NaN when nothing is known of it
 * @property {boolean} isLengthKnown false: an estimate
 * @property {number} received seconds of audio at hand
 * @property {{segments_done: number, segments_total: number} | null} rendering null when all is there
 * @property {string} problem in words
 * @property {string} refusal "": it can be heard; "hide" and "say" are what to do when it cannot
 * @property {number} from seconds that a shared address asks for, or NaN
 * @property {number} left seconds left of what was begun another time, or NaN
 */

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];

export const PLAY = "M7.5 4.5v15L20 12z";
const PAUSE = "M7 5h3v14H7zM14 5h3v14h-3z";
const RETRY = "M12 4a8 8 0 1 0 7.75 10h-2.1A6 6 0 1 1 12 6c1.65 0 3.14.69 4.22 1.78L13 11h7V4l-2.35 2.35A7.96 7.96 0 0 0 12 4z";
const BACK = "M12 4.5V1L7 5.25 12 9.5V6.2a7.4 7.4 0 1 1-7.4 7.4H2.9A9.1 9.1 0 1 0 12 4.5z";
const MORE = "M5 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm7 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm7 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4z";

export const CROSS = "M6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12 19 6.4 17.6 5 12 10.6z";

/** @type {Record<Phase, {icon: string, name: Plain | ""}>} */
const BUTTON = {
  idle: { icon: PLAY, name: "" },
  preparing: { icon: PAUSE, name: "pause" },
  waiting: { icon: PAUSE, name: "pause" },
  playing: { icon: PAUSE, name: "pause" },
  paused: { icon: PLAY, name: "play" },
  ended: { icon: RETRY, name: "again" },
  error: { icon: RETRY, name: "retry" },
};

export class View {
  words = english;
  #isDragging = false;
  /** The current chapter, for the second line. */
  #chapter = "";
  /** What the hidden live region last announced. */
  #news = "";
  /** Set once the player has been docked at the window's edge. @type {Dock | null} */
  dock = null;

  /** @param {ShadowRoot} root */
  constructor(root) {
    addStyles(root);
    this.root = root;
    this.icon = document.createElementNS("http://www.w3.org/2000/svg", "path");
    this.label = make("span", { part: "label" });
    const slot = make("slot", { name: "label" }, this.label);
    this.play = make("button", { class: "play", part: "button", type: "button" }, make("span", { class: "icon" }, picture(this.icon)), slot);
    this.back = round("back", BACK, make("span", { class: "fifteen", "aria-hidden": "true" }, "15"));
    this.forward = round("forward", BACK, make("span", { class: "fifteen", "aria-hidden": "true" }, "15"));
    this.slider = make("input", { class: "slider", part: "slider", type: "range", min: "0", step: "any" });
    this.speed = make("select", { class: "speed", part: "speed" }, ...SPEEDS.map(choice));
    this.more = round("more", MORE);
    this.time = make("span", { class: "time", part: "time" });
    this.status = make("span", { class: "status", part: "status", dir: "auto" });
    this.times = make("div", { class: "times" }, this.time, this.status);
    this.error = make("p", { class: "error", part: "error", dir: "auto" });
    this.news = make("div", { class: "unseen", role: "status" });
    this.end = make("slot", { name: "end" });
    const parts = [this.play, this.back, this.forward, this.slider, this.times, this.speed, this.more, this.end, this.error];
    this.player = make("div", { class: "player", part: "player", role: "group" }, ...parts);
    this.frame = make("div", { class: "frame" }, this.player, this.news);
    this.space = make("div", { class: "space" }, this.frame);
    root.append(this.space);
    this.setWords(english);
  }

  /** @param {Words} words */
  setWords(words) {
    this.words = words;
    this.frame.lang = words.code;
    if (words.code === "ar") this.frame.dir = "rtl"; // what is in English on such a page follows the page
    else this.frame.removeAttribute("dir");
    call(this.player, words.player);
    call(this.slider, words.position);
    for (const key of /** @type {const} */ (["back", "forward", "speed", "more"])) {
      call(this[key], words[key]);
      this[key].title = words[key];
    }
  }

  /** The slider follows the listener until they let it go. */
  drag() {
    this.#isDragging = true;
    this.#place(Number(this.slider.value), Number(this.slider.max), true);
  }

  /** @returns {number} seconds */
  drop() {
    this.#isDragging = false;
    return Number(this.slider.value);
  }

  /** @param {string} title */
  setChapter(title) {
    this.#chapter = title;
  }

  /** Announce once, for screen readers. @param {string} text */
  announce(text) {
    this.news.ariaLive = "polite";
    write(this.news, text);
  }

  /** The phase can always be read there; it is announced only while no article is playing. @param {Phase} phase */
  #announcePhase(phase) {
    const isBusy = phase === "preparing" || phase === "waiting";
    const text = isBusy ? this.#busyWords(phase) : phase === "idle" || phase === "error" ? "" : this.words[phase];
    if (text === this.#news) return;
    this.#news = text;
    this.news.ariaLive = isBusy ? "polite" : "off"; // not over the voice
    write(this.news, text);
  }

  /** @param {State} state */
  show(state) {
    const { phase, refusal } = state;
    const isRunning = phase !== "idle" && phase !== "error";
    const isBusy = phase === "preparing" || phase === "waiting";
    mark(this.player, "phase", phase);
    mark(this.frame, "refusal", refusal);
    this.player.toggleAttribute("data-busy", isBusy);
    this.#showButton(state);
    for (const part of [this.back, this.forward, this.slider, this.times, this.speed, this.more, this.end]) part.hidden = !isRunning;
    this.error.hidden = phase !== "error" && refusal !== "say";
    this.play.hidden = refusal === "say";
    this.error.role = refusal ? "note" : "alert"; // a page that cannot be listened to is no alarm
    write(this.error, refusal === "say" ? this.words.unavailable : state.problem);
    if (isRunning) this.#showProgress(state);
    this.#announcePhase(phase);
  }

  /** @param {State} state */
  #showButton(state) {
    const { icon, name: key } = BUTTON[state.phase];
    const isWordy = state.phase === "idle" || state.phase === "error";
    if (this.icon.getAttribute("d") !== icon) this.icon.setAttribute("d", icon);
    this.label.hidden = !isWordy;
    write(this.label, key ? this.words[key] : this.invitation(state));
    if (isWordy) this.play.removeAttribute("aria-label");
    else call(this.play, key ? this.words[key] : "");
  }

  /** @param {Pick<State, "label" | "length" | "from" | "left">} state @returns {string} to press */
  invitation({ label, length, from, left }) {
    const { words } = this;
    if (from) return words.from(clock(from));
    const [begin, rest] = left ? [label || words.resume, left] : [label || words.invite, length];
    if (!rest) return begin;
    const shown = minutes(rest, words.code);
    return `${begin} · ${left ? words.left(shown) : shown}`;
  }

  /** @param {State} state */
  #showProgress({ phase, time, length, isLengthKnown, received, rendering }) {
    write(this.status, this.#statusWords(phase, rendering));
    if (this.#isDragging) return;
    const isKnown = Number.isFinite(length);
    this.slider.disabled = !isKnown;
    if (!isKnown) return write(this.time, clock(time));
    this.slider.max = String(length);
    this.slider.value = String(time);
    this.slider.style.setProperty("--held", share(Math.max(time, received), length));
    this.#place(time, length, isLengthKnown);
  }

  /** @param {number} time @param {number} length @param {boolean} isLengthKnown */
  #place(time, length, isLengthKnown) {
    const { about, code, place } = this.words;
    const guess = (/** @type {string} */ text) => (isLengthKnown ? text : about(text));
    write(this.time, `${clock(time)} / ${guess(clock(length))}`);
    this.slider.style.setProperty("--at", share(time, length));
    this.slider.setAttribute("aria-valuetext", place(spoken(time, code), guess(spoken(length, code))));
  }

  /** @param {Phase} phase @param {State["rendering"]} rendering */
  #statusWords(phase, rendering) {
    if (phase === "waiting" && !navigator.onLine) return this.words.offline;
    if (rendering?.segments_total) return this.words.rendering(rendering.segments_done, rendering.segments_total);
    return phase === "preparing" || phase === "waiting" ? this.#busyWords(phase) : this.#chapter;
  }

  /** @param {Phase} phase */
  #busyWords(phase) {
    if (phase === "preparing") return this.words.preparing;
    return navigator.onLine ? this.words.waiting : this.words.offline;
  }
}

/** @param {number} part @param {number} whole */
function share(part, whole) {
  return `${((100 * part) / Math.max(whole, part, 0.001)).toFixed(2)}%`;
}

/** @param {number} speed */
function choice(speed) {
  return make("option", { value: String(speed) }, `${speed}×`);
}

/** @param {string} part @param {string} path @param {...Node} more */
function round(part, path, ...more) {
  return make("button", { class: `round ${part}`, part, type: "button" }, picture(path), ...more);
}

/** @param {string | SVGPathElement} path */
export function picture(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const drawn = typeof path === "string" ? document.createElementNS("http://www.w3.org/2000/svg", "path") : path;
  if (typeof path === "string") drawn.setAttribute("d", path);
  svg.append(drawn);
  return svg;
}

/** @param {Element} element @param {string} text for screen readers */
function call(element, text) {
  if (element.getAttribute("aria-label") !== text) element.setAttribute("aria-label", text);
}

/** @param {HTMLElement} element @param {string} key @param {string} value */
function mark(element, key, value) {
  if (element.dataset[key] !== value) element.dataset[key] = value;
}

/** Unchanged if the text is the same: a live region would announce it again. @param {Element} element @param {string} text */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
