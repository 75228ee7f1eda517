/** Times as people read them, and a little arithmetic with them. Pure. */

/**
 * @param {number} seconds
 * @returns {string} "0:07", "12:40", "1:02:03"
 */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds + 1e-3));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, i) => (i ? String(part).padStart(2, "0") : part)).join(":");
}

/**
 * @param {number} seconds
 * @returns {number} whole minutes, at least one
 */
export function minutes(seconds) {
  return Math.max(1, Math.round(seconds / 60));
}

/**
 * Where the stretch of `ranges` that holds `time` ends; `time` itself when none does.
 *
 * @param {{length: number, start(i: number): number, end(i: number): number}} ranges such as `audio.buffered`
 * @param {number} time in seconds
 * @param {number} [gap] seconds between two stretches that count as one
 * @returns {number}
 */
export function reach(ranges, time, gap = 0.1) {
  let end = time;
  for (let i = 0; i < ranges.length; i++) {
    if (ranges.start(i) <= end + gap && ranges.end(i) > end) end = ranges.end(i);
  }
  return end;
}

/**
 * Pause before try number `tries` (1, 2, …) of a broken connection.
 *
 * @param {number} tries
 * @returns {number} milliseconds: 0.5 s, doubled each time, at most 8 s
 */
export function backoff(tries) {
  return Math.min(8000, 250 * 2 ** tries);
}
