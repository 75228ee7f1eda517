"""Google Translate's voices, through the gTTS library: sixty languages, over the network, at Google's mercy."""

from __future__ import annotations

import io
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Annotated

import msgspec
import numpy as np
from gtts import gTTS
from gtts.lang import tts_langs
from gtts.tts import gTTSError

from audio_cache.keys import Scalar
from tts_service.settings import Settings
from workers.engines.base import EngineBusy, EngineFailed, Samples, Speech, Voice
from workers.engines.gate import Gate, backoff_s
from workers.engines.gtts_audio import decoded, pieces, trimmed

log = logging.getLogger(__name__)

REVISION = 1
"""Raise it when this file changes what comes out."""

_RATE = 24_000
_BREATH_S = 0.25
_WORD_GAP_S = 0.06
_BCP47 = {"iw": "he", "jw": "jv", "tl": "fil"}
"""What gTTS calls by old or other names."""

Seconds = Annotated[float, msgspec.Meta(ge=0, le=3600)]
Count = Annotated[int, msgspec.Meta(ge=1, le=100)]


class GttsOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    slow: bool = False
    tld: str = "com"
    """Google's domain, such as "co.uk": it decides on the accent."""
    interval_s: Seconds = 0.3
    """Between two requests, of all processes on this machine."""
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=120)] = 10.0
    """For one request, from its start to its last byte."""
    attempts: Count = 4
    backoff_s: Seconds = 0.5
    """Before the second attempt; it doubles from there, with jitter."""
    patience_s: Seconds = 30.0
    """For one segment, with all its requests, retries and waits."""
    breaker_failures: Count = 5
    """Failures in a row, of all processes on this machine, after which Google is left alone."""
    breaker_s: Seconds = 60.0


class GttsEngine:
    """Sends pieces of at most 100 characters, one after the other, as gTTS would, but each paced and retried by itself."""

    id = "gtts"
    version = f"{version('gTTS')}+{REVISION}"
    Options = GttsOptions

    def __init__(self, settings: Settings, options: GttsOptions) -> None:
        self._options = options
        self._gate = Gate(
            settings.data_dir / "gtts.json",
            interval_s=options.interval_s,
            failures=options.breaker_failures,
            open_s=options.breaker_s,
        )

    @property
    def parameters(self) -> Mapping[str, Scalar]:
        return {"slow": self._options.slow, "tld": self._options.tld}

    def voices(self) -> Sequence[Voice]:
        """One for each language, those that bear its plain name before variants such as "fr-CA"."""
        languages = sorted(tts_langs().items(), key=lambda item: "-" in item[0])
        return [_voice(tag, name) for tag, name in languages]

    def warm(self, voice: Voice) -> None:
        """Nothing to load."""

    def synthesize(self, text: str, voice: Voice, language: str) -> Speech:
        """Raises EngineBusy when Google refuses, cannot be reached or is too slow, EngineFailed when it gives no speech."""
        until = time.monotonic() + self._options.patience_s
        parts: list[Samples] = []
        for piece in pieces(text):
            audio = trimmed(decoded(self._fetched(piece, voice.name, until), _RATE))
            gap_s = _WORD_GAP_S if piece[-1].isalnum() else _BREATH_S
            parts += [audio, np.zeros(round(gap_s * _RATE), np.float32)]
        if not parts:
            raise EngineFailed(f"There is nothing to speak in {text[:60]!r}.")
        return Speech(np.concatenate(parts[:-1]), _RATE)

    def _fetched(self, piece: str, language: str, until: float) -> bytes:
        """MP3 of ``piece``, by as many attempts as it takes and the options allow."""
        for attempt in range(self._options.attempts):
            self._gate.enter(patience_s=max(0.0, until - time.monotonic()))
            try:
                audio = self._asked(piece, language)
            except EngineBusy as error:
                log.info("gTTS, attempt %d: %s", attempt + 1, error)
                self._gate.failed()
                self._wait(attempt, error, until)
            else:
                self._gate.succeeded()
                return audio
        raise EngineBusy(f"Google gave no speech in {self._options.attempts} attempts.", self._options.breaker_s)

    def _wait(self, attempt: int, error: EngineBusy, until: float) -> None:
        if attempt + 1 == self._options.attempts:
            return
        pause = max(backoff_s(attempt, self._options.backoff_s, longest_s=8.0), error.retry_after_s)
        if time.monotonic() + pause > until:
            raise EngineBusy(str(error), pause) from error
        time.sleep(pause)

    def _asked(self, piece: str, language: str) -> bytes:
        """One request. Raises EngineBusy for what may pass, EngineFailed for what will not."""
        try:
            audio = self._within_time(gTTS(piece, **self._arguments(language)))
        except gTTSError as error:
            raise _judged(error) from error
        except AssertionError as error:  # how gTTS says that nothing is left to speak
            raise EngineFailed(f"There is nothing that Google could speak in {piece!r}.") from error
        except ValueError as error:  # base64 or UTF-8 that is none
            raise EngineFailed(f"Google's answer cannot be read: {error}") from error
        if not audio:
            raise EngineFailed("Google answered without audio.")
        return audio

    def _arguments(self, language: str) -> dict[str, object]:
        options = self._options
        return {
            "lang": language,
            "lang_check": False,
            "slow": options.slow,
            "tld": options.tld,
            "timeout": (min(5.0, options.timeout_s), options.timeout_s),
        }

    def _within_time(self, request: gTTS) -> bytes:
        """What ``request`` brings. A thread of its own does it, because the library's time-out is for each read alone:
        an answer that trickles in would hold the worker for ever. Such a thread is left to itself."""
        outcome: list[bytes | Exception] = []

        def fetch() -> None:
            try:
                received = io.BytesIO()
                request.write_to_fp(received)
                outcome.append(received.getvalue())
            except Exception as error:
                outcome.append(error)

        thread = threading.Thread(target=fetch, name="gtts", daemon=True)
        thread.start()
        thread.join(self._options.timeout_s)
        if not outcome:
            raise EngineBusy(f"Google did not answer within {self._options.timeout_s:g} s.", 0.0)
        if isinstance(outcome[0], Exception):
            raise outcome[0]
        return outcome[0]


def _voice(tag: str, name: str) -> Voice:
    primary = tag.partition("-")[0]
    languages = (_BCP47.get(primary, primary), primary) if primary in _BCP47 else (primary,)
    extra = ("nb", "nn") if primary == "no" else ()
    return Voice(f"gtts/{tag}", tag, languages + extra, None, "google-translate", name, "Google's terms", local=False)


def _judged(error: gTTSError) -> EngineBusy | EngineFailed:
    """Refusals, faults at Google's and a line that broke may pass; any other answer will be the same next time."""
    response = error.rsp
    if response is None:
        return EngineBusy(f"Google cannot be reached: {error.msg}", 0.0)
    if response.status_code == 429 or response.status_code >= 500:
        wait = response.headers.get("Retry-After", "")
        return EngineBusy(f"Google answered {response.status_code}.", float(wait) if wait.isdecimal() else 0.0)
    if response.status_code == 200:
        return EngineFailed("Google answered without audio.")
    return EngineFailed(f"Google answered {response.status_code}: {error.msg}")
