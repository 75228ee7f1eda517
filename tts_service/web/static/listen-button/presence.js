/** Whether a button is still on its page. */

/** One that comes back within so many milliseconds goes on. */
const MOMENT_MS = 1000;

/**
 * Frameworks take elements out and put them in elsewhere: within a task nobody is to notice, and for a moment nothing is lost.
 *
 * @param {Element} button that has been taken out
 * @param {AbortSignal} life until it is put in again
 * @param {() => void} fallSilent it is not in yet
 * @returns {Promise<boolean>} it is gone for good
 */
export async function isGone(button, life, fallSilent) {
  const isOut = () => !button.isConnected && !life.aborted;
  await after(0);
  if (!isOut()) return false;
  fallSilent();
  await after(MOMENT_MS);
  return isOut();
}

/** @param {number} ms */
function after(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
