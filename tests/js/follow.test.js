/** The news of an article that is being rendered: by events, and where they do not come through, by asking. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { FakeEvents } from "./fake-browser.js";
import { settled } from "./fake-media.js";
import { FakeService } from "./fake-service.js";

const { follow } = await import("../../tts_service/web/static/listen-button/follow.js");
const { Service } = await import("../../tts_service/web/static/listen-button/service.js");

/** @param {(what: {service: FakeService, heard: string[], events: FakeEvents, life: AbortController}) => Promise<void>} act */
async function following(act) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const [service, life, heard] = [new FakeService({ rendered: 6 }), new AbortController(), /** @type {string[]} */ ([])];
  follow(new Service(service.base), "a", ({ status }) => heard.push(status), life.signal);
  await act({ service, heard, life, events: /** @type {FakeEvents} */ (FakeEvents.opened.at(-1)) });
  life.abort();
}

/** @param {FakeEvents} events */
function broken(events) {
  events.close();
  events.onerror();
}

for (const end of ["ready", "failed"]) {
  test(`events are told until the article is ${end}`, () =>
    following(async ({ heard, events, service }) => {
      events.say("progress", { status: "rendering" });
      events.say(end, { status: end });
      assert.deepEqual([heard, events.readyState, service.asked], [["rendering", end], FakeEvents.CLOSED, []]);
    }));
}

test("a line of events that the browser takes up again is left to it", () =>
  following(async ({ events, service }) => {
    events.onerror();
    await settled();
    assert.deepEqual(service.asked, []);
  }));

test("where events do not come through it is asked every two seconds, also of a service that is down for a while", () =>
  following(async ({ heard, events, service }) => {
    service.faults = [0];
    broken(events);
    for (let seconds = 0; seconds < 5; seconds++) {
      await settled();
      mock.timers.tick(1000);
    }
    service.render();
    for (let seconds = 0; seconds < 5; seconds++) {
      await settled();
      mock.timers.tick(1000);
    }
    assert.deepEqual([heard, service.asked.length], [["rendering", "ready"], 3]);
  }));

test("one who has left is told nothing more", () =>
  following(async ({ heard, events, service, life }) => {
    service.gate = settled();
    broken(events);
    life.abort();
    await settled();
    await settled();
    assert.deepEqual([heard, events.readyState], [[], FakeEvents.CLOSED]);
    follow(new Service(service.base), "b", () => assert.fail("told"), life.signal);
    assert.doesNotMatch(String(FakeEvents.opened.at(-1)?.url), /articles\/b/);
  }));
