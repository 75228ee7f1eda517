import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";

import { english, wordsFor } from "../../tts_service/web/static/listen-button/words.js";

const FOLDER = new URL("../../tts_service/web/static/listen-button/", import.meta.url);
const CODES = readdirSync(FOLDER).flatMap((name) => /^words-(.*)\.js$/.exec(name)?.[1] ?? []);

test("a language is found by the first part of its tag, and English stands in for others", async () => {
  assert.equal((await wordsFor("fr-CA")).code, "fr");
  assert.equal((await wordsFor("AR")).code, "ar");
  assert.equal(await wordsFor("en-GB"), english);
  assert.equal(await wordsFor("fi"), english);
  assert.equal(await wordsFor(""), english);
});

test("there are seven languages beside English", () =>
  assert.deepEqual(CODES, ["ar", "de", "es", "fr", "hi", "it", "pt"]));

for (const code of CODES) {
  test(`${code} says everything that English says, and keeps every number`, async () => {
    const words = await wordsFor(code);
    assert.equal(words.code, code);
    assert.deepEqual(Object.keys(words), Object.keys(english));
    for (const [key, value] of Object.entries(words)) {
      if (typeof value === "string") assert.ok(value.trim(), key);
      else {
        const said = /** @type {(...parts: any[]) => string} */ (value)("1:23", "45");
        assert.ok(said.includes("1:23"), key);
        assert.equal(said.includes("45"), value.length === 2, key);
      }
    }
  });
}
