import assert from "node:assert/strict";
import test from "node:test";

import { paragraphs } from "../../tts_service/web/static/listen-button/panel.js";

/** @param {...[number, number]} spans */
const cues = (...spans) => spans.map(([start, end]) => ({ start, end, text: "" }));

test("a long silence ends a paragraph of the transcript", () => {
  assert.deepEqual(paragraphs(cues([0, 1], [1.2, 2], [2.45, 3], [3, 4], [5, 6])), [[0, 2], [2, 4], [4, 5]]);
  assert.deepEqual(paragraphs([]), []);
});
