"""Articles as the service speaks them, for the measurements of sound: kept under TTS_DATA_DIR, so that a
second run is quick.

`ARTICLES=folder python -m bench.hearing name…` measures those articles of the folder whose names are given,
else all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from audio_cache.local import LocalStore
from audio_cache.plan import Cue
from audio_cache.store import WordTiming
from bench.articles import samples
from tts_service.article.model import Script
from tts_service.article.request import ArticleRequest
from tts_service.errors import ServiceError
from tts_service.settings import load_settings
from workers.audio.sound import as_samples, decoded_mp3
from workers.engines.base import Samples
from workers.render.local import LocalRunner

MOST_PAGES = 1000


class Spoken(NamedTuple):
    """``frames`` are those behind the tag; ``words`` the word times of each segment."""

    name: str
    script: Script
    cues: Sequence[Cue]
    frames: bytes
    words: Sequence[Sequence[WordTiming]]

    def samples(self) -> Samples:
        """As a player decodes them, at the profile's rate."""
        return as_samples(decoded_mp3(self.frames))


def spoken(names: Sequence[str]) -> Iterator[Spoken]:
    """In the voices of this machine. What none of them speaks is passed over, and said so."""
    settings = msgspec.structs.replace(load_settings(), offline=True)
    runner, store = LocalRunner(settings), LocalStore(settings.cache_dir)
    for sample in samples(MOST_PAGES):
        if names and sample.name not in names:
            continue
        try:
            prepared = runner.prepare(msgspec.convert(sample.request, ArticleRequest))
            finished = runner.render(prepared)
        except ServiceError as error:
            print(f"{sample.name}: {error}", file=sys.stderr)
            continue
        segments = [store.get(segment.key) for segment in prepared.plan.segments]
        words = [segment.info.words if segment else () for segment in segments]
        frames = runner.audio_path(finished).read_bytes()[finished.tag_bytes :]
        yield Spoken(sample.name, prepared.script, finished.cues, frames, words)
