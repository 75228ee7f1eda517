import assert from "node:assert/strict";
import test from "node:test";

import { bookmarkOf, setBookmark, setUsualSpeed, usualSpeed } from "../../tts_service/web/static/listen-button/bookmarks.js";

/** @type {Map<string, string>} */
const stored = new Map();
Object.assign(globalThis, {
  localStorage: { getItem: (/** @type {string} */ name) => stored.get(name) ?? null, setItem: (/** @type {string} */ name, /** @type {string} */ value) => stored.set(name, value) },
});
/** @param {number} time */
const mark = (time) => ({ time, revision: "r", left: 10 });

test("a place is kept, replaced and forgotten", () => {
  setBookmark("a", mark(1));
  setBookmark("b", mark(2));
  setBookmark("a", mark(3));
  assert.equal(bookmarkOf("a")?.time, 3);
  setBookmark("a", null);
  assert.equal(bookmarkOf("a"), null);
  assert.equal(bookmarkOf("b")?.time, 2);
});

test("a hundred articles are remembered, and the one left longest ago goes first", () => {
  for (let i = 0; i < 100; i++) setBookmark(`n${i}`, mark(i));
  setBookmark("n0", mark(7));
  setBookmark("last", mark(8));
  assert.equal(bookmarkOf("b"), null);
  assert.equal(bookmarkOf("n1"), null);
  assert.equal(bookmarkOf("n0")?.time, 7);
});

test("a speed is kept beside them", () => {
  assert.equal(usualSpeed(), undefined);
  setUsualSpeed(1.5);
  assert.equal(usualSpeed(), 1.5);
  assert.equal(bookmarkOf("last")?.time, 8);
});

test("what others have put there, and a storage that is forbidden, is nothing", () => {
  stored.set("listen-button", "{not json");
  assert.equal(bookmarkOf("a"), null);
  Object.assign(globalThis, { localStorage: undefined });
  setBookmark("a", mark(1));
  assert.equal(bookmarkOf("a"), null);
});
