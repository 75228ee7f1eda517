import assert from "node:assert/strict";
import test from "node:test";

import { backoff, clock, minutes, reach, seconds, spoken } from "../../tts_service/web/static/listen-button/time.js";

/** @param {...[number, number]} spans */
const ranges = (...spans) => ({ length: spans.length, start: (/** @type {number} */ i) => spans[i][0], end: (/** @type {number} */ i) => spans[i][1] });

test("a clock shows hours only when there are some", () => {
  assert.equal(clock(0), "0:00");
  assert.equal(clock(7.9), "0:07");
  assert.equal(clock(59.9995), "1:00"); // what is a millisecond away has been reached
  assert.equal(clock(760), "12:40");
  assert.equal(clock(3723), "1:02:03");
  assert.equal(clock(-3), "0:00");
});

test("a clock is read as it is written, and as other players write it", () => {
  assert.deepEqual(["0:07", "1:23", "1:02:03", "83", "83.5", "83s", "1m23s", "1h2m3s", "2m"].map(seconds), [7, 83, 3723, 83, 83.5, 83, 83, 3723, 120]);
  for (const text of ["", "x", "1:", ":3", "-5", "1:2:3:4", "1e3", "NaN"]) assert.ok(Number.isNaN(seconds(text)), text);
  for (const time of [0, 59, 60, 3600, 36061]) assert.equal(seconds(clock(time)), time);
});

test("a length in minutes is never none, and in the listener's language", () => {
  assert.equal(minutes(4, "en"), "1 min");
  assert.equal(minutes(89, "en"), "1 min");
  assert.equal(minutes(284, "en"), "5 min");
  assert.equal(minutes(284, "es"), "5 min");
  assert.match(minutes(284, "hi"), /^5 /);
  assert.match(minutes(284, "ar"), /5/);
});

test("a length is told in whole words", () => {
  assert.equal(spoken(125, "en"), "2 minutes 5 seconds");
  assert.equal(spoken(61, "en"), "1 minute 1 second");
  assert.equal(spoken(42.9, "en"), "42 seconds");
  assert.match(spoken(125, "fr"), /^2\sminutes 5\ssecondes$/);
});

test("reach ends where the stretch with the given time ends", () => {
  const buffered = ranges([0, 10], [10.05, 20], [30, 40]);
  assert.equal(reach(buffered, 3), 20);
  assert.equal(reach(buffered, 25), 25);
  assert.equal(reach(buffered, 30), 40);
  assert.equal(reach(buffered, 29.95), 40);
  assert.equal(reach(buffered, 50), 50);
  assert.equal(reach(ranges(), 1), 1);
});

test("pauses between tries double up to eight seconds", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 20].map(backoff), [500, 1000, 2000, 4000, 8000, 8000, 8000]);
});
