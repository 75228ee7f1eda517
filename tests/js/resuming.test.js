/** Where one goes on after a reload, and after an edit: the mark that is kept, and the place that it leads to. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { FakeService } from "./fake-service.js";
import "./fake-browser.js";
import { settled } from "./fake-media.js";

/** @type {Map<string, string>} */
const stored = new Map();
Object.assign(globalThis, {
  localStorage: { getItem: (/** @type {string} */ name) => stored.get(name) ?? null, setItem: (/** @type {string} */ name, /** @type {string} */ value) => stored.set(name, value) },
});
const { StartPosition } = await import("../../tts_service/web/static/listen-button/start-position.js");
const { bookmarkOf, setBookmark } = await import("../../tts_service/web/static/listen-button/bookmarks.js");
const { join, placeOf, sentenceAt } = await import("../../tts_service/web/static/listen-button/resume.js");

const KEY = "https://news.example/story";
const CAPTIONS = "https://listen.example/captions/a.vtt";
const cues = ["Title.", "One.", "Two.", "Three."].map((text, i) => ({ start: i * 10, end: i * 10 + 9, text }));
const mark = { time: 24, revision: "r1", left: 16, sentence: sentenceAt(cues, 24) };

/** @param {...string} texts each ten seconds long */
function vtt(...texts) {
  const at = (/** @type {number} */ seconds) => `00:00:${String(seconds).padStart(2, "0")}.000`;
  return ["WEBVTT", ...texts.map((text, i) => `${i}\n${at(i * 10)} --> ${at(i * 10 + 9)}\n${text}`)].join("\n\n");
}

/** A button that plays, as far as a mark needs one. */
function playing() {
  const button = Object.assign(new EventTarget(), { currentTime: 0, duration: 60, narration: { revision: "r1" }, getAttribute: () => null, hasAttribute: () => false });
  join(/** @type {any} */ ({ button, signal: new AbortController().signal, timeline: { cues }, key: KEY }));
  return (/** @type {number} */ time, /** @type {string} */ type) => {
    button.currentTime = time;
    button.dispatchEvent(new Event(type));
    return bookmarkOf(KEY)?.time ?? null;
  };
}

test("the place is kept every five seconds, and when it is paused or left", () => {
  const at = playing();
  assert.deepEqual([at(9, "listen-progress"), at(12, "listen-progress"), at(14.5, "listen-progress")], [9, 9, 14.5]);
  assert.equal(at(16, "listen-pause"), 16);
  assert.deepEqual(bookmarkOf(KEY), { time: 16, left: 44, revision: "r1", sentence: sentenceAt(cues, 16) });
});

test("nobody goes on at the very beginning or end, or where it has been heard", () => {
  const at = playing();
  assert.deepEqual([at(20, "listen-pause"), at(5, "listen-pause")], [20, null]);
  assert.deepEqual([at(20, "listen-pause"), at(55, "listen-pause")], [20, null]);
  assert.deepEqual([at(20, "listen-pause"), at(60, "listen-end")], [20, null]);
});

test("of the same revision it is the same second, and a place that was asked for counts more", async () => {
  setBookmark(KEY, mark);
  const button = /** @type {any} */ ({ narration: null, getAttribute: () => null, hasAttribute: () => false });
  const start = new StartPosition(button);
  const offer = /** @type {any} */ ({ target: { key: KEY }, service: { address: () => CAPTIONS }, article: null });
  const article = /** @type {any} */ ({ revision: "r1", status: "ready" });
  assert.equal(start.left(offer), 16);
  assert.equal(await start.request(offer).place(article), 24);
  start.from = 3;
  assert.equal(await start.request(offer).place(article), 3);
  assert.equal(await start.request(offer).place(article), 24);
  const service = new FakeService();
  service.captions = vtt("Title.", "New.", "One.", "Two.");
  assert.equal(await start.request(offer).place({ ...article, revision: "r2" }), 34);
});

test("a listener who wants nothing remembered begins at the start", async () => {
  setBookmark(KEY, mark);
  const button = /** @type {any} */ ({ narration: null, getAttribute: (/** @type {string} */ name) => (name === "resume" ? "off" : null), hasAttribute: () => false });
  const offer = /** @type {any} */ ({ target: { key: KEY }, service: {} });
  assert.equal(await new StartPosition(button).request(offer).place(/** @type {any} */ ({ revision: "r1" })), 0);
});

/** @type {[string, boolean, string[], number][]} */
const EDITS = [
  ["the sentence has moved", true, ["New.", "Title.", "One.", "Two."], 34],
  ["the sentence is gone", true, ["Title.", "One.", "Other.", "Three."], 30],
  ["nothing is as it was", true, ["Other."], 24],
  ["no captions are to be had", true, [], 24],
];
for (const [what, isSettled, texts, place] of EDITS) {
  test(`after an edit, when ${what}`, async () => {
    const service = new FakeService();
    service.captions = texts.length ? vtt(...texts) : "";
    assert.equal(await placeOf(mark, CAPTIONS, () => isSettled), place);
  });
}

test("a sentence that is still to be spoken is waited for, though not for ever", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const service = new FakeService();
  service.captions = vtt("Title.", "One.");
  const [spoken, never] = [placeOf(mark, CAPTIONS, () => false), placeOf({ ...mark, sentence: sentenceAt([{ start: 0, end: 9, text: "X." }], 4) }, CAPTIONS, () => false)];
  for (let looks = 0; looks < 22; looks++) {
    if (looks === 3) service.captions = vtt("Title.", "One.", "New.", "Two.");
    await settled();
    mock.timers.tick(500);
  }
  assert.deepEqual(await Promise.all([spoken, never]), [34, 24]);
  mock.timers.reset();
});
