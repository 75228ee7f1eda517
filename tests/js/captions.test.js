import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";

import { fetchChapters, fetchCues, indexAt, readCues } from "../../tts_service/web/static/listen-button/captions.js";
import { marks } from "../../tts_service/web/static/listen-button/chapters.js";

const VTT = `WEBVTT
Language: en

NOTE A title. Names of cues tell --&gt; nothing here.

0:0-9
00:00:00.000 --> 00:00:02.400
Salt &amp; vinegar &lt;now&gt;.

1:10-19
01:00:02.500 --> 01:00:04.000
"It's &amp;amp;", she wrote.
`;

test("cues are read with their times, and text as it was written", () => {
  assert.deepEqual(readCues(VTT), [
    { start: 0, end: 2.4, text: "Salt & vinegar <now>." },
    { start: 3602.5, end: 3604, text: '"It\'s &amp;", she wrote.' },
  ]);
  assert.deepEqual(readCues("WEBVTT\n"), []);
  assert.equal(readCues(VTT.replaceAll("\n", "\r\n")).length, 2);
});

test("what has begun last is found, and nothing before the first", () => {
  const items = [1, 2, 4, 8].map((start) => ({ start }));
  assert.deepEqual([0, 1, 1.9, 2, 7.9995, 100].map((time) => indexAt(items, time)), [-1, 0, 0, 1, 3, 3]);
  assert.equal(indexAt([], 5), -1);
});

test("a slider is notched where chapters begin, but for its ends", () => {
  assert.equal(marks([0, 25, 100], 100), "linear-gradient(to right, transparent 25.00%, var(--_surface) 25.00% calc(25.00% + 2px), transparent calc(25.00% + 2px))");
  assert.equal(marks([0], 100), "linear-gradient(to right, transparent 0 0)");
});

/** @type {[string, number, string, number, [unknown, unknown]][]} */
const ANSWERS = [
  ["are there", 200, VTT, 0, [readCues(VTT), null]],
  ["are there", 200, '{"chapters": [{"startTime": 3, "title": "One"}]}', 0, [[], [{ start: 3, title: "One" }]]],
  ["are not there yet", 404, "{}", 0, [[], []]],
  ["break off", 200, VTT, 10, [null, null]],
];
for (const [what, status, body, missing, expected] of ANSWERS) {
  test(`captions and chapters that ${what}: ${body.slice(0, 8)}`, async () => {
    const server = createServer((request, response) => {
      response.writeHead(status, { "Content-Length": body.length + missing, Connection: "close" });
      response.write(body, () => (missing ? response.destroy() : response.end()));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const url = `http://127.0.0.1:${port}/`;
    assert.deepEqual([await fetchCues(url), await fetchChapters(url)], expected);
    server.close();
    assert.equal(await fetchCues(url), null);
  });
}
