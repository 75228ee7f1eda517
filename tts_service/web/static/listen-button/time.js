/** Times as people read and hear them, and a little arithmetic with them. Pure. */

/**
 * @param {number} time in seconds
 * @returns {string} "0:07", "12:40", "1:02:03"
 */
export function clock(time) {
  const whole = Math.max(0, Math.floor(time + 1e-3));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return (parts[0] ? parts : parts.slice(1)).map((part, i) => (i ? String(part).padStart(2, "0") : part)).join(":");
}

/**
 * @param {string} text "1:23", "1:02:03", "83", "83.5", "1h2m3s" or "83s", as they stand in shared addresses
 * @returns {number} seconds; NaN for anything else
 */
export function seconds(text) {
  const parts = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)$/.exec(text) ?? (text && /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?$/.exec(text));
  if (!parts) return NaN;
  const [hours, mins, secs] = parts.slice(1).map((part) => Number(part ?? 0));
  return hours * 3600 + mins * 60 + secs;
}

/**
 * @param {number} time in seconds
 * @param {string} language
 * @returns {string} whole minutes, at least one: "5 min"
 */
export function minutes(time, language) {
  return counted(Math.max(1, Math.round(time / 60)), "minute", language, "short");
}

/**
 * @param {number} time in seconds
 * @param {string} language
 * @returns {string} "2 minutes 5 seconds"
 */
export function spoken(time, language) {
  const whole = Math.max(0, Math.floor(time));
  const mins = Math.floor(whole / 60);
  const secs = counted(whole % 60, "second", language, "long");
  return mins ? `${counted(mins, "minute", language, "long")} ${secs}` : secs;
}

/** @type {Record<string, Intl.NumberFormat>} Making one takes as long as a short sentence takes to speak. */
const made = {};

/** @param {number} count @param {string} unit @param {string} language @param {"short" | "long"} unitDisplay */
function counted(count, unit, language, unitDisplay) {
  // The digits of clocks and speeds: two sorts of them in one line are hard to read.
  return (made[language + unit + unitDisplay] ??= new Intl.NumberFormat(`${language}-u-nu-latn`, { style: "unit", unit, unitDisplay })).format(count);
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
