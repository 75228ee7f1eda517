"""Which engines there are, and whose voice reads an article. Engines come from the entry points
``tts_service.engines``."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import NamedTuple

from tts_service.article.language.tags import primary_subtag
from tts_service.errors import ProblemKind, Unprocessable
from tts_service.settings import Settings, SettingsError
from workers.engines.base import Engine, EngineMissing, Voice
from workers.engines.levels import with_gain
from workers.engines.options import read_options

log = logging.getLogger(__name__)

GROUP = "tts_service.engines"
ANY_LANGUAGE = "*"
"""In ``Voice.languages``: it takes whatever comes. Such a voice speaks when asked for, never as a
substitute."""

_MORE = "What can be installed: tts-service voices list --installable."
_INSTALLABLE = ("hibari", "kokoro", "piper")
"""Engines whose publishers offer voices."""

Found = tuple[Engine, Voice]


class _Failed(NamedTuple):
    """An engine that cannot be loaded. ``missing``: an optional one, which is simply not installed."""

    reason: str
    missing: bool = False


_made: dict[tuple[str, Settings], Engine | _Failed] = {}
_making = threading.RLock()


def engines() -> list[str]:
    """Names of all engines that are installed, working or not."""
    return sorted(_entry_points())


@lru_cache(maxsize=1)
def _entry_points() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def load_engine(name: str, settings: Settings) -> Engine:
    """The engine ``name``: one for each process, made at the first call.

    Raises Unprocessable ("unknown-voice") when there is none or it cannot be loaded here, SettingsError when
    ``settings.engine_options`` are not its own.
    """
    if name not in _entry_points():
        raise _unknown(f"There is no engine {name!r}. Engines: {', '.join(engines())}.")
    with _making:
        if (name, settings) not in _made:
            _made[name, settings] = _make(name, settings)
        engine = _made[name, settings]
    if isinstance(engine, _Failed):
        raise _unknown(f"The engine {name} cannot be loaded here: {engine.reason.rstrip('.')}.")
    return engine


def _make(name: str, settings: Settings) -> Engine | _Failed:
    """The engine, or why it cannot be loaded: what is wrong with one must not take the others away."""
    try:
        kind = _entry_points()[name].load()
        given = settings.engine_options if name == settings.engine else ""
        engine: Engine = kind(settings, read_options(name, kind.Options, given))
    except SettingsError:
        raise
    except EngineMissing as error:
        return _Failed(str(error), missing=True)
    except Exception as error:
        log.warning("engine %s cannot be loaded", name, exc_info=True)
        return _Failed(f"{type(error).__name__}: {error}")
    return engine


def broken_engines(settings: Settings) -> dict[str, str]:
    """Engines that cannot be loaded here, each with the reason. An optional one that is not installed is not
    among them."""
    reasons = {}
    for name in engines():
        try:
            load_engine(name, settings)
        except Unprocessable as error:
            if not _missing(name, settings):
                reasons[name] = error.detail
    return reasons


def _missing(name: str, settings: Settings) -> str:
    """Why the optional engine ``name``, which was asked for, is not here; "" when it is, or fails for
    another reason."""
    made = _made.get((name, settings))
    return made.reason if isinstance(made, _Failed) and made.missing else ""


def all_voices(settings: Settings) -> list[Voice]:
    """Every voice that may speak now, those of ``settings.engine`` first."""
    return [voice for _, voice in _candidates(settings)]


def all_found(settings: Settings) -> list[Found]:
    """As ``all_voices``, with their engines. Levels that are measured are left out."""
    return list(_candidates(settings))


def find_voice(settings: Settings, requested: str | None, language: str) -> Found:
    """Whose voice reads an article in ``language`` (a BCP 47 tag; "" when unknown).

    ``requested`` is "engine/name", the name of an engine or of a voice, or nothing: then what
    ``settings.voices`` names for the language, ``settings.voice``, ``settings.engine``, another local voice
    of the language, and last one over the network unless ``settings.offline``.

    Raises Unprocessable: "unknown-voice" or "unsupported-language", with what there is instead.
    """
    tag = primary_subtag(language)
    if requested:
        engine, voice = _requested(settings, requested, tag)
    else:
        engine, voice = _of_language(settings, language) or _default(settings, tag)
    return engine, with_gain(engine, voice, settings.voices_dir / "cache")


def local_voice(settings: Settings, language: str) -> Found | None:
    """A voice of ``language`` that needs no network, for when the one in use fails; None when there is
    none."""
    tag = primary_subtag(language)
    for engine, voice in _candidates(settings):
        if voice.local and (tag in voice.languages or (engine.id == settings.engine and _speaks(voice, tag))):
            return engine, with_gain(engine, voice, settings.voices_dir / "cache")
    return None


def check_engine(settings: Settings) -> None:
    """Raises SettingsError when ``settings.engine`` is not here, or has no such options."""
    if settings.engine not in _entry_points():
        raise SettingsError(f"TTS_ENGINE={settings.engine!r} is no engine. Engines: {', '.join(engines())}.")
    if _loaded(settings.engine, settings) is None and (why := _missing(settings.engine, settings)):
        raise SettingsError(f"TTS_ENGINE={settings.engine}: {why}.")


def _candidates(settings: Settings, only: str = "") -> Iterator[Found]:
    """Voices that may speak now: of ``settings.engine``, then local ones, then those over the network."""
    check_engine(settings)
    names = [only] if only else sorted(engines(), key=lambda name: name != settings.engine)
    loaded = [engine for engine in (_loaded(name, settings) for name in names) if engine is not None]
    found = [
        (engine, voice)
        for engine in loaded
        for voice in engine.voices()
        if voice.local or voice.on_this_machine or not settings.offline
    ]
    yield from sorted(found, key=lambda pair: (pair[0].id != settings.engine, not pair[1].local))


def _loaded(name: str, settings: Settings) -> Engine | None:
    try:
        return load_engine(name, settings)
    except Unprocessable:
        return None


def _speaks(voice: Voice, tag: str) -> bool:
    return not tag or tag in voice.languages or ANY_LANGUAGE in voice.languages


def _requested(settings: Settings, requested: str, tag: str) -> Found:
    engine_name = requested.partition("/")[0]
    if requested in _entry_points():
        return _of_engine(settings, load_engine(requested, settings), tag)
    if "/" in requested:
        load_engine(engine_name, settings)
    of_engine = engine_name if "/" in requested else ""
    named = [pair for pair in _candidates(settings, of_engine) if requested in (pair[1].id, pair[1].name)]
    if not named:
        raise _unknown(
            f"There is no voice {requested!r}{_offline_hint(settings)}. {_offer(settings, tag)} "
            f"{_how_to_have(requested)}"
        )
    for engine, voice in named:
        if _speaks(voice, tag):
            return engine, voice
    raise _unsupported(f"The voice {requested} does not speak {tag!r}. {_offer(settings, tag)}")


def _of_engine(settings: Settings, engine: Engine, tag: str) -> Found:
    for found, voice in _candidates(settings, only=engine.id):
        if _speaks(voice, tag):
            return found, voice
    raise _unsupported(
        f"The engine {engine.id} has no voice for {tag!r}{_offline_hint(settings)}. {_offer(settings, tag)} "
        f"{_MORE}"
    )


def _of_language(settings: Settings, language: str) -> Found | None:
    """What ``settings.voices`` names for ``language``; None when it names nothing."""
    wanted = settings.voice_of(language)
    if not wanted:
        return None
    try:
        return _requested(settings, wanted, primary_subtag(language))
    except Unprocessable as error:
        detail = f"TTS_VOICES names {wanted!r} for {language!r}. {error.detail}"
        raise Unprocessable(detail, kind=error.kind, title=error.title) from None


def _default(settings: Settings, tag: str) -> Found:
    if settings.voice:
        wanted = [pair for pair in _candidates(settings) if settings.voice in (pair[1].id, pair[1].name)]
        if not wanted:
            raise _unknown(
                f"TTS_VOICE={settings.voice!r} is no voice{_offline_hint(settings)}. {_offer(settings, tag)} "
                f"{_how_to_have(settings.voice)}"
            )
        if _speaks(wanted[0][1], tag):
            return wanted[0]
    for engine, voice in _candidates(settings):
        if tag in voice.languages or (engine.id == settings.engine and _speaks(voice, tag)):
            return engine, voice
    raise _unsupported(f"No voice here speaks {tag!r}{_offline_hint(settings)}. {_offer(settings, tag)}")


def _how_to_have(voice: str) -> str:
    """How to get ``voice``, which is not here, as a sentence."""
    if voice.startswith(tuple(f"{engine}/" for engine in _INSTALLABLE)):
        return f"If its publisher offers it: tts-service voices install {voice}. {_MORE}"
    return _MORE


def _offer(settings: Settings, tag: str) -> str:
    """What can be requested instead: voices of the language, or the languages there are."""
    voices = all_voices(settings)
    fitting = [voice.id for voice in voices if not tag or tag in voice.languages]
    if fitting:
        return f"Voices for it: {', '.join(fitting[:12])}."
    return f"Languages: {', '.join(sorted({spoken for voice in voices for spoken in voice.languages} - {ANY_LANGUAGE}))}."  # noqa: E501


def _offline_hint(settings: Settings) -> str:
    return " that works without a network, and TTS_OFFLINE is set" if settings.offline else ""


def _unknown(detail: str) -> Unprocessable:
    return Unprocessable(detail, kind=ProblemKind.UNKNOWN_VOICE)


def _unsupported(detail: str) -> Unprocessable:
    return Unprocessable(detail, kind=ProblemKind.UNSUPPORTED_LANGUAGE)
