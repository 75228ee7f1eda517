"""Piper's published voices: ``voices.json`` of rhasspy/piper-voices, and the files that it lists with size
and MD5."""

from __future__ import annotations

import re
from urllib.parse import quote

import msgspec

from tts_service.errors import UpstreamFailed
from workers.voices.offers import Download, RemoteFile, total

URL = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
INDEX = "voices.json"
CARD = "MODEL_CARD"

_NAME = re.compile(r"\w[\w.+-]*")
"""A name becomes a file's name."""


class _Language(msgspec.Struct):
    code: str
    family: str
    name_english: str = ""
    country_english: str = ""


class _File(msgspec.Struct):
    size_bytes: int
    md5_digest: str


class _Entry(msgspec.Struct):
    key: str
    language: _Language
    quality: str
    files: dict[str, _File]
    num_speakers: int = 1


def offers_in(index: bytes, base: str) -> list[Download]:
    """Every voice in ``voices.json`` whose files are under ``base``.

    Raises UpstreamFailed if it is not such a list.
    """
    try:
        entries = msgspec.json.decode(index, type=dict[str, _Entry])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UpstreamFailed(
            f"{base}/{INDEX} is not a list of Piper voices: {error}.", title="No list of voices"
        ) from None
    found = [_offer(entry, base) for entry in entries.values() if _NAME.fullmatch(entry.key)]
    return sorted((offer for offer in found if offer is not None), key=lambda offer: offer.id)


def _offer(entry: _Entry, base: str) -> Download | None:
    """None if a file that it needs is not listed."""
    files = [_file(entry, base, *names) for names in _names(entry.key)]
    card, config, model = files
    if config is None or model is None:
        return None
    needed = tuple(file for file in (card, config, model) if file is not None)
    language = entry.language
    where = f"{language.name_english}, {language.country_english}".strip(", ")
    speakers = f", {entry.num_speakers} speakers" if entry.num_speakers > 1 else ""
    return Download(
        id=f"piper/{entry.key}",
        engine="piper",
        languages=(language.family.lower(),),
        quality=entry.quality,
        licence="",
        description=where + speakers,
        size=total(needed),
        files=needed,
    )


def _names(key: str) -> list[tuple[str, str]]:
    """(Publisher's name, name here): the network last, because it is what makes a voice visible."""
    return [(CARD, f"{key}.{CARD}"), (f"{key}.onnx.json", f"{key}.onnx.json"), (f"{key}.onnx", f"{key}.onnx")]


def _file(entry: _Entry, base: str, published: str, name: str) -> RemoteFile | None:
    for path, file in entry.files.items():
        if path.rpartition("/")[2] == published:
            return RemoteFile(name, f"{base}/{quote(path)}", file.size_bytes, f"md5:{file.md5_digest}")
    return None
