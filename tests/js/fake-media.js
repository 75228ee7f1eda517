/** Media Source Extensions, scripted: they keep to their specification as far as a player can tell. */

/** @import { FakeAudio } from "./fake-audio.js" */

const FRAME_BYTES = 192;
const FRAME_S = 0.024;

/** Lets everything happen that needs no timer. */
export async function settled() {
  for (let i = 0; i < 30; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** @param {string} name @param {string} [message] */
export function fault(name, message = name) {
  return new DOMException(message, name);
}

/** @param {EventTarget} target @param {string} type */
export function fire(target, type) {
  setImmediate(() => target.dispatchEvent(new Event(type)));
}

/** @param {[number, number][]} spans in seconds, in order */
export function timeRanges(spans) {
  return { length: spans.length, start: (/** @type {number} */ i) => spans[i][0], end: (/** @type {number} */ i) => spans[i][1] };
}

/** Object URLs, and the media sources behind them. @type {Map<string, FakeMediaSource>} */
const sources = new Map();

export class FakeSourceBuffer extends EventTarget {
  updating = false;
  appendWindowStart = 0;
  /** Seconds of sound that fit. */
  quota = Infinity;
  /** Which frame of the file lies at which place, both counted in frames. @type {Map<number, number>} */
  frames = new Map();
  #next = 0;
  #rest = new Uint8Array();

  /** @param {FakeMediaSource} media */
  constructor(media) {
    super();
    this.media = media;
  }

  set timestampOffset(/** @type {number} */ seconds) {
    if (this.updating) throw fault("InvalidStateError");
    if (this.media.readyState === "ended") this.media.readyState = "open";
    this.#next = Math.round(seconds / FRAME_S);
  }

  get buffered() {
    const places = [...this.frames.keys()].sort((a, b) => a - b);
    /** @type {[number, number][]} */
    const spans = [];
    for (const place of places) {
      const last = spans.at(-1);
      if (last && last[1] === place) last[1] = place + 1;
      else spans.push([place, place + 1]);
    }
    return timeRanges(spans.map(([from, to]) => [from * FRAME_S, to * FRAME_S]));
  }

  /** @param {Uint8Array} bytes */
  appendBuffer(bytes) {
    if (this.updating || this.media.readyState === "closed" || this.media.audio?.error) throw fault("InvalidStateError");
    if (this.media.readyState === "ended") this.media.readyState = "open";
    if ((this.frames.size + bytes.length / FRAME_BYTES) * FRAME_S > this.quota) throw fault("QuotaExceededError");
    this.updating = true;
    setImmediate(() => {
      if (!this.updating) return;
      this.updating = false;
      this.#parse(bytes);
      this.dispatchEvent(new Event("updateend"));
      this.media.audio?.look();
    });
  }

  /** @param {Uint8Array} bytes */
  #parse(bytes) {
    if (this.media.isDamaged) return this.media.break();
    if (Number.isNaN(this.media.length)) this.media.length = Infinity;
    const all = new Uint8Array([...this.#rest, ...bytes]);
    const whole = all.length - (all.length % FRAME_BYTES);
    for (let at = 0; at < whole; at += FRAME_BYTES) {
      if (this.#next * FRAME_S >= this.appendWindowStart) this.frames.set(this.#next++, frameNumber(all.subarray(at)));
    }
    this.#rest = all.slice(whole);
  }

  abort() {
    if (this.media.readyState !== "open") throw fault("InvalidStateError");
    this.updating = false;
    this.#rest = new Uint8Array();
  }

  /** @param {number} from @param {number} to seconds */
  remove(from, to) {
    if (this.updating || this.media.readyState === "closed") throw fault("InvalidStateError");
    if (Number.isNaN(this.media.length)) throw new TypeError("nothing has a place yet");
    this.updating = true;
    setImmediate(() => {
      for (const place of this.frames.keys()) if (place * FRAME_S >= from && place * FRAME_S < to) this.frames.delete(place);
      this.updating = false;
      this.dispatchEvent(new Event("updateend"));
    });
  }
}

/** @param {Uint8Array} frame as `mp3File` makes them; -1: silence */
function frameNumber(frame) {
  return frame[4] === 1 ? (frame[5] << 16) | (frame[6] << 8) | frame[7] : -1;
}

export class FakeMediaSource extends EventTarget {
  /** The page's policy knows no `blob:`. */
  static isBlocked = false;
  /** @type {FakeMediaSource[]} every one that was made */
  static made = [];
  readyState = "closed";
  length = NaN;
  /** What comes next cannot be decoded. */
  isDamaged = false;
  /** Undefined where the browser leaves the buffer to the page. @type {boolean | undefined} */
  streaming = undefined;
  /** @type {FakeAudio | null} */
  audio = null;
  /** @type {FakeSourceBuffer | null} */
  buffer = null;

  constructor() {
    super();
    FakeMediaSource.made.push(this);
  }

  /** @param {string} type */
  static isTypeSupported(type) {
    return type === "audio/mpeg";
  }

  /** @param {FakeAudio} audio */
  attach(audio) {
    this.audio = audio;
    setImmediate(() => {
      if (FakeMediaSource.isBlocked) return audio.fail(4);
      this.readyState = "open";
      return this.dispatchEvent(new Event("sourceopen"));
    });
  }

  detach() {
    this.readyState = "closed";
    this.audio = null;
  }

  addSourceBuffer() {
    return (this.buffer = new FakeSourceBuffer(this));
  }

  setLiveSeekableRange() {
    if (this.readyState !== "open") throw fault("InvalidStateError");
  }

  get duration() {
    return this.length;
  }

  set duration(seconds) {
    const { buffered, updating } = /** @type {FakeSourceBuffer} */ (this.buffer);
    const end = buffered.length ? buffered.end(buffered.length - 1) : 0;
    if (this.readyState !== "open" || updating || seconds < end - 1e-9) throw fault("InvalidStateError");
    this.length = seconds;
    if (this.audio) fire(this.audio, "durationchange");
  }

  endOfStream() {
    if (this.readyState !== "open" || this.buffer?.updating) throw fault("InvalidStateError");
    const { buffered } = /** @type {FakeSourceBuffer} */ (this.buffer);
    this.readyState = "ended";
    this.length = buffered.length ? buffered.end(buffered.length - 1) : 0;
    this.audio?.look();
  }

  /** The append error algorithm: the element has its error before the buffer says that it is done. */
  break() {
    this.readyState = "ended";
    this.audio?.fail(3);
  }
}

/** An object URL for a media source. @param {FakeMediaSource} media */
export function objectUrl(media) {
  const address = `blob:${sources.size}`;
  sources.set(address, media);
  return address;
}

/** What is behind such an address. @param {string} address */
export function sourceAt(address) {
  return sources.get(address) ?? null;
}
