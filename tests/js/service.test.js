import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";

import { Problem, Service, problemWords } from "../../tts_service/web/static/listen-button/service.js";
import { english } from "../../tts_service/web/static/listen-button/words.js";

/** What the page says of itself: the content of a meta element, by its selector. @type {Record<string, string>} */
const meta = {};
const querySelector = (/** @type {string} */ selector) => (selector in meta ? { getAttribute: () => meta[selector] } : null);
Object.assign(globalThis, { document: { querySelector } });

/**
 * A service that gives every request the same answer, and what it was asked.
 *
 * @param {number} status
 * @param {unknown} body
 */
async function serving(status, body) {
  /** @type {string[]} */
  const asked = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += chunk));
    request.on("end", () => {
      asked.push(`${request.method} ${request.url} ${text}`.trim());
      response.writeHead(status, { "Content-Type": "application/json", Connection: "close" }).end(JSON.stringify(body));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { service: new Service(`http://127.0.0.1:${port}/under/`), asked, close: () => server.close() };
}

test("a page is looked up by its address, below the service's own", async () => {
  const { service, asked, close } = await serving(200, { articles: [{ id: "a" }], cursor: null });
  assert.deepEqual(await service.find({ url: "https://news.example/?a=1&b=2", show: "news" }), { article: { id: "a" }, mayAsk: true });
  assert.deepEqual(asked, ["GET /under/v1/articles?url=https%3A%2F%2Fnews.example%2F%3Fa%3D1%26b%3D2"]);
  close();
});

test("a page that nobody asked for is not an error, and it is known who may", async () => {
  const { service, close } = await serving(200, { articles: [], cursor: null, may_ask: false });
  assert.deepEqual(await service.find({ url: "https://news.example/", voice: "tone/low" }), { article: null, mayAsk: false });
  close();
});

test("asking sends the page and the voice", async () => {
  const { service, asked, close } = await serving(202, { id: "a" });
  await service.ask({ url: "https://news.example/", voice: "tone/low" });
  assert.deepEqual(asked, ['POST /under/v1/articles {"url":"https://news.example/","voice":"tone/low"}']);
  close();
});

test("a page that is traced passes its trace on, without a header for which a browser would first ask", async () => {
  const { service, asked, close } = await serving(202, { id: "a" });
  meta['meta[name="traceparent"]'] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  await service.ask({ url: "https://news.example/" });
  meta['meta[name="traceparent"]'] = "no & trace";
  await service.ask({ url: "https://news.example/" });
  delete meta['meta[name="traceparent"]'];
  await service.ask({ url: "https://news.example/" });
  assert.deepEqual(
    asked.map((line) => line.split(" ")[1]),
    [
      "/under/v1/articles?traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "/under/v1/articles?traceparent=no%20%26%20trace",
      "/under/v1/articles",
    ],
  );
  close();
});

for (const [status, final] of /** @type {[number, boolean][]} */ ([[404, true], [422, true], [429, false], [503, false]])) {
  test(`a problem with status ${status} is told in its own words, final: ${final}`, async () => {
    const { service, close } = await serving(status, { title: "No", detail: "There is nothing to read aloud." });
    await assert.rejects(service.article("a"), (error) => {
      assert.ok(error instanceof Problem);
      assert.equal(problemWords(error, english), "There is nothing to read aloud.");
      assert.equal(problemWords(error, { ...english, code: "de", failed: "Das geht nicht." }), "Das geht nicht.");
      assert.equal(error.final, final);
      return true;
    });
    close();
  });
}

test("an answer whose line breaks is as good as none", async () => {
  const server = createServer((request, response) => {
    response.writeHead(200, { "Content-Length": 100 }).write('{"id"', () => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const service = new Service(`http://127.0.0.1:${port}/`);
  const unreachable = { name: "Problem", code: "unreachable", final: false };
  await assert.rejects(service.article("a"), unreachable);
  await assert.rejects(service.ask({ url: "https://news.example/" }), unreachable);
  server.close();
});

test("a service that does not answer is told so, and may be asked again", async () => {
  const { service, close } = await serving(200, {});
  close();
  await assert.rejects(service.article("a"), { name: "Problem", code: "unreachable", final: false });
});

/**
 * A page that is asked for another token when its own has expired.
 *
 * @param {string} token
 * @param {(renew: (token: string | Promise<string>) => void) => void} [answer]
 * @returns {any}
 */
function member(token, answer) {
  const page = Object.assign(new EventTarget(), { token, times: 0 });
  page.addEventListener("listen-token-expired", (event) => {
    page.times += 1;
    answer?.(/** @type {CustomEvent} */ (event).detail.renew);
  });
  return page;
}

/** A service that lets in who shows `good`, and tells others that their token has expired. @param {string} good */
async function guarded(good) {
  /** @type {string[]} */
  const asked = [];
  const server = createServer((request, response) => {
    const token = new URL(request.url ?? "", "http://here").searchParams.get("token") ?? "";
    asked.push(token);
    const isIn = token === good;
    response.writeHead(isIn ? 200 : 403, { "Content-Type": "application/json", Connection: "close" });
    response.end(JSON.stringify(isIn ? { id: "a" } : { type: "/docs#problem-access-expired", detail: "It has expired." }));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { base: `http://127.0.0.1:${port}/`, asked, close: () => server.close() };
}

test("a member's token is in every address, once", () => {
  const service = new Service("https://listen.example/", member("now.1.abc"));
  assert.equal(service.address("audio/a.mp3"), "https://listen.example/audio/a.mp3?token=now.1.abc");
  assert.equal(service.address("https://listen.example/captions/a.vtt?token=old"), "https://listen.example/captions/a.vtt?token=now.1.abc");
  assert.equal(new Service("https://listen.example/").address("audio/a.mp3"), "https://listen.example/audio/a.mp3");
});

test("one that has expired is renewed, and asked with again", async () => {
  const { base, asked, close } = await guarded("new");
  const page = member("old", (renew) => renew(Promise.resolve("new")));
  const [one, other] = [1, 2].map(() => new Service(base, page).article("a"));
  assert.deepEqual([await one, await other], [{ id: "a" }, { id: "a" }]);
  assert.deepEqual(asked.sort(), ["new", "new", "old", "old"]);
  assert.equal(page.times, 1, "the page is asked once");
  close();
});

test("one that cannot be renewed, or only by another that has expired, is told of once", async () => {
  const { base, asked, close } = await guarded("good");
  const pages = [member("old"), member("old", (renew) => renew("")), member("old", (renew) => renew("older"))];
  for (const page of [undefined, ...pages]) {
    await assert.rejects(new Service(base, page).article("a"), (error) => {
      assert.ok(error instanceof Problem);
      assert.deepEqual([error.reason, error.kind, error.final], ["not-allowed", "access-expired", true]);
      return true;
    });
  }
  assert.deepEqual(asked, ["", "old", "old", "old", "older"]);
  close();
});
