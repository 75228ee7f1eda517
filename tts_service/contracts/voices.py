"""Voices: those that can speak here, and those that can be installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec


class Voice(msgspec.Struct, frozen=True):
    """A voice of an engine, as requests name it."""

    id: str
    """"engine/name", such as "piper/en_US-joe-medium"."""
    name: str
    languages: tuple[str, ...]
    """BCP 47 primary tags; "*" among them: the voice takes any language."""
    gain_db: float | None
    """The gain (dB) that brings the voice to the narration's loudness; None: not measured, so each segment is
    levelled on its own."""
    model: str
    """A fingerprint of the voice's files."""
    description: str = ""
    licence: str = ""
    local: bool = True
    """True if it speaks without a network."""
    on_this_machine: bool = False
    """True if it speaks over the network of this machine alone: TTS_OFFLINE does not forbid it."""
    quality: str = ""
    """As its publisher puts it, such as "medium"."""
    size: int = 0
    """Bytes of the files that are loaded in order to speak; 0 if there are none."""
    ipa: str = ""
    """Every symbol of the phonetic alphabet that the voice can say, as espeak writes them; "": it takes no
    phonemes."""
    quick: bool = False
    """True if its first samples arrive before the sentence is finished."""
    spells: bool = False
    """True if its engine is told which words are spelled; otherwise they are written with points for it."""
    deterministic: bool = False
    """True if the same key gives the same samples in every process, with the same versions of what it is made
    of and on the same kind of processor."""


class KnownVoice(msgspec.Struct, frozen=True):
    """A voice as workers describe it to web processes, which load no engine."""

    id: str
    """"engine/name"."""
    name: str
    languages: tuple[str, ...]
    description: str = ""
    licence: str = ""

    @property
    def engine(self) -> str:
        """The part of ``id`` before the slash."""
        return self.id.partition("/")[0]


def known_voices(told: bytes | None) -> tuple[KnownVoice, ...]:
    """From JSON, as workers tell it; none if nobody has, or one of another release."""
    try:
        return msgspec.json.decode(told or b"[]", type=tuple[KnownVoice, ...])
    except msgspec.MsgspecError:
        return ()


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A voice, or all voices of an engine together, that can be installed."""

    id: str
    """"engine/name", or the name of an engine for all its voices."""
    languages: tuple[str, ...]
    quality: str
    licence: str
    description: str
    size: int
    """Bytes to download."""
    installed: bool = False

    @property
    def name(self) -> str:
        """The part of ``id`` behind the slash; that of an engine's offer is the engine's."""
        return self.id.rpartition("/")[2]


OnDownload = Callable[[str, int, int], None]
"""Called with a file's name, the bytes that have arrived, and its size in bytes."""


class Installer(Protocol):
    """Finds voices at their publishers and installs them. One installation runs at a time; others wait."""

    def offers(self, language: str = "") -> Sequence[Offer]:
        """All voices, or those in ``language`` (BCP 47). Raises ServiceError if the publishers cannot be
        reached."""

    def install(self, name: str, on_download: OnDownload) -> Sequence[Voice]:
        """Install the voice ``name`` ("engine/name", or a file or folder), and return those that can speak
        now.

        Raises NotFound with names that are near, and ServiceError if it cannot be downloaded or used.
        """
