/*! SPDX-License-Identifier: MIT */
/**
 * Read along: the sentence that is heard, and the word in it, light up in the page's own text.
 *
 *     import { readAlong } from "https://listen.example/read-along.js";
 *     const along = readAlong(element);
 *     along.stop();
 *
 * The listen button does so by itself when it is first played. See `docs/read-along.md` for its attribute and its colors.
 */

import { Session } from "./read-along/session.js";

/** @import { Listening, Options } from "./read-along/session.js" */

/**
 * @param {Listening} element a listen button, or whatever can tell as much
 * @param {Options} [options] what its attribute `read-along` says, if left out
 * @returns {{ stop(): void }}
 */
export function readAlong(element, options) {
  return new Session(element, options);
}
