"""Google Translate's voices, through the gTTS library: sixty languages, over the network, at Google's
mercy."""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from audio_cache.keys import Scalar
from tts_service.article.language.tags import primary_subtag
from tts_service.settings import Settings
from workers.engines.base import EngineBusy, EngineFailed, Samples, Speech, Voice
from workers.engines.gtts.audio import decoded, pieces, trimmed
from workers.engines.remote.asking import PoliteAsker, retry_after_s
from workers.engines.remote.gate_state import gate_book
from workers.engines.remote.options import RemoteOptions

if TYPE_CHECKING:
    from gtts import gTTS
    from gtts.tts import gTTSError

REVISION = 1
"""Raise it when this file changes what comes out."""

_RATE = 24_000
_BREATH_S = 0.25
_WORD_GAP_S = 0.06
_BCP47 = {"iw": "he", "jw": "jv", "tl": "fil"}
"""What gTTS calls by old or other names."""


class GttsOptions(RemoteOptions, frozen=True, kw_only=True, forbid_unknown_fields=True):
    slow: bool = False
    tld: str = "com"
    """Google's domain, such as "co.uk": it decides on the accent."""


class GttsEngine:
    """Sends pieces of at most 100 characters, one after the other, as gTTS would, but each paced and
    retried by itself."""

    id = "gtts"
    version = f"{version('gTTS')}+{REVISION}"
    Options = GttsOptions

    def __init__(self, settings: Settings, options: GttsOptions) -> None:
        """Without a network the library, which takes a fifth of a second to load, is left alone."""
        self._options = options
        self._offline = settings.offline
        self._asker = PoliteAsker("Google", gate_book(settings, "gtts"), options)
        if not self._offline:
            import gtts  # noqa: F401 (a broken installation is noticed now)

    @property
    def parameters(self) -> Mapping[str, Scalar]:
        return {"slow": self._options.slow, "tld": self._options.tld}

    def voices(self) -> Sequence[Voice]:
        """One for each language, those that bear its plain name before variants such as "fr-CA"; none
        without a network."""
        if self._offline:
            return []
        from gtts.lang import tts_langs

        languages = sorted(tts_langs().items(), key=lambda item: "-" in item[0])
        return [_voice(tag, name) for tag, name in languages]

    def warm(self, voice: Voice) -> None:
        """Nothing to load."""

    def synthesize(self, text: str, voice: Voice, language: str) -> Speech:
        """Raises EngineBusy when Google refuses, cannot be reached or is too slow, EngineFailed when it
        gives no speech."""
        until = self._asker.deadline()
        parts: list[Samples] = []
        for piece in pieces(text):
            mp3 = self._asker.ask(partial(self._asked, piece, voice.name), until)
            audio = trimmed(decoded(mp3, _RATE))
            gap_s = _WORD_GAP_S if piece[-1].isalnum() else _BREATH_S
            parts += [audio, np.zeros(round(gap_s * _RATE), np.float32)]
        if not parts:
            raise EngineFailed(f"There is nothing to speak in {text[:60]!r}.")
        return Speech(np.concatenate(parts[:-1]), _RATE)

    def _asked(self, piece: str, language: str) -> bytes:
        """One request. Raises EngineBusy for what may pass, EngineFailed for what will not."""
        from gtts import gTTS
        from gtts.tts import gTTSError

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
        """What ``request`` brings. A thread of its own does it, because the library's time-out is for each
        read alone: an answer that trickles in would hold the worker for ever. Such a thread is left to
        itself."""
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
    primary = primary_subtag(tag)
    languages = (_BCP47.get(primary, primary), primary) if primary in _BCP47 else (primary,)
    extra = ("nb", "nn") if primary == "no" else ()
    return Voice(
        f"gtts/{tag}", tag, languages + extra, None, "google-translate", name, "Google's terms", local=False
    )


def _judged(error: gTTSError) -> EngineBusy | EngineFailed:
    """Refusals, faults at Google's and a line that broke may pass; any other answer will be the same next
    time."""
    response = error.rsp
    if response is None:
        return EngineBusy(f"Google cannot be reached: {error.msg}", 0.0)
    if response.status_code == 429 or response.status_code >= 500:
        wait_s = retry_after_s(response.headers.get("Retry-After"))
        return EngineBusy(f"Google answered {response.status_code}.", wait_s)
    if response.status_code == 200:
        return EngineFailed("Google answered without audio.")
    return EngineFailed(f"Google answered {response.status_code}: {error.msg}")
