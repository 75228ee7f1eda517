"""Addresses of the web: URLs, e-mail, handles and hashtags."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.acronyms import BY_LETTERS
from tts_service.article.normalize.english.letters import say_capitals, spell
from tts_service.article.normalize.english.words import cardinal, digits, year
from tts_service.article.normalize.rules import rule

_TOP = "com|org|net|edu|gov|int|mil|info|news|co|io|ai|tv|uk|us|eu|in|ca|au|de|fr|es|it|nl|ch|jp|cn|ru|ie|nz|za|me|ly|be|blog|app|dev|example"
_HOST = rf"(?:[a-z0-9](?:[a-z0-9-]{{0,40}})\.){{1,5}}(?:{_TOP})(?![a-z0-9-])"
_PATH = r"(?:/[^\s<>\"”’)\]]{0,2000})?"
_SAID_IN_HOSTS = frozenset(("IT", "US", "WHO", "ACT", "DOT"))
"""As the name of a site these are words."""
_READABLE = re.compile(r"[A-Za-z]+(?:[-_][A-Za-z]+)*")
_LONGEST_PATH = 40
_CHUNK = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_]+|_")
_TRAILING = ".,;:!?…*"


@rule(rf"\bhttps?://[^\s<>\"”’)\]]{{1,2000}}|(?<![\w@.-]){_HOST}{_PATH}", triggers=".", flags=re.IGNORECASE)
def url(match: re.Match[str]) -> str | None:
    """Host and readable path; scheme, "www", queries and paths that no one would read out are left out."""
    written = match[0]
    kept = written.rstrip(_TRAILING)
    address = re.sub(r"^https?://", "", kept, flags=re.IGNORECASE)
    host, slash, path = address.partition("/")
    if not host or ("://" not in written and not slash and _is_two_sentences(host)):
        return None
    host = re.sub(r"^www\.", "", host.partition("?")[0].rpartition("@")[2], flags=re.IGNORECASE)
    return f"{_spoken_host(host)}{_spoken_path(path)}{written[len(kept) :]}"


def _is_two_sentences(host: str) -> bool:
    """A missing space after a full stop: "gone.In May"."""
    return bool(re.search(r"[a-z]\.[A-Z][a-z]+$", host))


def _spoken_host(host: str) -> str:
    return " dot ".join(_spoken_label(label) for label in host.split(".") if label)


def _spoken_label(label: str) -> str:
    if label.upper() in BY_LETTERS - _SAID_IN_HOSTS:
        return spell(label.upper())
    return " dash ".join(_chunks(part) for part in label.split("-"))


def _spoken_path(path: str) -> str:
    bare = re.sub(r"\.(?:html?|php|aspx?)$", "", path.partition("?")[0].partition("#")[0].rstrip("/"))
    parts = bare.split("/")
    if len(bare) > _LONGEST_PATH or not all(_READABLE.fullmatch(part) for part in parts):
        return ""
    return "".join(f" slash {re.sub('[-_]', ' ', part)}" for part in parts)


@rule(rf"(?<![\w.+-])([A-Za-z0-9][\w.+-]{{0,63}})@({_HOST})", triggers="@", flags=re.IGNORECASE)
def email(match: re.Match[str]) -> str:
    marks = {".": " dot ", "-": " dash ", "_": " underscore ", "+": " plus "}
    name = "".join(marks.get(part) or _chunks(part) for part in re.split(r"([._+-])", match[1]) if part)
    return f"{name} at {_spoken_host(match[2])}"


@rule(r"(?<![\w.@])@([A-Za-z0-9_]{1,40})(?!\w)", triggers="@")
def handle(match: re.Match[str]) -> str | None:
    return f"at {_chunks(match[1], underscore=' underscore ')}" if match[1].strip("_") else None


@rule(r"(?<![\w&#])#([^\W_]\w{0,80})(?!\w)", triggers="#")
def hashtag(match: re.Match[str]) -> str | None:
    """A hashtag of digits only is a number ("#1"): left to the symbols."""
    return None if match[1].isdigit() else f"hashtag {_chunks(match[1])}"


def _chunks(name: str, underscore: str = " ") -> str:
    """The words and numbers that are written together: "MeToo" is "Me Too", "COP28" "COP twenty-eight"."""
    words = [underscore if part == "_" else _chunk(part) for part in _CHUNK.findall(name)]
    return re.sub(r"\s+", " ", " ".join(words)).strip()


def _chunk(part: str) -> str:
    if not part.isascii() or not part.isdigit():
        return say_capitals(part) if len(part) > 1 and part.isupper() else part
    if len(part) == 4 and part[:2] in ("19", "20"):
        return year(int(part))
    return cardinal(int(part)) if len(part) <= 2 and part[0] != "0" else digits(part)
