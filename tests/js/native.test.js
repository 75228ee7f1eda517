/** Journeys of a listener where the browser plays the growing file, or HLS, itself. */

import assert from "node:assert/strict";
import test from "node:test";

import { setOnline } from "./fake-browser.js";
import { settled } from "./fake-media.js";
import { Rig, pass } from "./listening-rig.js";

const HLS = "application/vnd.apple.mpegurl";
const [FILE, LIST] = ["https://listen.example/audio/a.mp3", "https://listen.example/audio/a.m3u8"];

/** @param {(rig: Rig) => Promise<void>} act @param {object} [how] */
async function pressed(act, { types = ["audio/mpeg"], isKnown = false, ...how } = {}) {
  const rig = new Rig({ rendered: 6, ...how });
  rig.service.isKnown = isKnown;
  rig.audio.playable = types;
  if (isKnown) rig.listening.update(/** @type {any} */ (rig.service.article()));
  await rig.play();
  await act(rig);
  await rig.close();
}

test("HLS is played where the browser knows it", () =>
  pressed(async (rig) => {
    assert.deepEqual(rig.audio.opened, [LIST]);
    await rig.arrive(6);
    assert.equal(rig.phase, "playing");
  }, { types: [HLS, "audio/mpeg"] }));

test("HLS that does not begin gives way to the file", () =>
  pressed(async (rig) => {
    rig.audio.fail(4);
    await pass(500);
    assert.deepEqual([rig.audio.opened, rig.news], [[LIST, FILE], ["play"]]);
  }, { types: [HLS, "audio/mpeg"] }));

test("HLS that has begun is tried again", () =>
  pressed(async (rig) => {
    await rig.arrive(6);
    rig.audio.fail(2);
    await pass(1000);
    assert.deepEqual(rig.audio.opened, [LIST, LIST]);
  }, { types: [HLS, "audio/mpeg"] }));

test("a browser that plays no such audio says so, once", () =>
  pressed(async (rig) => assert.deepEqual([rig.phase, rig.news, rig.audio.opened], ["error", ["error unsupported", "play"], []]), { types: [] }));

test("one who left in the middle waits until that place has come", () =>
  pressed(async (rig) => {
    for (const [until, phase] of /** @type {[number, string][]} */ ([[3, "waiting"], [6, "playing"]])) {
      await rig.arrive(until);
      assert.deepEqual([rig.phase, rig.listening.time], [phase, 4]);
    }
    assert.deepEqual(rig.news, ["play"]);
  }, { place: 4, isKnown: true }));

test("what was growing when it was opened is opened anew for a place behind, once it is whole", () =>
  pressed(async (rig) => {
    await rig.arrive(6);
    rig.service.render();
    rig.listening.update(/** @type {any} */ (rig.service.article()));
    await rig.seek(9);
    assert.deepEqual([rig.audio.opened.length, rig.phase, rig.listening.time], [2, "waiting", 9]);
    await rig.arrive(12, { duration: 12, isWhole: true });
    assert.deepEqual([rig.phase, rig.audio.currentTime], ["playing", 9]);
  }));

test("one who goes elsewhere while the line is tried again goes on there", () =>
  pressed(async (rig) => {
    await rig.arrive(6);
    await rig.listen(5);
    rig.audio.fail(2);
    await settled();
    await rig.seek(1);
    await pass(2000);
    await rig.arrive(6);
    assert.deepEqual([rig.phase, rig.listening.time], ["playing", 1]);
  }));

test("a network that comes and goes is never given up", () =>
  pressed(async (rig) => {
    await rig.arrive(6);
    await rig.listen(2);
    for (let i = 0; i < 10; i++) {
      setOnline(false);
      rig.audio.fail(2);
      await pass(5000);
      setOnline(true);
      await pass(300);
    }
    await rig.arrive(6);
    assert.deepEqual([rig.phase, rig.listening.time, rig.news], ["playing", 2, ["play"]]);
  }));

test("one who tries again without a network goes on when there is one", () =>
  pressed(async (rig) => {
    await rig.arrive(6);
    for (let i = 0; i < 6; i++) {
      rig.audio.fail(2);
      await pass(9000);
    }
    assert.deepEqual(rig.news, ["play", "error cut-off"]);
    await rig.play();
    setOnline(false);
    rig.audio.fail(2);
    await pass(9000);
    setOnline(true);
    await pass(500);
    await rig.arrive(6);
    assert.equal(rig.phase, "playing");
  }));

test("a file that ends where it ended when the browser looked last goes on by itself", () =>
  pressed(async (rig) => {
    await rig.arrive(6);
    await rig.listen(5.5);
    rig.audio.finish();
    await pass(2000);
    assert.deepEqual([rig.audio.opened.length, rig.listening.paused], [2, false]);
    await rig.arrive(9);
    assert.deepEqual([rig.phase, rig.listening.time, rig.news], ["playing", 5.5, ["play"]]);
  }));

test("an end that the service confirms only when the listener has gone back is none", () =>
  pressed(async (rig) => {
    rig.service.render();
    await rig.arrive(12, { isWhole: true });
    await rig.listen(11.5);
    rig.hold();
    rig.audio.finish();
    await settled();
    await rig.seek(2);
    await rig.play();
    rig.release();
    await settled();
    assert.deepEqual([rig.phase, rig.listening.paused, rig.news], ["playing", false, ["play"]]);
  }));

test("one who leaves while a place is waited for is told of in the next article, too", () =>
  pressed(async (rig) => {
    await rig.arrive(6);
    await rig.seek(9);
    rig.listening.close();
    await settled();
    assert.deepEqual(rig.news, ["play", "pause"]);
    await rig.play();
    assert.deepEqual(rig.news, ["play"]);
  }));

test("rendering that fails while the line is down is told in the service's words", () =>
  pressed(async (rig) => {
    await rig.arrive(6);
    rig.service.status = "failed";
    for (let i = 0; i < 6; i++) {
      rig.audio.fail(2);
      await pass(9000);
    }
    assert.equal(/** @type {any} */ (rig.listening.problem).detail, "The voice is gone.");
    assert.deepEqual(rig.news, ["play", "error failed"]);
  }));
