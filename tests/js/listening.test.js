/** Every phase of the player, and everything that can happen in it, where the browser has a media source. */

import assert from "node:assert/strict";
import test from "node:test";

import { setOnline } from "./fake-browser.js";
import { settled } from "./fake-media.js";
import { Rig, pass } from "./listening-rig.js";

/** How each phase is come to: 6 of 12 seconds are rendered, or all where it has ended. @type {Record<string, (rig: Rig) => Promise<unknown>>} */
const PHASES = {
  idle: async () => {},
  preparing: async (rig) => {
    rig.hold();
    await rig.play();
  },
  playing: async (rig) => {
    await rig.play();
    await rig.listen(2);
  },
  waiting: async (rig) => {
    await rig.play();
    await rig.listen(7);
  },
  paused: async (rig) => {
    await PHASES.playing(rig);
    await rig.pause();
  },
  ended: async (rig) => {
    await rig.play();
    rig.service.render();
    await settled();
    await rig.listen(13);
  },
  error: async (rig) => {
    await PHASES.waiting(rig);
    await rig.cutOff();
  },
};

/** @type {Record<string, (rig: Rig) => Promise<unknown>>} */
const EVENTS = {
  "a press": (rig) => rig.play(),
  "a pause": (rig) => rig.pause(),
  "a seek to what is there": (rig) => rig.seek(1),
  "a seek to what is not rendered": (rig) => rig.seek(9),
  "a second of listening": (rig) => rig.listen(1),
  "a second at double speed": (rig) => {
    rig.audio.playbackRate = rig.audio.defaultPlaybackRate = 2;
    return rig.listen(1);
  },
  "the rest is rendered": async (rig) => {
    rig.service.render();
    await settled();
  },
  "the line breaks": async (rig) => {
    rig.service.cut();
    await pass(1000);
  },
  "the line stays broken": (rig) => rig.cutOff(),
  "nothing comes for a minute": () => pass(65_000),
  "the computer sleeps": async (rig) => {
    setOnline(false);
    rig.service.cut();
    await pass(90_000);
    setOnline(true);
    await pass(1000);
  },
  "rendering fails": async (rig) => {
    rig.service.fail();
    await settled();
  },
  "the sound is damaged": async (rig) => {
    if (!rig.audio.ended) rig.audio.fail(3); // all of it has been decoded by then
    await settled();
  },
  "the browser starts nothing": async (rig) => {
    rig.audio.refusal = "NotAllowedError";
    await rig.play();
    rig.audio.refusal = "";
  },
  "the article is edited": async (rig) => {
    rig.listening.update({ ...rig.service.article(), revision: "r2", status: "ready", duration_s: 20 });
    await settled();
  },
  "another article is chosen": async (rig) => {
    rig.listening.close();
    await settled();
  },
};

/** Phase and place afterwards, and what the button was told. @type {Record<string, Record<string, string>>} */
const EXPECTED = {
  "a press": {
    idle: "playing 0 play", preparing: "preparing 0", playing: "playing 2", waiting: "waiting 6",
    paused: "playing 2 play", ended: "playing 0 play", error: "waiting 6",
  },
  "a pause": {
    idle: "idle 0", preparing: "paused 0 pause", playing: "paused 2 pause", waiting: "paused 6 pause",
    paused: "paused 2", ended: "ended 12", error: "error 6 pause",
  },
  "a seek to what is there": {
    idle: "idle 0", preparing: "preparing 1", playing: "playing 1", waiting: "playing 1",
    paused: "paused 1", ended: "paused 1", error: "playing 1",
  },
  "a seek to what is not rendered": {
    idle: "idle 0", preparing: "preparing 9", playing: "waiting 9", waiting: "waiting 9",
    paused: "paused 9", ended: "paused 9", error: "waiting 9",
  },
  "a second of listening": {
    idle: "idle 0", preparing: "preparing 0", playing: "playing 3", waiting: "waiting 6",
    paused: "paused 2", ended: "ended 12", error: "error 6",
  },
  "a second at double speed": {
    idle: "idle 0", preparing: "preparing 0", playing: "playing 4", waiting: "waiting 6",
    paused: "paused 2", ended: "ended 12", error: "error 6",
  },
  "the rest is rendered": {
    idle: "idle 0", preparing: "preparing 0", playing: "playing 2", waiting: "playing 6",
    paused: "paused 2", ended: "ended 12", error: "error 6",
  },
  "the line breaks": {
    idle: "idle 0", preparing: "preparing 0", playing: "playing 2", waiting: "waiting 6",
    paused: "paused 2", ended: "ended 12", error: "error 6",
  },
  "the line stays broken": {
    idle: "idle 0", preparing: "preparing 0", playing: "playing 2 error cut-off", waiting: "error 6 error cut-off",
    paused: "paused 2 error cut-off", ended: "ended 12", error: "error 6",
  },
  "nothing comes for a minute": {
    idle: "idle 0", preparing: "preparing 0", playing: "playing 2", waiting: "waiting 6",
    paused: "paused 2", ended: "ended 12", error: "error 6",
  },
  "the computer sleeps": {
    idle: "idle 0", preparing: "preparing 0", playing: "playing 2", waiting: "waiting 6",
    paused: "paused 2", ended: "ended 12", error: "error 6",
  },
  "rendering fails": {
    idle: "idle 0", preparing: "preparing 0", playing: "playing 2 error failed", waiting: "error 6 error failed",
    paused: "paused 2 error failed", ended: "ended 12", error: "error 6",
  },
  "the sound is damaged": {
    idle: "idle 0", preparing: "error 0 error undecodable pause", playing: "error 2 error undecodable pause", waiting: "error 6 error undecodable pause",
    paused: "error 2 error undecodable", ended: "ended 12", error: "error 6 pause",
  },
  "the browser starts nothing": {
    idle: "paused 0 error autoplay-refused", preparing: "paused 0 error autoplay-refused", playing: "paused 2 error autoplay-refused", waiting: "paused 6 error autoplay-refused",
    paused: "paused 2 error autoplay-refused", ended: "ended 12 error autoplay-refused", error: "paused 6 error autoplay-refused",
  },
  "the article is edited": {
    idle: "idle 0", preparing: "preparing 0", playing: "playing 2", waiting: "waiting 6",
    paused: "paused 2", ended: "ended 12", error: "error 6",
  },
  "another article is chosen": {
    idle: "idle 0", preparing: "idle 0 pause", playing: "idle 0 pause", waiting: "idle 0 pause",
    paused: "idle 0", ended: "idle 0", error: "idle 0 pause",
  },
};

for (const [event, act] of Object.entries(EVENTS)) {
  for (const [phase, go] of Object.entries(PHASES)) {
    test(`${phase}: ${event}`, async () => {
      const rig = new Rig({ seconds: 12, rendered: 6 });
      rig.service.isKnown = false;
      await go(rig);
      assert.equal(rig.phase, phase);
      rig.told.length = 0;
      await act(rig);
      assert.equal([rig.phase, rig.listening.time, ...rig.news].join(" "), EXPECTED[event][phase]);
      await hearToTheEnd(rig);
      await rig.close();
    });
  }
}

/** Whatever has happened, a press where it stands still is enough, and every frame is heard in its place. @param {Rig} rig */
async function hearToTheEnd(rig) {
  rig.release();
  rig.service.render();
  await settled();
  for (let presses = 0; presses < 2 && rig.phase !== "ended"; presses++) {
    if (!rig.listening.isPlaying) await rig.play();
    await pass(10_000); // a line that has broken is tried again
    await rig.listen(13);
  }
  assert.deepEqual([rig.phase, rig.listening.time, rig.listening.duration, rig.misplaced], ["ended", 12, 12, []]);
}
