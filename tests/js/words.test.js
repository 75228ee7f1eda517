import assert from "node:assert/strict";
import test from "node:test";

import { words } from "../../tts_service/web/static/listen-button/words.js";

test("a place is told in whole words, and an estimate as one", () => {
  assert.equal(words.place(61, 125, true), "1 minute 1 second of 2 minutes 5 seconds");
  assert.equal(words.place(0, 310, false), "0 seconds of about 5 minutes 10 seconds");
  assert.equal(words.place(42, NaN, false), "42 seconds");
});
