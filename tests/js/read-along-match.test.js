import assert from "node:assert/strict";
import test from "node:test";

import { Letters } from "../../tts_service/web/static/read-along/letters.js";
import { locate } from "../../tts_service/web/static/read-along/match.js";
import { fuzzyMatch } from "../../tts_service/web/static/read-along/fuzzy-match.js";

const slices = /** @type {any} */ ({ isOver: false });

/**
 * @param {string[]} sentences
 * @param {string[]} blocks of the page
 * @returns {Promise<(string | null)[]>} what is found of the page for each, with its block's number in front
 */
async function found(sentences, blocks) {
  const letters = new Letters();
  /** @type {number[]} */
  const firsts = [];
  for (const block of blocks) {
    letters.part();
    firsts.push(letters.length);
    letters.add(block);
  }
  const block = (/** @type {number} */ letter) => firsts.findLastIndex((first) => first <= letter);
  const page = { text: letters.text, starts: letters.starts, block };
  const runs = await locate(sentences.map((text) => new Letters(text).text), page, slices);
  return runs.map((some) => some && `${block(some[0].at)}: ${some.map(({ at, length }) => page.text.slice(at, at + length)).join("|")}`);
}

test("sentences are found in order, whatever stands between them", async () => {
  const page = ["Home Boats", "The boat left. It was late.", "Advertisement", "Nobody waved."];
  assert.deepEqual(await found(["The boat left.", "It was late.", "Nobody waved."], page), ["1: theboatleft", "1: itwaslate", "3: nobodywaved"]);
});

test("of several places the one beside its neighbours is taken", async () => {
  const page = ["A lamp is a promise.", "She smiled.", "A lamp is a promise.", "She smiled. A lamp is a promise. Then she went up."];
  assert.deepEqual(await found(["She smiled.", "A lamp is a promise.", "Then she went up."], page), ["3: shesmiled", "3: alampisapromise", "3: thenshewentup"]);
});

test("a block that stands elsewhere is found there", async () => {
  const page = ["The story begins here and goes on.", "It ends here, at the pier.", "In short: the pier is saved."];
  const spoken = ["In short: the pier is saved.", "The story begins here and goes on.", "It ends here, at the pier."];
  assert.deepEqual((await found(spoken, page)).map((text) => text?.[0]), ["2", "0", "1"]);
});

test("a short sentence is no part of a word, and not any word of the page", async () => {
  assert.deepEqual(await found(["Yes."], ["Her eyes yesterday"]), [null]);
  const page = ["Yes", ...Array.from({ length: 60 }, (_, i) => `Filler number ${i} of this long page.`), "He nodded. The rain went on for days."];
  assert.deepEqual(await found(["He nodded.", "Yes.", "The rain went on for days."], page), ["61: henodded", null, "61: therainwentonfordays"]);
});

test("what is not in the page is skipped, and what follows is found", async () => {
  const page = ["The first sentence stands here.", "The third sentence stands here."];
  assert.deepEqual((await found(["The first sentence stands here.", "Quite another thing, not on the page.", "…", "The third sentence stands here."], page)).map(Boolean), [
    true,
    false,
    false,
    true,
  ]);
});

test("an advertisement in the middle of a sentence is no part of it", async () => {
  const page = ["The keeper has counted the stairs", "Advertisement: ropes, half price", "every evening of her life."];
  assert.deepEqual(await found(["The keeper has counted the stairs every evening of her life."], page), [
    "0: thekeeperhascountedthestairs|everyeveningofherlife",
  ]);
});

test("a word that was changed or left out does not lose the sentence", () => {
  const page = new Letters("Before it. The keeper counted all of the stairs every evening of her life. Behind it.").text;
  const runs = fuzzyMatch(new Letters("The keeper has counted the steep stairs every evening of her life.").text, page, 0, page.length) ?? [];
  assert.deepEqual(runs.map(({ at, length }) => page.slice(at, at + length)), ["thekeeper", "counted", "stairseveryeveningofherlife"]);
});

test("another sentence with some of the same words is not taken for it", () => {
  const page = new Letters("The keeper of the museum has counted the visitors every year since the war.").text;
  assert.equal(fuzzyMatch(new Letters("The keeper of the lamp climbed up and was never seen by anyone again.").text, page, 0, page.length), null);
});
