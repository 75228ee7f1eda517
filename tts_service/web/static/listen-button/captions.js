/** What is heard when: the service's WebVTT and chapters, read. */

/**
 * @typedef {object} Cue
 * @property {number} start seconds
 * @property {number} end seconds
 * @property {string} text
 *
 * @typedef {object} Chapter
 * @property {number} start seconds
 * @property {string} title
 */

/**
 * Cues of a WebVTT file, as the service writes it: a name, times, one line of text without tags.
 *
 * @param {string} vtt
 * @returns {Cue[]}
 */
export function readCues(vtt) {
  return vtt.split(/\r?\n\r?\n/).flatMap((block) => {
    const lines = block.split(/\r?\n/);
    const at = lines.findIndex((line) => line.includes("-->"));
    if (at < 0) return [];
    const [start, end] = lines[at].split("-->").map(timestamp);
    return [{ start, end, text: unescaped(lines.slice(at + 1).join(" ").trim()) }];
  });
}

/** @param {string} text "00:01:02.345", the hours may be missing */
function timestamp(text) {
  return text.trim().split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** @param {string} text */
function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/**
 * The last of `items` that has begun at `time`.
 *
 * @param {{start: number}[]} items in order
 * @param {number} time in seconds
 * @returns {number} its index; -1 before the first
 */
export function indexAt(items, time) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle].start <= time + 1e-3) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** @param {string} url @returns {Promise<Cue[] | null>} none when nothing has been read yet; null: it could not be asked */
export async function fetchCues(url) {
  return fetched(url, async (response) => readCues(await response.text()));
}

/** @param {string} url @returns {Promise<Chapter[] | null>} as above */
export async function fetchChapters(url) {
  return fetched(url, async (response) => {
    /** @type {{chapters: {startTime: number, title: string}[]}} */
    const { chapters } = await response.json();
    return chapters.map(({ startTime, title }) => ({ start: startTime, title }));
  });
}

/** @template T @param {string} url @param {(response: Response) => Promise<T[]>} read a body may break off, too */
async function fetched(url, read) {
  try {
    const response = await fetch(url, { credentials: "omit" });
    return response.ok ? await read(response) : [];
  } catch {
    return null;
  }
}
