/** A listening service behind `fetch`: one article of numbered MP3 frames, which grows, breaks off and fails as a test says. */

const FRAME_BYTES = 192;
const TAG = new Uint8Array([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 6, ...new Uint8Array(6)]);

/** A tag, and frames that say which they are. @param {number} count @returns {Uint8Array<ArrayBuffer>} */
export function mp3File(count) {
  const bytes = new Uint8Array(TAG.length + count * FRAME_BYTES);
  bytes.set(TAG);
  for (let i = 0; i < count; i++) {
    bytes.set([0xff, 0xf3, 0x84, 0xc4, 1, i >> 16, (i >> 8) & 255, i & 255], TAG.length + i * FRAME_BYTES);
  }
  return bytes;
}

/** @typedef {ReadableStreamDefaultController<Uint8Array>} Line */

export class FakeService {
  base = "https://listen.example/";
  /** What was asked, in order. @type {string[]} */
  asked = [];
  /** @type {"queued" | "rendering" | "ready" | "failed"} */
  status = "ready";
  revision = "r1";
  /** What the next requests are answered with instead; 0: the line is down. @type {number[]} */
  faults = [];
  /** The body of such an answer. @type {object} */
  problem = {};
  /** @type {Record<string, string>} */
  faultHeaders = {};
  /** The page may have its article rendered. */
  mayAsk = true;
  /** WebVTT; "": there is none yet. */
  captions = "";
  /** Answers wait for this. @type {Promise<unknown>} */
  gate = Promise.resolve();
  /** Lines are opened, and nothing comes. */
  isSilent = false;
  /** A page is known already. */
  isKnown = true;
  /** @type {Map<Line, number>} open lines, and how much of the file each has sent */
  #lines = new Map();
  #file;
  #rendered;

  /** @param {{seconds?: number, rendered?: number}} [how] seconds of the whole, and of what is there; else all */
  constructor({ seconds = 12, rendered = seconds } = {}) {
    this.frames = Math.round(seconds / 0.024);
    this.#file = mp3File(this.frames);
    this.#rendered = Math.round(rendered / 0.024);
    if (this.#rendered < this.frames) this.status = "rendering";
    globalThis.fetch = /** @type {any} */ ((/** @type {string} */ url, /** @type {RequestInit} */ options) => this.#answer(url, options));
  }

  get seconds() {
    return this.frames * 0.024;
  }

  article() {
    const isReady = this.status === "ready";
    return {
      id: "a", status: this.status, title: "Night ferry", revision: this.revision, voice: null, url: "https://news.example/story", show: null,
      duration_s: this.seconds, duration_estimated: !isReady, progress: isReady ? null : { segments_done: 1, segments_total: 2 },
      audio_url: "audio/a.mp3", captions_url: "captions/a.vtt", chapters_url: "chapters/a.json",
      error: this.status === "failed" ? { detail: "The voice is gone." } : null,
    };
  }

  /** @param {number} [seconds] rendered by now; else all, and it is ready */
  render(seconds = this.seconds) {
    this.#rendered = Math.round(seconds / 0.024);
    if (this.#rendered >= this.frames) this.status = "ready";
    for (const line of this.#lines.keys()) this.#send(line);
  }

  /** Every open line breaks. */
  cut() {
    for (const line of this.#lines.keys()) line.error(new TypeError("terminated"));
    this.#lines.clear();
  }

  /** Rendering fails: what is on its way ends with what there is. */
  fail() {
    this.status = "failed";
    for (const line of this.#lines.keys()) line.close();
    this.#lines.clear();
  }

  get openLines() {
    return this.#lines.size;
  }

  /** @param {string} url @param {RequestInit} [options] @returns {Promise<Response>} */
  async #answer(url, { method = "GET", headers, signal } = {}) {
    const { pathname, search } = new URL(url);
    const given = new Headers(headers);
    this.asked.push([method, pathname + search, given.get("Range")?.replace("9007199254740991", "")].filter(Boolean).join(" "));
    await this.gate;
    if (signal?.aborted) throw signal.reason;
    const fault = this.faults.shift() ?? 200;
    if (fault === 0) throw new TypeError("fetch failed");
    if (fault !== 200) return Response.json(this.problem, { status: fault, headers: this.faultHeaders });
    const isSound = pathname.startsWith("/audio/") || (method === "POST" && given.get("Accept") === "audio/mpeg");
    return isSound ? this.#sound(given.get("Range"), signal) : this.#described(`${method} ${pathname}`);
  }

  /** @param {string} request */
  #described(request) {
    if (request === "GET /v1/articles") return Response.json({ articles: this.isKnown ? [this.article()] : [], may_ask: this.mayAsk });
    return request.includes("/v1/articles") ? Response.json(this.article()) : new Response(this.captions, { status: this.captions ? 200 : 404 });
  }

  /** @param {string | null} range @param {AbortSignal | null | undefined} signal */
  #sound(range, signal) {
    const first = Number(/bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0);
    const isWhole = this.status === "ready";
    /** @type {Record<string, string>} */
    const headers = { "X-Narration-Revision": this.revision, Location: "/v1/articles/a" };
    if (isWhole) headers["Content-Length"] = String(this.#file.length - first);
    if (range) headers["Content-Range"] = isWhole ? `bytes ${first}-${this.#file.length - 1}/${this.#file.length}` : `bytes ${first}-/*`;
    return new Response(this.#stream(first, signal), { status: range ? 206 : 200, headers });
  }

  /** @param {number} first @param {AbortSignal | null | undefined} signal */
  #stream(first, signal) {
    /** @type {Line} */
    let line;
    return new ReadableStream({
      start: (controller) => {
        line = controller;
        this.#lines.set(line, first);
        signal?.addEventListener("abort", () => this.#lines.delete(line) && line.error(signal.reason));
        this.#send(line);
      },
      cancel: () => void this.#lines.delete(line),
    });
  }

  /** What there is of the file, in pieces that are no whole frames. @param {Line} line */
  #send(line) {
    if (this.isSilent) return;
    const end = TAG.length + this.#rendered * FRAME_BYTES;
    for (let at = /** @type {number} */ (this.#lines.get(line)); at < end; at = /** @type {number} */ (this.#lines.get(line))) {
      const piece = this.#file.subarray(at, Math.min(end, at + 5000));
      this.#lines.set(line, at + piece.length);
      line.enqueue(piece);
    }
    if (this.status !== "ready") return;
    this.#lines.delete(line);
    line.close();
  }
}
