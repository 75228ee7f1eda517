/** A listener at a scripted browser: the button's own modules, from what a press starts to what the service is asked. */

import { mock } from "node:test";

import { FakeEvents, setMediaSource, setOnline } from "./fake-browser.js";
import { FakeMediaSource, settled } from "./fake-media.js";
import { FakeService } from "./fake-service.js";

/** @import { FakeAudio } from "./fake-audio.js" */

setMediaSource(!String(process.argv[1]).includes("native")); // which of both ways of playing is loaded once a page
const { Listening } = await import("../../tts_service/web/static/listen-button/listening.js");
const { Offer } = await import("../../tts_service/web/static/listen-button/offer.js");
const { Service } = await import("../../tts_service/web/static/listen-button/service.js");
const { loadDeferred } = await import("../../tts_service/web/static/listen-button/deferred.js");
const { loadPlayer } = await import("../../tts_service/web/static/listen-button/player.js");
await loadDeferred();
await loadPlayer();

const STEP_MS = 100;
const URL = "https://news.example/story";

/** Lets time go by, with all that happens in it. @param {number} ms */
export async function pass(ms) {
  for (let gone = 0; gone < ms; gone += STEP_MS) {
    mock.timers.tick(STEP_MS);
    await settled();
  }
}

export class Rig {
  /** What the button was told, but for "change", "progress" and "narration". @type {string[]} */
  told = [];

  /** @param {{seconds?: number, rendered?: number, place?: number}} [how] as of FakeService; `place`: where it begins */
  constructor({ place = 0, ...how } = {}) {
    mock.timers.reset();
    mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
    mock.method(console, "error", () => {});
    setOnline(true);
    FakeEvents.opened.length = FakeMediaSource.made.length = 0;
    this.service = new FakeService(how);
    this.place = place;
    this.listening = new Listening((what, problem) => this.#hear(what, problem));
    this.audio = /** @type {FakeAudio} */ (/** @type {unknown} */ (this.listening.audio));
  }

  /** @param {string} what @param {Error} [problem] */
  #hear(what, problem) {
    const reason = /** @type {{reason?: string}} */ (problem ?? {}).reason;
    if (!["change", "progress", "narration"].includes(what)) this.told.push(problem ? `${what} ${reason ?? problem}` : what);
  }

  /** What the button was told since this was asked last. */
  get news() {
    return this.told.splice(0);
  }

  get phase() {
    return this.listening.phase;
  }

  get media() {
    return /** @type {FakeMediaSource} */ (FakeMediaSource.made.at(-1));
  }

  /** The service answers nothing until `release`. */
  hold() {
    this.service.gate = new Promise((resolve) => (this.release = () => resolve(null)));
  }

  release = () => {};

  /** The line breaks, and stays broken until the player gives up. */
  async cutOff() {
    this.service.faults = Array(9).fill(0);
    this.service.cut();
    await pass(45_000);
    this.service.faults.length = 0;
  }

  /** Which frame of the file lies at which place, where they differ. */
  get misplaced() {
    return [...(this.media?.buffer?.frames ?? [])].filter(([place, frame]) => place !== frame);
  }

  /** The browser's own way: so much of the file has come. @param {number} until seconds @param {object} [what] */
  async arrive(until, what) {
    this.audio.arrive(until, what);
    await settled();
  }

  /** A press, which waits for nothing. */
  press() {
    const service = new Service(this.service.base);
    const offer = new Offer({ id: null, wanted: { url: URL }, key: URL, place: URL, isStated: true }, service);
    const request = { service, ask: (/** @type {boolean} */ isHeard) => offer.obtain(this.listening.article, isHeard), place: async () => this.place };
    return this.listening.play(request);
  }

  async play() {
    void this.press();
    await settled();
  }

  async pause() {
    this.listening.pause();
    await settled();
  }

  /** @param {number} seconds */
  async seek(seconds) {
    this.listening.seek(seconds);
    await settled();
  }

  /** Listens for so long, a quarter of a second at a time. @param {number} seconds */
  async listen(seconds) {
    for (let gone = 0; gone < seconds; gone += 0.25) {
      this.audio.advance(0.25);
      await settled();
    }
  }

  async close() {
    this.listening.close();
    await settled();
    mock.timers.reset();
  }
}
