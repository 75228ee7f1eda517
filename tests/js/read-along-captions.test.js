import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";

import { Captions } from "../../tts_service/web/static/read-along/captions.js";

const FIRST = ["It costs $5. 🫖 Ahoy!", 1, 3, false, [[0, 2, 1, 1.4], [3, 8, 1.5, 1.9], [15, 19, 2.2, 2.8]]];
const { signal } = new AbortController();

/** @param {any[]} answers one after the other, the last again and again @param {(address: string, asked: string[]) => Promise<void>} act */
async function served(answers, act) {
  /** @type {string[]} */
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(String(request.url));
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    response.statusCode = answer ? 200 : 404;
    response.end(JSON.stringify(answer));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  globalThis.location = /** @type {any} */ ({ href: `http://127.0.0.1:${port}/` });
  await act(`http://127.0.0.1:${port}/captions/a.vtt`, asked).finally(() => server.close());
}

/** @param {any[][]} sentences @param {number} first @param {string} revision */
const body = (sentences, first = 0, revision = "r1") => ({ revision, is_whole: false, first, sentences });

test("a time tells the sentence and the word in it", () =>
  served([body([FIRST, ["Later.", 3.5, 4, false, []], ["Unheard.", null, null, false, []]])], async (address) => {
    const captions = new Captions(address);
    assert.equal(await captions.load(signal), true);
    assert.equal(captions.timed, 2);
    assert.equal(captions.at(0.5), null);
    assert.deepEqual(captions.at(1), { sentence: 0, word: 0 });
    assert.deepEqual(captions.at(1.45), { sentence: 0, word: 0 }); // until the next begins
    assert.deepEqual(captions.at(1.5), { sentence: 0, word: 1 });
    assert.deepEqual(captions.at(3.2), { sentence: 0, word: -1 }); // the pause behind it
    assert.deepEqual(captions.at(99), { sentence: 1, word: -1 });
  }));

test("places count as strings do, past a character of two units too", () =>
  served([body([FIRST])], async (address) => {
    const captions = new Captions(address);
    await captions.load(signal);
    const { text, words } = captions.sentences[0];
    assert.deepEqual(words.map(({ from, to }) => text.slice(from, to)), ["It", "costs", "Ahoy"]);
  }));

test("only what has no times yet is asked for again", () =>
  served([body([FIRST, ["Later.", null, null, false, []]]), body([["Later.", 3.5, 4, true, []]], 1)], async (address, asked) => {
    const captions = new Captions(address);
    await captions.load(signal);
    assert.equal(captions.reach, 3);
    assert.equal(await captions.load(signal), false);
    assert.deepEqual(asked, ["/captions/a.json", "/captions/a.json?first=1"]);
    assert.deepEqual(captions.sentences.map(({ text, start }) => [text, start]), [[FIRST[0], 1], ["Later.", 3.5]]);
    assert.equal(captions.sentences[1].isEstimated, true);
  }));

test("of a new revision everything is asked for", () =>
  served([body([FIRST, ["Later.", null, null, false, []]]), body([["Edited.", null, null, false, []]], 1, "r2"), body([["Edited.", 0, 1, false, []]], 0, "r2")], async (address, asked) => {
    const captions = new Captions(address);
    await captions.load(signal);
    assert.equal(await captions.load(signal), false);
    assert.equal(await captions.load(signal), true);
    assert.equal(asked.at(-1), "/captions/a.json");
    assert.deepEqual(captions.sentences.map(({ text }) => text), ["Edited."]);
  }));

test("a failure leaves what is known, and is not asked again at once", () =>
  served([body([FIRST]), null], async (address) => {
    const captions = new Captions(address);
    await captions.load(signal);
    assert.equal(await captions.load(signal), false);
    assert.equal(captions.timed, 1);
    assert.equal(captions.isShortAt(2.5), false);
  }));
