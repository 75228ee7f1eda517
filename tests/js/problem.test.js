/** Every reason of `listen-error` and `listen-unavailable` that comes from an answer of the service, or from none. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { setOnline } from "./fake-browser.js";
import { settled } from "./fake-media.js";
import { FakeService } from "./fake-service.js";

const { Offer } = await import("../../tts_service/web/static/listen-button/offer.js");
const { Problem, REASONS, errorDetail, noAnswer } = await import("../../tts_service/web/static/listen-button/problem.js");
const { Service } = await import("../../tts_service/web/static/listen-button/service.js");
const { english } = await import("../../tts_service/web/static/listen-button/words.js");

const PAGE = "https://news.example/story";

/** What a listener is told when the service answers so. @param {FakeService} service @param {string | null} [id] of the article, in place of a page */
async function refused(service, id = null) {
  const offer = offered(service, id);
  return offer.obtain(null, false).then(() => null, (/** @type {Error} */ problem) => errorDetail(problem, english));
}

/** @param {FakeService} service @param {string | null} [id] */
function offered({ base }, id = null) {
  return new Offer({ id, wanted: { url: PAGE }, key: PAGE, place: PAGE, isStated: true }, new Service(base));
}

/** @type {[number, string][]} */
const ANSWERS = [
  [400, "refused"], [401, "not-allowed"], [403, "not-allowed"], [404, "not-found"], [408, "timeout"], [410, "not-found"],
  [422, "refused"], [429, "too-many-requests"], [500, "service-error"], [502, "service-error"], [503, "service-error"], [504, "timeout"],
];
for (const [status, reason] of ANSWERS) {
  test(`${status} is told as ${reason}, in the service's words`, async () => {
    const service = new FakeService();
    service.faults = [status];
    service.problem = { type: "https://listen.example/docs#problem-no-text", detail: "There is nothing to read aloud." };
    service.faultHeaders = { "Retry-After": "30" };
    assert.deepEqual(await refused(service), { reason, message: "There is nothing to read aloud.", problem: "no-text", retryAfter: 30 });
  });
}

/** @type {[unknown, string][]} */
const BODIES = [[{ title: "No text" }, "No text"], [null, english.failed], [{}, english.failed], [[], english.failed]];
for (const [body, message] of BODIES) {
  test(`an answer of ${JSON.stringify(body)} is told as well as it can be`, async () => {
    const service = new FakeService();
    service.faults = [422];
    service.problem = /** @type {any} */ (body);
    assert.deepEqual(await refused(service), { reason: "refused", message });
  });
}

test("no answer is told as unreachable, and without a network as offline", async () => {
  for (const [isOnline, reason] of /** @type {[boolean, string][]} */ ([[true, "unreachable"], [false, "offline"]])) {
    setOnline(isOnline);
    const service = new FakeService();
    service.faults = [0];
    assert.deepEqual(await refused(service), { reason, message: english.unreachable });
  }
  setOnline(true);
});

test("an answer that does not come within a minute is told as a timeout", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const service = new FakeService();
  service.gate = new Promise(() => {});
  const answer = refused(service);
  await settled();
  mock.timers.tick(Service.patienceMs);
  assert.deepEqual(await answer, { reason: "timeout", message: english.unreachable });
  mock.timers.reset();
});

test("what a policy has stopped is told so, for its directive and address only", async () => {
  const violation = { effectiveDirective: "connect-src", blockedURI: "https://blocked.example/v1/articles", disposition: "enforce" };
  document.dispatchEvent(Object.assign(new Event("securitypolicyviolation"), violation));
  document.dispatchEvent(Object.assign(new Event("securitypolicyviolation"), { ...violation, blockedURI: "https://seen.example/", disposition: "report" }));
  const reasons = [];
  for (const address of ["https://blocked.example/", "https://seen.example/", "https://other.example/"]) reasons.push((await noAnswer("connect-src", address)).reason);
  assert.deepEqual(reasons, ["blocked-by-policy", "unreachable", "unreachable"]);
  assert.equal((await noAnswer("media-src", "https://blocked.example/")).reason, "unreachable");
});

test("a fault of the button's own is told as internal, without its words", () => {
  assert.deepEqual(errorDetail(new TypeError("x is undefined"), english), { reason: "internal", message: english.broken });
});

test("every reason has words in the listener's language", () => {
  for (const reason of /** @type {(keyof typeof REASONS)[]} */ (Object.keys(REASONS))) {
    const { message } = errorDetail(new Problem(reason, { detail: "English." }), { ...english, code: "fr" });
    assert.equal(message, english[REASONS[reason]]);
  }
});

/** @type {[string, (service: FakeService) => void, string | null, string][]} */
const OFFERS = [
  ["an article that is there", () => {}, null, ""],
  ["a page that nobody asked for, and that may ask", (service) => (service.isKnown = false), null, ""],
  ["a page that may not ask", (service) => Object.assign(service, { isKnown: false, mayAsk: false }), null, "not-allowed"],
  ["an article that is gone", (service) => (service.faults = [410]), "a", "not-found"],
  ["a service that is down", (service) => (service.faults = [0]), null, "unreachable"],
  ["a service that has a fault", (service) => (service.faults = [500]), null, "unreachable"],
  ["a service that is asked too much", (service) => (service.faults = [429]), null, ""],
];
for (const [what, arrange, id, refusal] of OFFERS) {
  test(`of ${what} the button says ${refusal || "nothing"}`, async () => {
    const service = new FakeService();
    arrange(service);
    const offer = offered(service, id);
    await offer.look();
    assert.equal(offer.refusal, refusal);
  });
}

test("a request for the sound that takes too long is made again for the article alone", async () => {
  const service = new FakeService();
  service.faults = [504];
  const found = await offered(service).obtain(null, true);
  assert.deepEqual([found.id, found.sound, service.asked], ["a", undefined, ["POST /v1/articles", "POST /v1/articles"]]);
});

for (const status of [403, 429]) {
  test(`one that is answered by ${status} is not`, async () => {
    const service = new FakeService();
    service.faults = [status];
    await assert.rejects(offered(service).obtain(null, true));
    assert.equal(service.asked.length, 1);
  });
}

test("an article whose rendering failed is asked for again, one that is there is not", async () => {
  const service = new FakeService();
  const offer = offered(service);
  await offer.look();
  service.asked.length = 0;
  await offer.obtain(null, false);
  assert.deepEqual(service.asked, []);
  await offer.obtain(/** @type {any} */ ({ ...service.article(), status: "failed" }), false);
  assert.deepEqual(service.asked, ["POST /v1/articles"]);
});
