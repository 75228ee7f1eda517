/** Which article of each playlist the listener heard last, and whether they left its page while it played: on this device only. */

const PLACES = "listen-playlist";
/** Playlists remembered; the one heard longest ago goes first. */
const MOST_PLACES = 50;
/** A page that comes this much later does not go on by itself, in milliseconds. */
const SOON_MS = 15_000;

/** @param {Storage} storage @returns {any} */
function stored(storage) {
  try {
    return JSON.parse(storage.getItem(PLACES) ?? "{}") ?? {};
  } catch {
    return {}; // it holds something else
  }
}

/** @param {string} key @returns {string} the id of an article, "" for none */
export function lastHeard(key) {
  try {
    return String(stored(localStorage)[key] ?? "");
  } catch {
    return ""; // storage is forbidden here
  }
}

/** @param {string} key @param {string} article */
export function setLastHeard(key, article) {
  try {
    const others = Object.entries(stored(localStorage)).filter(([name]) => name !== key);
    localStorage.setItem(PLACES, JSON.stringify(Object.fromEntries([...others, [key, article]].slice(-MOST_PLACES))));
  } catch {
    // full or forbidden: then nothing is remembered
  }
}

/** The page goes. @param {string} key @param {boolean} isPaused */
export function leave(key, isPaused) {
  try {
    if (isPaused) sessionStorage.removeItem(PLACES);
    else sessionStorage.setItem(PLACES, JSON.stringify({ key, at: Date.now() }));
  } catch {
    // forbidden
  }
}

/** The page before this one, in the same tab, was left a moment ago while `key` played. Says so once. @param {string} key */
export function wasLeftPlaying(key) {
  try {
    const left = stored(sessionStorage);
    sessionStorage.removeItem(PLACES);
    return left.key === key && Date.now() - left.at < SOON_MS;
  } catch {
    return false;
  }
}
