/** Every phase of the player, and everything that can happen in it, where the browser plays the growing file itself. */

import assert from "node:assert/strict";
import test from "node:test";

import { setOnline } from "./fake-browser.js";
import { settled } from "./fake-media.js";
import { Rig, pass } from "./listening-rig.js";


/** How each phase is come to: 6 of 12 seconds have come, or all where it has ended. @type {Record<string, (rig: Rig) => Promise<unknown>>} */
const PHASES = {
  idle: async () => {},
  preparing: (rig) => rig.play(),
  playing: async (rig) => {
    await rig.play();
    await rig.arrive(6);
    await rig.listen(2);
  },
  waiting: async (rig) => {
    await rig.play();
    await rig.arrive(6);
    await rig.listen(7);
  },
  held: async (rig) => {
    await PHASES.playing(rig);
    await rig.seek(9);
  },
  paused: async (rig) => {
    await PHASES.playing(rig);
    await rig.pause();
  },
  ended: async (rig) => {
    await rig.play();
    await whole(rig);
    await rig.listen(13);
  },
  error: async (rig) => {
    await PHASES.waiting(rig);
    await broken(rig, 6);
  },
};

/** @param {Rig} rig */
async function whole(rig) {
  rig.service.render();
  rig.listening.update(/** @type {any} */ (rig.service.article()));
  await rig.arrive(12, { duration: 12, isWhole: true });
}

/** The browser's line breaks so often. @param {Rig} rig @param {number} times */
async function broken(rig, times) {
  for (let i = 0; i < times; i++) {
    rig.audio.fail(2);
    await pass(9000);
  }
}

/** @type {Record<string, (rig: Rig) => Promise<unknown>>} */
const EVENTS = {
  "a press": (rig) => rig.play(),
  "a pause": (rig) => rig.pause(),
  "a seek to what is there": (rig) => rig.seek(1),
  "a seek to what is not rendered": (rig) => rig.seek(9),
  "more has come": (rig) => rig.arrive(10),
  "the file is whole": (rig) => whole(rig),
  "the line breaks": (rig) => broken(rig, 1),
  "the line stays broken": (rig) => broken(rig, 6),
  "the network is gone, and back": async (rig) => {
    setOnline(false);
    rig.audio.fail(2);
    await pass(90_000);
    setOnline(true);
    await pass(500);
  },
  "the file ends too early": async (rig) => {
    if (!rig.audio.ended && rig.audio.file) rig.audio.finish();
    await pass(3000);
  },
  "the sound is damaged": async (rig) => {
    if (!rig.audio.ended) rig.audio.fail(3);
    await pass(500);
  },
  "the browser starts nothing": async (rig) => {
    rig.audio.refusal = "NotAllowedError";
    await rig.play();
    rig.audio.refusal = "";
  },
  "another article is chosen": async (rig) => {
    rig.listening.close();
    await settled();
  },
};

/** Phase and place afterwards, and what the button was told. @type {Record<string, Record<string, string>>} */
const EXPECTED = {
  "a press": {
    idle: "preparing 0 play", preparing: "preparing 0", playing: "playing 2", waiting: "waiting 6",
    held: "waiting 9", paused: "playing 2 play", ended: "playing 0 play", error: "waiting 6",
  },
  "a pause": {
    idle: "idle 0", preparing: "paused 0 pause", playing: "paused 2 pause", waiting: "paused 6 pause",
    held: "paused 9 pause", paused: "paused 2", ended: "ended 12", error: "error 6 pause",
  },
  "a seek to what is there": {
    idle: "idle 0", preparing: "waiting 1", playing: "playing 1", waiting: "playing 1",
    held: "playing 1", paused: "paused 1", ended: "paused 1", error: "waiting 1",
  },
  "a seek to what is not rendered": {
    idle: "idle 0", preparing: "waiting 9", playing: "waiting 9", waiting: "waiting 9",
    held: "waiting 9", paused: "paused 9", ended: "paused 9", error: "waiting 9",
  },
  "more has come": {
    idle: "idle 0", preparing: "playing 0", playing: "playing 2", waiting: "playing 6",
    held: "playing 9", paused: "paused 2", ended: "ended 12", error: "playing 6",
  },
  "the file is whole": {
    idle: "idle 0", preparing: "playing 0", playing: "playing 2", waiting: "playing 6",
    held: "playing 9", paused: "paused 2", ended: "ended 12", error: "playing 6",
  },
  "the line breaks": {
    idle: "idle 0", preparing: "preparing 0", playing: "waiting 2", waiting: "waiting 6",
    held: "waiting 9", paused: "paused 2", ended: "ended 12", error: "error 6",
  },
  "the line stays broken": {
    idle: "idle 0", preparing: "error 0 error cut-off", playing: "error 2 error cut-off", waiting: "error 6 error cut-off",
    held: "error 9 error cut-off", paused: "error 2 error cut-off", ended: "ended 12", error: "error 6",
  },
  "the network is gone, and back": {
    idle: "idle 0", preparing: "preparing 0", playing: "waiting 2", waiting: "waiting 6",
    held: "waiting 9", paused: "paused 2", ended: "ended 12", error: "error 6",
  },
  "the file ends too early": {
    idle: "idle 0", preparing: "preparing 0", playing: "waiting 2", waiting: "waiting 6",
    held: "waiting 9", paused: "paused 2", ended: "ended 12", error: "error 6",
  },
  "the sound is damaged": {
    idle: "idle 0", preparing: "error 0 error undecodable pause", playing: "error 2 error undecodable pause", waiting: "error 6 error undecodable pause",
    held: "error 9 pause error undecodable", paused: "error 2 error undecodable", ended: "ended 12", error: "error 6",
  },
  "the browser starts nothing": {
    idle: "paused 0 error autoplay-refused", preparing: "paused 0 error autoplay-refused", playing: "paused 2 error autoplay-refused", waiting: "paused 6 error autoplay-refused",
    held: "paused 9 error autoplay-refused", paused: "paused 2 error autoplay-refused", ended: "ended 12 error autoplay-refused", error: "paused 6 error autoplay-refused",
  },
  "another article is chosen": {
    idle: "idle 0", preparing: "idle 0 pause", playing: "idle 0 pause", waiting: "idle 0 pause",
    held: "idle 0 pause", paused: "idle 0", ended: "idle 0", error: "idle 0 pause",
  },
};

for (const [event, act] of Object.entries(EVENTS)) {
  for (const [phase, go] of Object.entries(PHASES)) {
    test(`${phase}: ${event}`, async () => {
      const rig = new Rig({ seconds: 12, rendered: 6 });
      rig.service.isKnown = false;
      await go(rig);
      assert.equal(rig.phase, phase === "held" ? "waiting" : phase);
      rig.told.length = 0;
      await act(rig);
      assert.equal([rig.phase, rig.listening.time, ...rig.news].join(" "), EXPECTED[event][phase]);
      await hearToTheEnd(rig);
      await rig.close();
    });
  }
}

/** Whatever has happened, a press where it stands still is enough. @param {Rig} rig */
async function hearToTheEnd(rig) {
  for (let presses = 0; presses < 2 && rig.phase !== "ended"; presses++) {
    if (!rig.listening.isPlaying) await rig.play();
    await pass(2000);
    await whole(rig);
    await pass(2000);
    if (!rig.audio.file) await whole(rig); // it was opened anew, now that it is whole
    await rig.listen(13);
  }
  assert.deepEqual([rig.phase, rig.listening.time, rig.listening.duration], ["ended", 12, 12]);
}
