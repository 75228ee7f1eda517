/**
 * Bytes and time of the service's one audio profile. Pure.
 *
 * Constant bit rate, never padded: every frame is 192 bytes and 24 ms, so both convert exactly.
 */

export const FRAME_BYTES = 192;
export const BYTES_PER_SECOND = 8000;

/** Where an address says so: at the end of its path. */
export const MP3 = /\.mp3(?=$|\?)/;

/** Two frames whose side information says "no data". */
export const SILENCE = new Uint8Array(2 * FRAME_BYTES);
for (const start of [0, FRAME_BYTES]) SILENCE.set([0xff, 0xf3, 0x84, 0xc4], start);

/** Bytes that `tagBytes` looks at. */
export const TAG_HEADER_BYTES = 10;

/**
 * Size in bytes of the ID3v2 tag that `head` starts with, 0 when it starts with something else.
 *
 * ID3v2.4 §3.1: "ID3", version, flags, then the size in four bytes of seven bits, without the header of ten.
 *
 * @param {Uint8Array} head at least TAG_HEADER_BYTES of the file's start
 * @returns {number}
 */
export function tagBytes(head) {
  if (String.fromCharCode(...head.subarray(0, 3)) !== "ID3") return 0;
  const size = head.subarray(6, TAG_HEADER_BYTES).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
  return TAG_HEADER_BYTES + size;
}

/**
 * Bytes of whole frames that end at or before `seconds`.
 *
 * @param {number} seconds
 * @returns {number}
 */
export function bytesAt(seconds) {
  const frames = Math.floor((seconds * BYTES_PER_SECOND) / FRAME_BYTES + 1e-6);
  return Math.max(0, frames) * FRAME_BYTES;
}

/**
 * @param {number} bytes of frames, without the tag
 * @returns {number} seconds
 */
export function secondsOf(bytes) {
  return bytes / BYTES_PER_SECOND;
}
