/** Journeys of a listener where the browser has a media source. */

import assert from "node:assert/strict";
import test from "node:test";

import { FakeEvents, setOnline } from "./fake-browser.js";
import { settled } from "./fake-media.js";
import { Rig, pass } from "./listening-rig.js";

test("the first press brings the sound with it: one request", async () => {
  const rig = new Rig({ rendered: 6 });
  rig.service.isKnown = false;
  await rig.play();
  assert.deepEqual([rig.phase, rig.service.asked], ["playing", ["POST /v1/articles"]]);
  await rig.close();
});

test("an article that is known is played from where the listener left it", async () => {
  const rig = new Rig({ place: 7.2 });
  rig.listening.update(/** @type {any} */ (rig.service.article()));
  await rig.play();
  assert.deepEqual([rig.phase, rig.listening.time, rig.misplaced], ["playing", 7.2, []]);
  assert.equal(rig.audio.ahead.toFixed(2), "4.80");
  await rig.close();
});

test("a place that is not rendered yet is waited for, and heard as soon as it is", async () => {
  const rig = new Rig({ rendered: 6 });
  rig.service.isKnown = false;
  await rig.play();
  await rig.seek(9);
  for (const [rendered, phase] of /** @type {[number, string][]} */ ([[8, "waiting"], [9, "waiting"], [10, "playing"]])) {
    rig.service.render(rendered);
    await settled();
    assert.equal(rig.phase, phase, `${rendered} s`);
  }
  assert.deepEqual([rig.listening.time, rig.misplaced], [9, []]);
  await rig.close();
});

test("a line that breaks is taken up at the frame after the last that came, and nobody hears of it", async () => {
  const rig = new Rig({ rendered: 6 });
  rig.service.isKnown = false;
  await rig.play();
  rig.service.faults = [0, 503];
  rig.service.cut();
  await rig.listen(7);
  assert.equal(rig.phase, "waiting");
  rig.service.render();
  await pass(4000);
  await rig.listen(7);
  assert.deepEqual([rig.news, rig.misplaced, rig.service.openLines], [["play", "end"], [], 0]);
  const again = rig.service.asked.filter((request) => request.startsWith("GET /audio"));
  assert.deepEqual(again, Array(3).fill(`GET /audio/a/r1.mp3 bytes=${16 + 6 * 8000 - 192}-`)); // one frame back, which is there for certain
  await rig.close();
});

test("without a network it waits however long that takes, and goes on at once when there is one", async () => {
  const rig = new Rig({ rendered: 6 });
  rig.service.isKnown = false;
  await rig.play();
  setOnline(false);
  rig.service.faults = [0];
  rig.service.cut();
  await pass(600_000);
  assert.equal(rig.listening.problem, null);
  rig.service.faults = [];
  setOnline(true);
  rig.service.render();
  await settled();
  await rig.listen(13);
  assert.deepEqual([rig.phase, rig.news, rig.misplaced], ["ended", ["play", "end"], []]);
  await rig.close();
});

test("a line that is dead without saying so is noticed after a minute", async () => {
  const rig = new Rig({ rendered: 6 });
  rig.service.isKnown = false;
  await rig.play();
  rig.service.asked.length = 0;
  await pass(59_000);
  assert.deepEqual(rig.service.asked, []);
  await pass(2500);
  assert.equal(rig.service.asked.length, 1);
  assert.equal(rig.service.openLines, 1); // the dead one is given up
  await rig.close();
});

test("a line that is dead before its first byte is noticed, too", async () => {
  const rig = new Rig({ rendered: 6 });
  rig.service.isKnown = false;
  rig.service.isSilent = true;
  await rig.play();
  assert.equal(rig.phase, "preparing");
  rig.service.isSilent = false;
  await pass(61_000);
  assert.equal(rig.phase, "playing");
  await rig.close();
});

test("after an edit what is being heard stays the revision that it was", async () => {
  const rig = new Rig({ rendered: 6 });
  rig.service.isKnown = false;
  await rig.play();
  rig.service.revision = "r2";
  rig.service.cut();
  await pass(1000);
  assert.match(String(rig.service.asked.at(-1)), /^GET \/audio\/a\/r1\.mp3 /);
  await rig.close();
});

test("when that revision is gone the line counts as cut off, and the next press hears the new one", async () => {
  const rig = new Rig({ rendered: 6 });
  rig.service.isKnown = false;
  await rig.play();
  rig.service.faults = [410];
  rig.service.cut();
  await pass(1000);
  await rig.listen(7);
  assert.deepEqual([rig.phase, rig.news], ["error", ["play", "error cut-off"]]);
  await rig.close();
});

test("an article that was edited and has been heard to its end is begun anew, in its new revision", async () => {
  const rig = new Rig();
  await rig.play();
  await rig.listen(13);
  rig.service.revision = "r2";
  rig.listening.update(/** @type {any} */ (rig.service.article()));
  assert.equal(rig.phase, "ended");
  await rig.play();
  assert.deepEqual([rig.phase, rig.listening.time, rig.audio.opened.length], ["playing", 0, 2]);
  await rig.close();
});

test("what the decoder cannot make anything of is told once, and the next press begins anew at the same place", async () => {
  const rig = new Rig({ rendered: 6 });
  rig.service.isKnown = false;
  await rig.play();
  await rig.listen(2);
  rig.media.isDamaged = true;
  rig.service.render();
  await settled();
  await pass(500);
  assert.deepEqual([rig.phase, rig.listening.time, rig.news], ["error", 2, ["play", "error undecodable", "pause"]]);
  await rig.play();
  await rig.listen(11);
  assert.deepEqual([rig.phase, rig.misplaced], ["ended", []]);
  await rig.close();
});

test("news of an article that was left do not count for the next", async () => {
  const rig = new Rig();
  const article = rig.service.article();
  rig.listening.update(/** @type {any} */ (article));
  rig.hold();
  await rig.play();
  rig.listening.close();
  rig.listening.update(/** @type {any} */ ({ ...article, id: "b" }));
  rig.release();
  await settled();
  assert.equal(rig.listening.article?.id, "b");
  await rig.close();
});

test("the service's events say how far it is, and that it is whole", async () => {
  const rig = new Rig({ rendered: 6 });
  await rig.play();
  const [events] = FakeEvents.opened;
  assert.equal(events.url, "https://listen.example/v1/articles/a/events");
  assert.equal(rig.listening.duration, NaN);
  events.say("progress", { ...rig.service.article(), duration_s: 14 });
  assert.equal(rig.listening.duration, 14);
  rig.service.render();
  events.say("ready", rig.service.article());
  await settled();
  assert.deepEqual([rig.listening.duration, rig.listening.article?.status, events.readyState], [12, "ready", 2]);
  await rig.close();
});

test("an article that is left is silent, and nothing of it is fetched any more", async () => {
  const rig = new Rig({ rendered: 6 });
  rig.service.isKnown = false;
  await rig.play();
  const [events] = FakeEvents.opened;
  rig.listening.close();
  await settled();
  assert.deepEqual([rig.phase, rig.audio.src, rig.service.openLines, events.readyState], ["idle", "", 0, 2]);
  rig.service.asked.length = 0;
  await pass(90_000);
  assert.deepEqual(rig.service.asked, []);
  await rig.close();
});

test("a sound that came along with the press is let go when another place is wanted", async () => {
  const rig = new Rig({ rendered: 6 });
  rig.service.isKnown = false;
  rig.hold();
  await rig.play();
  await rig.seek(1);
  rig.release();
  await settled();
  assert.deepEqual([rig.phase, rig.listening.time, rig.service.openLines, rig.misplaced], ["playing", 1, 1, []]);
  await rig.close();
});

test("pressed, paused and pressed again before anything has come: the article is asked for once", async () => {
  const rig = new Rig({ rendered: 6 });
  rig.service.isKnown = false;
  rig.hold();
  await rig.play();
  await rig.pause();
  await rig.play();
  rig.release();
  await settled();
  assert.deepEqual([rig.phase, rig.service.asked, rig.news], ["playing", ["POST /v1/articles"], ["play", "pause", "play"]]);
  await rig.close();
});
