/** The button's shadow tree: made once, then changed to show a state. Knows nothing of audio or the service. */

import { dress } from "./style.js";
import { clock, minutes } from "./time.js";
import { words } from "./words.js";

/**
 * @typedef {"idle" | "preparing" | "waiting" | "playing" | "paused" | "ended" | "error"} Phase
 *
 * @typedef {object} State
 * @property {Phase} phase
 * @property {string} label what the button says before it is first pressed
 * @property {number} time seconds
 * @property {number} length seconds; NaN when nothing is known of it
 * @property {boolean} isLengthKnown false: an estimate
 * @property {number} received seconds of audio at hand
 * @property {{segments_done: number, segments_total: number} | null} rendering null when all is there
 * @property {string} problem in words
 */

export const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2, 2.5];

const PLAY = "M4 1.5v15l12.5-7.5z";
const PAUSE = "M3 2h4v14H3zM11 2h4v14h-4z";
const RETRY = "M9 1.5a7.5 7.5 0 1 0 7.3 9.2h-2.1A5.5 5.5 0 1 1 9 3.5c1.5 0 2.9.6 3.9 1.6L10.5 7.5H17V1l-2.7 2.7A7.5 7.5 0 0 0 9 1.5z";

/** @type {Record<Phase, {icon: string, name: string}>} */
const BUTTON = {
  idle: { icon: PLAY, name: "" },
  preparing: { icon: PAUSE, name: words.pause },
  waiting: { icon: PAUSE, name: words.pause },
  playing: { icon: PAUSE, name: words.pause },
  paused: { icon: PLAY, name: words.play },
  ended: { icon: PLAY, name: words.again },
  error: { icon: RETRY, name: words.retry },
};

export class View {
  /** @param {ShadowRoot} root */
  constructor(root) {
    dress(root);
    this.icon = document.createElementNS("http://www.w3.org/2000/svg", "path");
    this.label = make("span", { part: "label" });
    this.play = make("button", { class: "play", part: "button", type: "button" }, this.#picture(), this.label);
    this.length = make("span", { class: "length", part: "time" });
    this.slider = make("input", { class: "slider", part: "slider", type: "range", min: "0", step: "any", "aria-label": words.position });
    this.speed = make("select", { class: "speed", part: "speed", "aria-label": words.speed }, ...SPEEDS.map(choice));
    this.time = make("span", { class: "time", part: "time" });
    this.status = make("span", { class: "status", part: "status" });
    this.times = make("div", { class: "times" }, this.time, this.status);
    this.error = make("p", { class: "error", part: "error", role: "alert", dir: "auto" });
    this.news = make("div", { class: "unseen", role: "status" });
    this.player = make(
      "div",
      { class: "player", part: "player", role: "group", "aria-label": words.player },
      ...[this.play, this.length, this.slider, this.speed, this.times, this.error, this.news],
    );
    root.append(this.player);
  }

  /** @param {State} state */
  show(state) {
    const { phase } = state;
    const isIdle = phase === "idle";
    const isRunning = !isIdle && phase !== "error";
    const isBusy = phase === "preparing" || phase === "waiting";
    this.player.dataset.phase = phase;
    this.player.toggleAttribute("data-busy", isBusy);
    this.#showButton(state);
    for (const part of [this.slider, this.speed, this.times]) part.hidden = !isRunning;
    this.length.hidden = !isIdle || Number.isNaN(state.length);
    write(this.length, this.length.hidden ? "" : words.length(minutes(state.length)));
    this.error.hidden = phase !== "error";
    write(this.error, state.problem);
    if (isRunning) this.#showProgress(state);
    write(this.news, isBusy ? words[/** @type {"preparing" | "waiting"} */ (phase)] : "");
  }

  /** @param {State} state */
  #showButton({ phase, label }) {
    const { icon, name } = BUTTON[phase];
    const isWordy = phase === "idle" || phase === "error";
    this.icon.setAttribute("d", icon);
    this.label.hidden = !isWordy;
    write(this.label, name || label);
    if (isWordy) this.play.removeAttribute("aria-label");
    else this.play.setAttribute("aria-label", name);
  }

  /** @param {State} state */
  #showProgress({ phase, time, length, isLengthKnown, received, rendering }) {
    const isKnown = Number.isFinite(length);
    const shown = isLengthKnown ? clock(length) : words.about(clock(length));
    write(this.time, isKnown ? `${clock(time)} / ${shown}` : clock(time));
    write(this.status, statusWords(phase, rendering));
    this.slider.disabled = !isKnown;
    if (!isKnown) return;
    this.slider.max = String(length);
    this.slider.value = String(time);
    this.slider.setAttribute("aria-valuetext", words.place(time, length, isLengthKnown));
    this.slider.style.setProperty("--at", share(time, length));
    this.slider.style.setProperty("--held", share(Math.max(time, received), length));
  }

  #picture() {
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    picture.setAttribute("viewBox", "0 0 18 18");
    picture.append(this.icon);
    return make("span", { class: "icon", "aria-hidden": "true" }, picture);
  }
}

/**
 * @param {Phase} phase
 * @param {State["rendering"]} rendering
 */
function statusWords(phase, rendering) {
  if (rendering?.segments_total) return words.rendering(rendering.segments_done, rendering.segments_total);
  if (phase === "preparing") return words.preparing;
  return phase === "waiting" ? words.waiting : "";
}

/** @param {number} part @param {number} whole */
function share(part, whole) {
  return `${((100 * part) / Math.max(whole, part, 0.001)).toFixed(2)}%`;
}

/** @param {number} speed */
function choice(speed) {
  return make("option", { value: String(speed) }, `${speed}×`);
}

/** Untouched when it says so already: a live region would speak again. @param {Element} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
