import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";

import { Download } from "../../tts_service/web/static/listen-button/download.js";

const TAG = new Uint8Array([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 6, ...new Uint8Array(6)]);
const FRAMES = new Uint8Array(192 * 20).map((_, i) => Math.floor(i / 192));
const FILE = new Uint8Array([...TAG, ...FRAMES]);
Object.assign(globalThis, { navigator: globalThis.navigator ?? {} });
Object.assign(globalThis, { addEventListener: () => {} });
Object.defineProperty(navigator, "onLine", { value: true, configurable: true });

/**
 * A file whose first answer breaks off after `cut` bytes; `isGrowing`: the first answer has no length.
 *
 * @param {{cut?: number, isGrowing?: boolean, status?: number}} how
 */
async function serving({ cut = Infinity, isGrowing = false, status = 0 }) {
  /** @type {string[]} */
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.range ?? ""}`.trim());
    response.setHeader("X-Narration-Revision", "r1");
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const body = FILE.subarray(start);
    if (status) return response.writeHead(status, { "Content-Type": "application/problem+json" }).end('{"detail": "No voice."}');
    if (start) response.setHeader("Content-Range", `bytes ${start}-${FILE.length - 1}/${FILE.length}`);
    response.writeHead(start ? 206 : 200, isGrowing && asked.length === 1 ? {} : { "Content-Length": body.length });
    if (asked.length > 1 || cut === Infinity) return response.end(body);
    return response.write(body.subarray(0, cut), () => setTimeout(() => response.destroy(), 20));
  });
  server.unref();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const source = { url: `http://127.0.0.1:${port}/audio/a.mp3`, isWhole: async () => true, failed: () => {} };
  return { source, asked, close: () => server.closeAllConnections() ?? server.close() };
}

/** @param {Download} download @param {number} start */
async function read(download, start) {
  const bytes = [];
  for await (const chunk of download.frames(start, new AbortController().signal)) bytes.push(...chunk);
  return new Uint8Array(bytes);
}

test("frames come without the tag in front of them", async () => {
  const { source, close } = await serving({ isGrowing: true });
  assert.deepEqual(await read(new Download(source), 0), FRAMES);
  close();
});

test("a broken line is taken up at the byte reached, of the same revision", async () => {
  const { source, asked, close } = await serving({ cut: 16 + 192 * 5 + 7 });
  assert.deepEqual(await read(new Download(source), 0), FRAMES);
  assert.deepEqual(asked, ["/audio/a.mp3", `/audio/a/r1.mp3 bytes=${16 + 192 * 4 + 7}-9007199254740991`]);
  close();
});

test("one who begins in the middle reads no more of the start than the tag's size", async () => {
  const { source, asked, close } = await serving({});
  assert.deepEqual(await read(new Download(source), 192 * 12), FRAMES.subarray(192 * 12));
  assert.deepEqual(asked, ["/audio/a.mp3", `/audio/a/r1.mp3 bytes=${16 + 192 * 11}-9007199254740991`]);
  close();
});

test("what the service refuses for good is told in its own words", async () => {
  const { source, asked, close } = await serving({ status: 410 });
  await assert.rejects(read(new Download(source), 0), { name: "Problem", detail: "No voice.", final: true });
  assert.equal(asked.length, 1);
  close();
});

test("a member's token that expires on the way is renewed, and the rest comes", async () => {
  let token = "old";
  /** @type {string[]} */
  const asked = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://here");
    asked.push(`${pathname} ${searchParams.get("token")}`);
    const isIn = asked.length === 1 || searchParams.get("token") === "new";
    if (!isIn) return response.writeHead(403).end('{"type": "/docs#problem-access-expired"}');
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const body = FILE.subarray(start);
    response.setHeader("X-Narration-Revision", "r1");
    if (start) response.setHeader("Content-Range", `bytes ${start}-${FILE.length - 1}/${FILE.length}`);
    response.writeHead(start ? 206 : 200, { "Content-Length": body.length });
    if (asked.length > 1) return response.end(body);
    return response.write(body.subarray(0, 1000), () => setTimeout(() => response.destroy(), 20));
  });
  server.unref();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const source = {
    get url() {
      return `http://127.0.0.1:${port}/audio/a.mp3?token=${token}`;
    },
    isWhole: async () => Boolean((token = "new")),
    failed: () => {},
  };
  assert.deepEqual(await read(new Download(/** @type {any} */ (source)), 0), FRAMES);
  assert.deepEqual(asked, ["/audio/a.mp3 old", "/audio/a/r1.mp3 old", "/audio/a/r1.mp3 new"]);
  server.closeAllConnections();
  server.close();
});
