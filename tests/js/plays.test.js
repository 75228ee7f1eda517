import assert from "node:assert/strict";
import test from "node:test";

import { Reach, Report, Tally } from "../../tts_service/web/static/listen-button/plays.js";

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

/** @param {Reach} reach @param {number} from @param {number} to as `listen` */
function reachTo(reach, from, to) {
  for (let time = from; time <= to; time += 0.25) reach.pass(time);
}

test("the furthest place is told once, in whole seconds, and then how it has moved", () => {
  const reach = new Reach();
  assert.equal(reach.move(), null);
  reachTo(reach, 0, 10.5);
  assert.deepEqual([reach.move(), reach.move()], [{ to: 10 }, null]);
  reachTo(reach, 10.75, 20);
  assert.deepEqual(reach.move(), { from: 10, to: 20 });
});

test("who goes back has not got less far, and who leaps ahead is there once something is heard there", () => {
  const reach = new Reach();
  reachTo(reach, 0, 30);
  reachTo(reach, 5, 10);
  assert.deepEqual(reach.move(), { to: 30 });
  reach.pass(80);
  assert.equal(reach.move(), null);
  reach.pass(81);
  assert.deepEqual(reach.move(), { from: 30, to: 81 });
});

test("who goes on where they stopped begins there", () => {
  const reach = new Reach();
  reachTo(reach, 60, 61);
  assert.deepEqual(reach.move(), { to: 61 });
});

test("the end is told even if no second has passed", () => {
  const reach = new Reach();
  reachTo(reach, 0, 30);
  reach.move();
  assert.deepEqual(reach.move(true), { from: 30, to: 30 });
});

test("a report is taken once, and after the end there is no place any more", () => {
  const report = new Report();
  /** @type {import("../../tts_service/web/static/listen-button/plays.js").Play} */
  const start = { kind: "start", seconds: 0 };
  assert.equal(report.take(), null);
  report.add([start]);
  reachTo(report.reach, 0, 3);
  assert.deepEqual(report.take(), { events: [start], place: undefined }); // what is played is not known yet
  report.revision = "r1";
  assert.deepEqual([report.take(), report.take()], [{ events: [], place: { revision: "r1", to: 3 } }, null]);
  report.add([{ kind: "end", seconds: 3 }]);
  assert.deepEqual(report.take()?.place, { revision: "r1", from: 3, to: 3 });
  reachTo(report.reach, 4, 9);
  assert.equal(report.take(), null);
});

test("what nobody has been told of is known", () => {
  const reach = new Reach();
  assert.equal(reach.untold, 0);
  reachTo(reach, 0, 30);
  assert.equal(reach.untold, 30);
  reach.move();
  assert.equal(reach.untold, 0);
});
