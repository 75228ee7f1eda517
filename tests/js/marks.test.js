import assert from "node:assert/strict";
import test from "node:test";

import { markOf, setMark, setUsualSpeed, usualSpeed } from "../../tts_service/web/static/listen-button/marks.js";

/** @type {Map<string, string>} */
const stored = new Map();
Object.assign(globalThis, {
  localStorage: { getItem: (/** @type {string} */ name) => stored.get(name) ?? null, setItem: (/** @type {string} */ name, /** @type {string} */ value) => stored.set(name, value) },
});
/** @param {number} time */
const mark = (time) => ({ time, revision: "r", left: 10 });

test("a place is kept, replaced and forgotten", () => {
  setMark("a", mark(1));
  setMark("b", mark(2));
  setMark("a", mark(3));
  assert.equal(markOf("a")?.time, 3);
  setMark("a", null);
  assert.equal(markOf("a"), null);
  assert.equal(markOf("b")?.time, 2);
});

test("a hundred articles are remembered, and the one left longest ago goes first", () => {
  for (let i = 0; i < 100; i++) setMark(`n${i}`, mark(i));
  setMark("n0", mark(7));
  setMark("last", mark(8));
  assert.equal(markOf("b"), null);
  assert.equal(markOf("n1"), null);
  assert.equal(markOf("n0")?.time, 7);
});

test("a speed is kept beside them", () => {
  assert.equal(usualSpeed(), undefined);
  setUsualSpeed(1.5);
  assert.equal(usualSpeed(), 1.5);
  assert.equal(markOf("last")?.time, 8);
});

test("what others have put there, and a storage that is forbidden, is nothing", () => {
  stored.set("listen-button", "{not json");
  assert.equal(markOf("a"), null);
  Object.assign(globalThis, { localStorage: undefined });
  setMark("a", mark(1));
  assert.equal(markOf("a"), null);
});
