/** What the listener wants to hear later, and when it falls silent. */

import assert from "node:assert/strict";
import test from "node:test";

import "./fake-browser.js";

/** @type {Map<string, string>} */
const stored = new Map();
Object.assign(globalThis, {
  localStorage: { getItem: (/** @type {string} */ name) => stored.get(name) ?? null, setItem: (/** @type {string} */ name, /** @type {string} */ value) => stored.set(name, value) },
});

const { dequeue, enqueue, isQueued, ownQueue, watchQueue } = await import("../../tts_service/web/static/listen-button/own-queue.js");
const { SleepTimer } = await import("../../tts_service/web/static/listen-button/sleep-timer.js");

const article = (/** @type {string} */ id) => ({ id, title: `Title ${id}`, duration_s: 60 });

test("what is added last comes last, once, and whoever watches is told", () => {
  let told = 0;
  const life = new AbortController();
  watchQueue(() => told++, life.signal);
  for (const id of ["a", "b", "a"]) enqueue(article(id));
  assert.deepEqual(ownQueue().map(({ id }) => id), ["a", "b"]);
  assert.ok(isQueued("b"));
  dequeue("a");
  dequeue("nothing");
  assert.deepEqual(ownQueue(), [article("b")]);
  assert.equal(told, 3);
  life.abort();
  dequeue("b");
  assert.equal(told, 3);
});

test("what else is stored there is no queue", () => {
  for (const text of ["{", "3", '{"a": 1}', '[{"id": 3}, null, "x"]']) {
    stored.set("listen-queue", text);
    assert.deepEqual(ownQueue(), []);
  }
  enqueue(article("a"));
  assert.deepEqual(ownQueue(), [article("a")]);
});

test("it holds a hundred", () => {
  for (let i = 0; i < 120; i++) enqueue(article(`n${i}`));
  assert.equal(ownQueue().length, 100);
});

test("silence comes after the minutes that were chosen last, or with the end", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let slept = 0;
  const timer = new SleepTimer(() => slept++);
  timer.set("15");
  timer.set("5");
  context.mock.timers.tick(5 * 60_000);
  assert.equal(slept, 1);
  context.mock.timers.tick(60 * 60_000);
  assert.equal(slept, 1);
  timer.set("5");
  timer.set("end");
  context.mock.timers.tick(60 * 60_000);
  assert.equal(slept, 1);
  assert.equal(timer.ends(), true);
  assert.equal(timer.ends(), false);
  assert.equal(slept, 2);
});
