/** Puts the scripted browser in place of the one that Node has not: import it before any module of the player. */

import { FakeAudio } from "./fake-audio.js";
import { FakeMediaSource, objectUrl } from "./fake-media.js";

const page = new EventTarget();

/** Stands for `EventSource`: a test says what comes. */
export class FakeEvents extends EventTarget {
  static CLOSED = 2;
  /** @type {FakeEvents[]} every one that was opened */
  static opened = [];
  readyState = 1;
  onerror = () => {};

  /** @param {string} url */
  constructor(url) {
    super();
    this.url = url;
    FakeEvents.opened.push(this);
  }

  close() {
    this.readyState = FakeEvents.CLOSED;
  }

  /** @param {string} type @param {object} article */
  say(type, article) {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(article) }));
  }
}

Object.defineProperty(globalThis, "navigator", { value: { onLine: true, language: "en" }, configurable: true, writable: true });
Object.assign(globalThis, {
  Audio: FakeAudio,
  HTMLMediaElement: FakeAudio,
  MediaError: { MEDIA_ERR_DECODE: 3, MEDIA_ERR_SRC_NOT_SUPPORTED: 4 },
  EventSource: FakeEvents,
  MutationObserver: class {
    observe() {}
  },
  location: new URL("https://news.example/story"),
  document: Object.assign(new EventTarget(), {
    baseURI: "https://news.example/story",
    readyState: "complete",
    visibilityState: "visible",
    head: {},
    documentElement: {},
    querySelector: () => null,
    querySelectorAll: () => [],
  }),
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
  dispatchEvent: page.dispatchEvent.bind(page),
});
Object.assign(URL, { createObjectURL: objectUrl, revokeObjectURL: () => {} });

/** The browser has a media source for MP3, or none. @param {boolean} isThere */
export function setMediaSource(isThere) {
  Object.assign(globalThis, { MediaSource: isThere ? FakeMediaSource : undefined });
}

/** @param {boolean} isOnline */
export function setOnline(isOnline) {
  Object.assign(navigator, { onLine: isOnline });
  globalThis.dispatchEvent(new Event(isOnline ? "online" : "offline"));
}
