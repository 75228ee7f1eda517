import assert from "node:assert/strict";
import test from "node:test";

import { backoff, clock, minutes, reach } from "../../tts_service/web/static/listen-button/time.js";

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

test("a length in minutes is never none", () => {
  assert.equal(minutes(4), 1);
  assert.equal(minutes(89), 1);
  assert.equal(minutes(284), 5);
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
