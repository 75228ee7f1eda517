"""Plays the workers' part from a test: real MP3 frames, real folders, real notices, at the moment the test
chooses."""

from __future__ import annotations

import functools
import math
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import lameenc
import msgspec
import redis

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.keys import SegmentSpec, segment_key
from audio_cache.local import LocalStore
from audio_cache.mp3.frames import FRAME_SAMPLES, SAMPLE_RATE
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Failure, Finished, Outcome, Plan, PlannedSegment
from audio_cache.store import SegmentInfo, StoredSegment, WordTiming
from tts_service.article.hashing import short_hash
from tts_service.article.model import Piece, Script, Segment, encode_script
from tts_service.article.request import ArticleRequest, request_digest
from tts_service.catalog import Catalog

SENTENCES = (
    "The ferry leaves at dawn.",
    "It costs $5 & a smile.",
    "Nobody <ever> asked why.",
    "The captain hums; the gulls answer.",
    "By noon the harbour is empty.",
    "Tomorrow it starts again.",
)
TAG = b"ID3\x04\x00\x00" + bytes((0, 0, 3, 118)) + bytes(502)
"""An empty ID3v2.4 tag of 512 bytes, all padding."""


class Narration(NamedTuple):
    article_id: str
    revision: str
    plan: Plan

    @property
    def id(self) -> NarrationId:
        return self.plan.narration

    @property
    def moving(self) -> str:
        return f"/audio/{self.article_id}.mp3"

    @property
    def fixed(self) -> str:
        return f"/audio/{self.article_id}/{self.revision}.mp3"


class Narrator:
    def __init__(self, data_dir: Path, redis_url: str) -> None:
        self.segments = LocalStore(data_dir / "audio")
        self.narrations = FolderNarrations(data_dir / "audio", self.segments)
        self.catalog = Catalog(f"sqlite:///{data_dir / 'catalog.db'}")
        self.redis = redis.Redis.from_url(redis_url)

    def accept(self, name: str, sentences: Sequence[str] = SENTENCES) -> str:
        """Put an article into the catalog, as the web process does. Returns its id."""
        article_id = short_hash(name.encode())
        request = ArticleRequest(text=" ".join(sentences), title=name)
        self.catalog.accept(request, article_id, "", request_digest(request), "interactive")
        return article_id

    def prepare(
        self, name: str, sentences: Sequence[str] = SENTENCES, *, accepted: bool = False
    ) -> Narration:
        """Accepted, read and planned; nothing is spoken yet."""
        article_id = short_hash(name.encode()) if accepted else self.accept(name, sentences)
        script = example_script(name, sentences)
        revision = short_hash(encode_script(script))
        planned = tuple(PlannedSegment(key_of(s.text, name), "tone", "tone/a", 10) for s in script.segments)
        plan = Plan(article_id, revision, "en", "tone", "tone/a", planned, len(TAG))
        self.narrations.put_script(NarrationId(article_id, revision), encode_script(script))
        self.narrations.put_plan(plan, TAG)
        digest = request_digest(ArticleRequest(text=" ".join(sentences), title=name))
        self.narrations.put_outcome(article_id, digest, Outcome(revision))
        self.tell(article_id, revision, "prepared")
        return Narration(article_id, revision, plan)

    def refuse(self, name: str, failure: Failure, sentences: Sequence[str] = SENTENCES) -> None:
        """The article cannot be read."""
        article_id = short_hash(name.encode())
        digest = request_digest(ArticleRequest(text=" ".join(sentences), title=name))
        self.narrations.put_outcome(article_id, digest, Outcome(problem=failure))
        self.tell(article_id, "", "failed")

    def land(self, narration: Narration, index: int) -> None:
        script = msgspec.json.decode(self.narrations.script(narration.id) or b"", type=Script)
        self.segments.put(narration.plan.segments[index].key, spoken(script.segments[index].text))
        self.tell(narration.article_id, narration.revision, "stored", index)

    def finish(self, narration: Narration) -> Finished:
        for index in self.narrations.missing(narration.plan):
            self.land(narration, index)
        finished = self.narrations.finish(narration.plan)
        self.tell(narration.article_id, narration.revision, "ready")
        return finished

    def fail(self, narration: Narration, failure: Failure) -> None:
        self.narrations.put_failure(narration.id, failure)
        self.tell(narration.article_id, narration.revision, "failed")

    def file(self, narration: Narration) -> bytes:
        """The finished file."""
        return self.narrations.audio_path(narration.id).read_bytes()

    def ready(self, name: str, sentences: Sequence[str] = SENTENCES) -> Narration:
        narration = self.prepare(name, sentences)
        self.finish(narration)
        return narration

    def tell(self, article_id: str, revision: str, kind: str, index: int = -1) -> None:
        """Give notice."""
        notice = {"id": article_id, "revision": revision, "kind": kind, "index": index}
        self.redis.publish(f"tts:events:{article_id}", msgspec.json.encode(notice))


def key_of(text: str, model: str) -> str:
    """Each narration has a model of its own here, so that no test finds what another has stored."""
    return segment_key(SegmentSpec("tone", "1", model, "a", {}, "en", text, "test"))


def example_script(title: str, sentences: Sequence[str]) -> Script:
    """Sentences joined by a space; "$5" is spoken as "five dollars"; a new section with the fourth
    sentence."""
    source = " ".join(sentences)
    segments = []
    start = 0
    for number, sentence in enumerate(sentences):
        segments.append(_segment(sentence, start, section=int(number >= 3)))
        start += len(sentence) + 1
    return Script(title, "en", source, ("", "At sea"), tuple(segments))


def _segment(sentence: str, start: int, section: int) -> Segment:
    before, price, after = sentence.partition("$5")
    spoken_price = "five dollars" if price else ""
    text = before + spoken_price + after
    edges = (0, len(before), len(before) + len(spoken_price), len(text))
    source = (start, start + len(before), start + len(before) + len(price), start + len(sentence))
    pieces = tuple(
        Piece(edges[i], edges[i + 1], source[i], source[i + 1]) for i in range(3) if edges[i] < edges[i + 1]
    )
    return Segment(text, start, start + len(sentence), pieces, section, 240)


@functools.cache
def spoken(text: str) -> StoredSegment:
    """A beep as long as the text, with a time for each word."""
    audio = beep(frames=len(text) * 2, pitch=300 + 20 * (len(text) % 17))
    words, at = [], 0
    per_character_s = 0.04
    for word in text.split():
        first = text.index(word, at)
        at = first + len(word)
        words.append(WordTiming(first, at, first * per_character_s, at * per_character_s))
    return StoredSegment(audio, SegmentInfo("tone", "tone/a", text, tuple(words)))


def beep(frames: int, pitch: float) -> bytes:
    count = frames * FRAME_SAMPLES
    samples = array("h", (int(9000 * math.sin(2 * math.pi * pitch * n / SAMPLE_RATE)) for n in range(count)))
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_channels(1)
    encoder.set_quality(7)
    encoder.silence()
    return bytes(encoder.encode(samples.tobytes()) + encoder.flush())
