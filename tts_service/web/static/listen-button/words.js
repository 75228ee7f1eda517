/** What the button says, in English. `label` of the element replaces `invite`. */

/** @param {number} count @param {string} one */
const counted = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** @param {number} seconds */
function spoken(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const mins = Math.floor(whole / 60);
  return (mins ? `${counted(mins, "minute")} ` : "") + counted(whole % 60, "second");
}

export const words = {
  invite: "Click to start listening",
  play: "Play",
  pause: "Pause",
  again: "Play again",
  retry: "Try again",
  player: "Audio player",
  position: "Position",
  speed: "Speed",
  preparing: "Preparing…",
  waiting: "Waiting…",
  unreachable: "The listening service cannot be reached.",
  broken: "This browser cannot play the audio.",
  failed: "The article could not be read aloud.",
  /** @param {number} mins */
  length: (mins) => `${mins} min`,
  /** @param {number} done @param {number} total */
  rendering: (done, total) => `Rendering ${done} of ${total}`,
  /** @param {string} length */
  about: (length) => `about ${length}`,
  /** @param {number} time @param {number} length @param {boolean} known */
  place: (time, length, known) =>
    Number.isFinite(length) ? `${spoken(time)} of ${known ? "" : "about "}${spoken(length)}` : spoken(time),
};
