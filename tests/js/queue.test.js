/** What comes next, when an article has ended. */

import assert from "node:assert/strict";
import test from "node:test";

import "./fake-browser.js";
import { settled } from "./fake-media.js";

const { join, upNext } = await import("../../tts_service/web/static/listen-button/queue.js");

/** As far as a queue needs a button. */
class Button extends EventTarget {
  localName = "listen-button";
  continuous = true;
  phase = "ended";
  state = "idle";
  played = 0;
  /** @type {Record<string, string>} */
  attributes = {};

  /** @param {string} title */
  constructor(title) {
    super();
    this.narration = { id: title, title, show: "news" };
  }

  /** @param {string} name */
  getAttribute(name) {
    return this.attributes[name] ?? null;
  }

  /** @param {string} name @param {string} value */
  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  closest() {
    return null;
  }

  async play() {
    this.played += 1;
  }
}

const page = ["One", "Two", "Three"].map((title) => new Button(title));
Object.assign(document, { querySelectorAll: () => page });

/** The show's episodes, newest first. */
const episodes = ["e4", "e3", "e2", "e1"].map((id) => ({ id, title: `Episode ${id}`, status: id === "e2" ? "rendering" : "ready" }));

/** @param {Button} button @param {AbortSignal} [signal] @param {string[]} [asked] */
function context(button, signal = new AbortController().signal, asked = []) {
  const json = async (/** @type {string} */ path) => (asked.push(path), { articles: episodes });
  return /** @type {any} */ ({ button, signal, service: { json } });
}

test("next are the page's buttons further down, but for those that cannot be heard", async () => {
  const titles = async (/** @type {Button} */ button) => (await upNext(context(button))).map(({ title }) => title);
  assert.deepEqual([await titles(page[0]), await titles(page[2])], [["Two", "Three"], []]);
  page[1].state = "unavailable";
  assert.deepEqual(await titles(page[0]), ["Three"]);
  page[1].state = "idle";
});

test("next of a show are the episodes before this one that are ready, played by the same button", async () => {
  const [button, asked] = [new Button("e4"), /** @type {string[]} */ ([])];
  button.attributes.queue = "show";
  const next = await upNext(context(button, undefined, asked));
  assert.deepEqual([next.map(({ title }) => title), asked], [["Episode e3", "Episode e1"], ["v1/articles?show=news"]]);
  await next[0].play();
  assert.deepEqual([button.attributes.article, button.played], ["e3", 1]);
});

test("a show that cannot be asked for has nothing next", async () => {
  const button = new Button("e4");
  button.attributes.queue = "show";
  const service = { json: () => Promise.reject(new TypeError("down")) };
  assert.deepEqual(await upNext(/** @type {any} */ ({ button, service })), []);
});

/** What the listener does while the next one is looked for. @type {[string, (button: Button, life: AbortController) => void, number][]} */
const ENDS = [
  ["goes on with the next", () => {}, 1],
  ["stays when another article has been chosen meanwhile", (button, life) => life.abort(), 0],
  ["stays when it has been started again meanwhile", (button) => (button.phase = "playing"), 0],
];
for (const [what, arrange, played] of ENDS) {
  test(`an article that ends ${what}`, async () => {
    const life = new AbortController();
    for (const button of page) Object.assign(button, { played: 0, phase: "ended", continuous: true });
    join(context(page[0], life.signal));
    page[0].dispatchEvent(new Event("listen-end"));
    arrange(page[0], life);
    await settled();
    assert.deepEqual(page.map((button) => button.played), [0, played, 0]);
    life.abort();
  });
}

test("an article that ends stays where it is unless the listener wants more", async () => {
  const life = new AbortController();
  Object.assign(page[0], { phase: "ended", continuous: false });
  page[1].played = 0;
  join(context(page[0], life.signal));
  page[0].dispatchEvent(new Event("listen-end"));
  await settled();
  assert.equal(page[1].played, 0);
  life.abort();
});
