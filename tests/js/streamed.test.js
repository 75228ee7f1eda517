/** How the media source is fed: ahead of the listener, within the browser's room, in the right order. */

import assert from "node:assert/strict";
import test from "node:test";

import "./fake-browser.js";
import { FakeMediaSource, settled } from "./fake-media.js";
import { Rig, pass } from "./listening-rig.js";

/** Until nothing more comes. @param {Rig} rig */
async function fed(rig) {
  for (let before = -1; before !== rig.media.buffer?.frames.size; ) {
    before = rig.media.buffer?.frames.size ?? 0;
    for (let i = 0; i < 5; i++) await settled();
  }
}

/** @param {ConstructorParameters<typeof Rig>[0]} how @param {(rig: Rig) => Promise<void>} act */
async function playing(how, act) {
  const rig = new Rig(how);
  rig.listening.update(/** @type {any} */ (rig.service.article()));
  await rig.play();
  await fed(rig);
  await act(rig);
  await rig.close();
}

test("five minutes are kept ahead, and more comes as they are heard", () =>
  playing({ seconds: 480 }, async (rig) => {
    assert.ok(rig.audio.ahead > 300 && rig.audio.ahead < 302, String(rig.audio.ahead));
    await rig.listen(10);
    await fed(rig);
    assert.ok(rig.audio.ahead > 299.9 && rig.audio.ahead < 302, String(rig.audio.ahead));
    assert.ok(Math.abs(rig.listening.received - rig.audio.ahead - 10) < 0.024); // a frame may have come in part
  }));

test("a seek into a whole article fetches from there, and not what lies between", () =>
  playing({ seconds: 480 }, async (rig) => {
    rig.service.asked.length = 0;
    await rig.seek(420);
    await fed(rig);
    assert.deepEqual(rig.service.asked, [`GET /audio/a/r1.mp3 bytes=${16 + 420 * 8000 - 192}-`]);
    assert.deepEqual([rig.phase, rig.misplaced], ["playing", []]);
    await rig.seek(310);
    await fed(rig);
    assert.deepEqual([rig.phase, rig.misplaced], ["playing", []]);
  }));

test("a seek to what is there already fetches nothing", () =>
  playing({ seconds: 100 }, async (rig) => {
    rig.service.asked.length = 0;
    for (const place of [50, 3, 99]) await rig.seek(place);
    assert.deepEqual([rig.phase, rig.service.asked], ["playing", []]);
  }));

test("a browser that is full gets room from what is long past", () =>
  playing({ seconds: 400 }, async (rig) => {
    /** @type {any} */ (rig.media.buffer).quota = 310;
    await rig.listen(90);
    await fed(rig);
    assert.ok(rig.audio.buffered.start(0) > 20 && rig.audio.buffered.start(0) <= 30, String(rig.audio.buffered.start(0)));
    assert.deepEqual([rig.phase, rig.misplaced], ["playing", []]);
  }));

test("a browser that is full after a seek back gets room from what was left ahead", () =>
  playing({ seconds: 400 }, async (rig) => {
    /** @type {any} */ (rig.media.buffer).quota = 310;
    await rig.listen(90);
    await fed(rig);
    await rig.seek(5);
    await fed(rig);
    assert.deepEqual([rig.phase, rig.misplaced], ["playing", []]);
    await rig.listen(30);
    assert.deepEqual([rig.phase, rig.listening.time], ["playing", 35]);
  }));

test("a browser that manages its buffer gets ten seconds, and more when it asks for them", async () => {
  const rig = new Rig({ seconds: 60 });
  rig.listening.update(/** @type {any} */ (rig.service.article()));
  void rig.press();
  rig.media.streaming = false;
  await settled();
  await fed(rig);
  assert.ok(rig.audio.ahead > 10 && rig.audio.ahead < 12, String(rig.audio.ahead));
  rig.media.streaming = true;
  rig.media.dispatchEvent(new Event("startstreaming"));
  await fed(rig);
  assert.equal(rig.audio.ahead, 60);
  await rig.close();
});

test("the length is the service's once it is whole, and never less than what has come", () =>
  playing({ seconds: 12 }, async (rig) => {
    assert.equal(rig.audio.duration, 12);
    rig.listening.update(/** @type {any} */ ({ ...rig.service.article(), duration_s: 11.9 }));
    await settled();
    assert.equal(rig.audio.duration, 12);
  }));

test("what is heard last of a growing article is its last frame, and then it ends", () =>
  playing({ seconds: 12, rendered: 6 }, async (rig) => {
    await rig.listen(5);
    rig.service.render();
    await pass(1000);
    await rig.listen(8);
    assert.deepEqual([rig.phase, rig.listening.time, rig.media.buffer?.frames.size], ["ended", 12, 500]);
  }));

test("a place in the middle of a frame begins with that frame", async () => {
  const rig = new Rig({ seconds: 12, place: 5.01 });
  rig.listening.update(/** @type {any} */ (rig.service.article()));
  await rig.play();
  await fed(rig);
  assert.deepEqual([rig.phase, rig.listening.time, rig.audio.buffered.start(0).toFixed(3), rig.misplaced], ["playing", 5.01, "4.992", []]);
  await rig.close();
});

test("where a policy lets no media source sound, the file is played from the same place", async () => {
  FakeMediaSource.isBlocked = true;
  const rig = new Rig({ rendered: 6, place: 3 });
  rig.listening.update(/** @type {any} */ (rig.service.article()));
  await rig.play();
  const patience = Date.now() + 20_000; // another module has to be loaded
  while (rig.audio.opened.length < 2 && Date.now() < patience) await settled();
  assert.deepEqual(rig.audio.opened.slice(1), ["https://listen.example/audio/a.mp3"]);
  await rig.arrive(6);
  assert.deepEqual([rig.phase, rig.listening.time, rig.news], ["playing", 3, ["play"]]);
  await rig.close();
});
