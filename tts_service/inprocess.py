"""The one place that loads ``workers``: by name, for commands that speak in this process and need no server."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, cast

from audio_cache.plan import Cue, Finished, Plan
from tts_service.article.lexicon import Lexicon
from tts_service.article.model import Script
from tts_service.article.request import ArticleRequest
from tts_service.errors import ServiceError
from tts_service.settings import Settings, SettingsError, load_settings


class Prepared(Protocol):
    """An article that was read and planned, and is in the cache."""

    @property
    def article_id(self) -> str: ...
    @property
    def revision(self) -> str: ...
    @property
    def script(self) -> Script: ...
    @property
    def plan(self) -> Plan: ...


class Voice(Protocol):
    """See ``workers.engines.base.Voice``."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def description(self) -> str: ...
    @property
    def licence(self) -> str: ...
    @property
    def local(self) -> bool: ...
    @property
    def quality(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def ipa(self) -> str: ...


class Offer(Protocol):
    """See ``workers.voices.offers.Offer``."""

    @property
    def id(self) -> str: ...
    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def quality(self) -> str: ...
    @property
    def licence(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def installed(self) -> bool: ...


class Installer(Protocol):
    """See ``workers.voices.install.VoiceInstaller``."""

    def offers(self, language: str = "") -> Sequence[Offer]:
        """Raises ServiceError when the publishers cannot be reached."""

    def install(self, name: str, told: Callable[[str, int, int], None]) -> Sequence[Voice]:
        """Raises ServiceError."""


class Pace(Protocol):
    """See ``workers.local.Pace``."""

    @property
    def chars(self) -> int: ...
    @property
    def audio_s(self) -> float: ...
    @property
    def took_s(self) -> float: ...


class BatchListener(Protocol):
    """See ``workers.batch.Listener``."""

    def prepared(self, index: int, prepared: Prepared, done: int) -> None: ...
    def landed(self, index: int, spoken: int) -> None: ...
    def finished(self, index: int, prepared: Prepared, finished: Finished, spoken: int) -> None: ...
    def failed(self, index: int, error: ServiceError) -> None: ...


class Runner(Protocol):
    """Articles to audio in this process, on all cores, in the cache that the service uses too."""

    def script(self, request: ArticleRequest) -> Script:
        """What would be said. Raises ServiceError when there is nothing to read aloud."""

    def prepare(self, request: ArticleRequest, lexicon: Lexicon | None = None) -> Prepared:
        """``lexicon``: instead of the one that editors keep.

        Raises ServiceError when the article cannot be read, or not in that voice.
        """

    def render(self, prepared: Prepared, on_segment: Callable[[int, int], None] | None = None) -> Finished:
        """Speak what the cache does not have. ``on_segment(done, total)`` is told as segments land.

        Raises ServiceError when the engine cannot speak it.
        """

    def render_many(self, requests: Iterable[Callable[[], ArticleRequest]], listener: BatchListener) -> None:
        """All of them, on all cores; ``listener`` is told of each. What fails stops no other."""

    def pace(self, script: Script, voice: str | None) -> Pace:
        """How quick the voice is on one core here. Raises ServiceError when there is no such voice."""

    def audio_path(self, finished: Finished) -> Path: ...

    def voices(self) -> Sequence[Voice]: ...

    def broken_engines(self) -> Mapping[str, str]:
        """Engines that cannot be loaded here, each with the reason."""


class HeardSentence(Protocol):
    """See ``workers.hearing.compare.HeardSentence``."""

    @property
    def segment(self) -> int: ...
    @property
    def spoken(self) -> str: ...
    @property
    def heard(self) -> str: ...


class Hearing(Protocol):
    """See ``workers.hearing.compare.Hearing``."""

    @property
    def sentences(self) -> Sequence[HeardSentence]: ...
    @property
    def words(self) -> int: ...
    @property
    def word_error_rate(self) -> float: ...
    @property
    def in_names(self) -> float: ...
    @property
    def misheard(self) -> Sequence[HeardSentence]: ...


class Fetched(Protocol):
    """See ``workers.web_reader.Fetched``."""

    @property
    def url(self) -> str: ...
    @property
    def body(self) -> bytes: ...
    @property
    def etag(self) -> str: ...
    @property
    def last_modified(self) -> str: ...
    @property
    def unchanged(self) -> bool: ...
    @property
    def link(self) -> str: ...


class WebReader(Protocol):
    """Feeds and sitemaps from the web, politely. See ``workers.web_reader.WebReader``."""

    def listing(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        """Raises ServiceError when it cannot be had."""

    def send_form(self, url: str, form: Mapping[str, str]) -> None:
        """POST it to a hub. Raises ServiceError unless it is accepted."""

    def is_gone(self, url: str) -> bool:
        """Raises ServiceError when that cannot be known now."""

    def may_read(self, url: str) -> bool:
        """What robots.txt says of the address."""


def web_reader(settings: Settings) -> WebReader:
    return cast(WebReader, importlib.import_module("workers.web_reader").WebReader(settings))


def listener(model: str) -> Callable[[Script, Sequence[Cue], bytes], Hearing]:
    """A speech recognizer: from a script, its cues and its frames to what was heard.

    Raises ServiceError when the extra ``verify`` is not installed, or ``model`` cannot be loaded.
    """
    return cast(
        Callable[[Script, Sequence[Cue], bytes], Hearing], importlib.import_module("workers.hearing.listen").listener(model)
    )


def runner(settings: Settings) -> Runner:
    return cast(Runner, importlib.import_module("workers.local").LocalRunner(settings))


def installer(settings: Settings) -> Installer:
    return cast(Installer, importlib.import_module("workers.voices.install").VoiceInstaller(settings))


def speaker(settings: Settings) -> Runner:
    """A runner whose engine and voice were looked up.

    Raises SettingsError when TTS_ENGINE, TTS_ENGINE_OPTIONS, TTS_VOICE or TTS_VOICES name what is not there.
    """
    made = runner(settings)
    voices = made.voices()
    names = {name for voice in voices for name in (voice.id, voice.name)}
    if settings.voice and settings.voice not in names:
        raise SettingsError(f"TTS_VOICE={settings.voice!r} is no voice here. See: tts-service voices list.")
    for entry in settings.voices:
        _check_choice(entry, voices)
    return made


def _check_choice(entry: str, voices: Sequence[Voice]) -> None:
    """That TTS_VOICES gives a language to who is here and speaks it."""
    language, _, name = entry.partition("=")
    named = [voice for voice in voices if name in (voice.id, voice.name, voice.id.partition("/")[0])]
    if not named:
        raise SettingsError(f"TTS_VOICES: {name!r} is no voice here. See: tts-service voices list.")
    if not any({language.partition("-")[0].lower(), "*"} & set(voice.languages) for voice in named):
        raise SettingsError(f"TTS_VOICES: {name} does not speak {language!r}.")


def main() -> None:
    """``python -m tts_service.inprocess``: looks the engine and the voice up, and keeps their weight to itself."""
    try:
        speaker(load_settings())
    except SettingsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
