import assert from "node:assert/strict";
import test from "node:test";

import { Tally } from "../../tts_service/web/static/listen-button/plays.js";

/**
 * Listens from `from` to `to` of 100 s, a quarter of a second at a time.
 *
 * @param {Tally} tally
 * @param {number} from
 * @param {number} to
 */
function listen(tally, from, to) {
  const plays = [];
  for (let time = from; time <= to; time += 0.25) plays.push(...tally.pass(time, 100));
  return plays;
}

test("start, quarters and end are told once each, with what has been heard", () => {
  const tally = new Tally();
  assert.deepEqual([...listen(tally, 0, 100), ...tally.end()], [
    { kind: "start", seconds: 0 },
    { kind: "quarter", seconds: 25 },
    { kind: "half", seconds: 25 },
    { kind: "three-quarters", seconds: 25 },
    { kind: "end", seconds: 25 },
  ]);
  assert.deepEqual([...listen(tally, 0, 100), ...tally.end()], []);
});

test("what is skipped is not heard", () => {
  const tally = new Tally();
  listen(tally, 0, 10);
  assert.deepEqual(listen(tally, 80, 90).filter(({ kind }) => kind === "three-quarters"), [{ kind: "three-quarters", seconds: 0 }]);
  assert.deepEqual(tally.end(), [{ kind: "end", seconds: 9.8 }]);
});

test("a length that is not known yet reaches no quarter", () => {
  assert.deepEqual(new Tally().pass(50, NaN), [{ kind: "start", seconds: 0 }]);
});
