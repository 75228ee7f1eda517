import assert from "node:assert/strict";
import test from "node:test";

import { Letters, letterEnd } from "../../tts_service/web/static/read-along/letters.js";

/** @param {string} text */
const folded = (text) => new Letters(text).text;

test("what a page and its source may differ in is folded away", () => {
  assert.equal(folded("“Don’t,”  she\u00a0said"), folded('"Don\'t," she\nsaid'));
  assert.equal(folded("wa\u00adter\u200b \ufb01sh"), folded("Water fish"));
  assert.equal(folded("e\u0301te\u0301 Ａ１"), folded("été A1"));
  assert.equal(folded("النـــاس"), folded("الناس"));
  assert.equal(folded("donʼt"), folded("don't"));
  assert.notEqual(folded("कि"), folded("की"));
});

test("money, percent and ampersand are told apart", () => {
  assert.equal(folded("$5 & 10 % – €7!"), "$5&10%€7");
});

test("each letter knows where it came from", () => {
  const text = "A e\u0301 \ufb01n 🫖 𝒳";
  const letters = new Letters(text);
  assert.equal(letters.text, "aéfinx");
  assert.deepEqual(letters.offsets.map((offset) => text.slice(offset, letterEnd(text, offset))), ["A", "e\u0301", "\ufb01", "\ufb01", "n", "𝒳"]);
  assert.equal(letters.at(0), 0);
  assert.equal(letters.at(1), 1);
  assert.equal(letters.at(text.length), letters.length);
});

test("words begin behind spaces and marks, in several texts too, and anywhere in scripts without spaces", () => {
  const letters = new Letters("Her co-op");
  letters.add("erates");
  letters.part();
  letters.add("on");
  assert.equal(letters.text, "hercooperateson");
  assert.equal(letters.starts.join(""), "100101000000010");
  assert.equal(new Letters("茶壶abc").starts.join(""), "11100");
});
