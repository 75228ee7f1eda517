import assert from "node:assert/strict";
import test from "node:test";

import { digest, findSentence, sentenceAt } from "../../tts_service/web/static/listen-button/resume.js";

/** @param {string[]} texts each takes ten seconds */
const said = (texts) => texts.map((text, i) => ({ start: i * 10, end: i * 10 + 9, text }));

const BEFORE = said(["Title.", "One.", "Two.", "Three.", "Four."]);

/** Where one who left `BEFORE` at 34 s, four seconds into "Three.", goes on. @param {string[]} texts */
function found(texts) {
  const sentence = sentenceAt(BEFORE, 34);
  assert.ok(sentence);
  return findSentence(said(texts), sentence);
}

test("the same text is gone on with at the same place", () => assert.equal(found(["Title.", "One.", "Two.", "Three.", "Four."]), 34));

test("what is put in or taken out before the sentence moves the place", () => {
  assert.equal(found(["Title.", "New.", "One.", "Two, changed.", "Three.", "Four."]), 44);
  assert.equal(found(["Title.", "Three.", "Four."]), 14);
});

test("a sentence that was rewritten is passed over, to what followed it", () => assert.equal(found(["Title.", "One.", "Two.", "Drei.", "Four."]), 40));

test("when what followed is gone as well, it is what stood before", () => assert.equal(found(["Title.", "One.", "Two.", "Drei.", "Vier."]), 29));

test("an article with nothing of the old one is begun anew", () => assert.equal(found(["Other.", "Text."]), null));

test("of two equal sentences the nearer one is meant", () => {
  assert.equal(found(["Three.", "One.", "Two.", "X.", "Three."]), 44);
  assert.equal(found(["X.", "Y.", "Three.", "Z.", "A.", "B.", "C.", "D.", "Three."]), 24);
});

test("a pause belongs to the sentence before it", () => {
  assert.equal(sentenceAt(BEFORE, 9.5)?.index, 0);
  assert.equal(sentenceAt([], 3), undefined);
});

test("a digest is blind to blanks and case, and to nothing else", () => {
  assert.equal(digest("It  was\u00a0cold."), digest("it was COLD."));
  assert.notEqual(digest("It was cold."), digest("It was cold"));
  assert.notEqual(digest("नमस्ते"), digest("नमस्त"));
});
