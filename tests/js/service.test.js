import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";

import { Problem, Service, problemWords } from "../../tts_service/web/static/listen-button/service.js";
import { english } from "../../tts_service/web/static/listen-button/words.js";

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
