import assert from "node:assert/strict";
import test from "node:test";

import { BYTES_PER_SECOND, FRAME_BYTES, bytesAt, secondsOf, tagBytes } from "../../tts_service/web/static/listen-button/mp3.js";

/** @param {number} size of the tag's body @returns {Uint8Array} */
const id3 = (size) => Uint8Array.from([0x49, 0x44, 0x33, 4, 0, 0, (size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127]);

test("a tag's size is read seven bits at a time", () => {
  assert.equal(tagBytes(id3(0)), 10);
  assert.equal(tagBytes(id3(127)), 137);
  assert.equal(tagBytes(id3(128)), 138);
  assert.equal(tagBytes(id3(16_374)), 16_384);
  assert.equal(tagBytes(id3(5_000_000)), 5_000_010);
});

test("what does not begin with a tag has none", () => {
  assert.equal(tagBytes(Uint8Array.from([0xff, 0xf3, 0x84, 0xc4, 0, 0, 1, 1, 1, 1])), 0);
});

test("a place in time is a whole number of frames", () => {
  assert.equal(bytesAt(0), 0);
  assert.equal(bytesAt(0.0239), 0);
  assert.equal(bytesAt(0.024), FRAME_BYTES);
  assert.equal(bytesAt(60), 60 * BYTES_PER_SECOND);
  assert.equal(bytesAt(-1), 0);
});

test("bytes and seconds convert there and back, for every frame of an hour", () => {
  for (let frame = 0; frame < 150_000; frame++) assert.equal(bytesAt(secondsOf(frame * FRAME_BYTES)), frame * FRAME_BYTES);
});
