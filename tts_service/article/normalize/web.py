"""Web addresses: URLs, e-mail, handles and hashtags, in the words of a language."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from tts_service.article.normalize.rules import Rule
from tts_service.article.normalize.spelled import spell
from tts_service.article.normalize.wordlists import any_of, word_set


class WebWords(NamedTuple):
    """How a language speaks the signs of an address, its numbers (of digits), and words in capitals.

    ``letters``: parts of host names, in capitals, that are spelled out ("BBC", "UK"). ``colon`` stands before
    the number of a port.
    """

    dot: str
    slash: str
    at: str
    dash: str
    underscore: str
    plus: str
    hashtag: str
    letters: frozenset[str]
    colon: str = ""
    number: Callable[[str], str] = str
    capitals: Callable[[str], str] = str


_TOP = any_of("""
    com org net edu gov int mil info news co io ai tv uk us eu in ca au de fr es it nl ch jp cn ru ie nz za me
    ly be mx ar br pt blog app dev example xyz online site store shop tech club live biz pro museum cat
    today world media fm gg se no dk fi pl cz gr hu ro ua tr il sa ae eg ng ke gh sg hk tw kr th vn ph
    lk pk bd cl pe ve ec uy bo cr
""")
_ANY_TOP = r"[a-z]{2,24}"
_FILES = any_of("""
    pdf docx? xlsx? pptx? txt csv tsv json ya?ml xml html? css js ts jsx tsx py ipynb java cpp rb rs go sh bat
    exe dmg iso zip rar gz tgz tar 7z jpe?g png gif svg webp bmp tiff? psd mp[34] wav ogg flac m4a mov avi mkv
    md rst log ini cfg conf toml sql db bak tmp dll apk epub mobi ics vcf ttf woff2? wasm php
""")
_FILES_IN_CAPITALS = any_of(
    "PDF DOCX? XLSX? PPTX? TXT CSV JPE?G PNG GIF MP[34] MOV AVI ZIP EXE HTML? XML JSON WAV TIFF?"
)
_HOST = rf"(?:[a-z0-9](?:[a-z0-9-]{{0,40}})\.){{1,5}}{_TOP}(?![a-z0-9-])"
_PATH = r"(?::[0-9]{2,5}(?![0-9]))?(?:/[^\s<>\"”’)\]\ue000]{0,2000})?"
_READABLE = re.compile(r"[A-Za-z]+(?:[-_][A-Za-z]+)*")
_SAID = word_set("""
    doc zip json yaml yml tar bat log go java jpeg gif tiff bak toml wav mov sql conf rar bin mobi
""")
"""Endings of files that are said as words."""
_LONGEST_PATH = 40
_CHUNK = re.compile(r"[A-ZÀ-ÖØ-Þ]+(?![a-zß-öø-ÿ])|[A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+|[0-9]+|[^\W\d_]+|_")
_TRAILING = ".,;:!?…*"
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?)$")


_LABELS = r"(?:[a-z0-9](?:[a-z0-9-]{0,40})\.){1,5}"
_URL = re.compile(
    rf"\b(?:https?|ftp)://[^\s<>\"”’)\]\ue000]{{1,2000}}|(?<![\w@.-])(?:www\.{_LABELS}{_ANY_TOP}(?![a-z0-9-])|{_HOST}){_PATH}"
    rf"|(?<![\w@.-]){_LABELS}{_ANY_TOP}/[^\s<>\"”’)\]\ue000]{{1,2000}}",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    rf"(?<![\w.+-])([A-Za-z0-9][\w.+-]{{0,63}})\s?@\s?({_LABELS}{_ANY_TOP})(?![a-z0-9-])", re.IGNORECASE
)
_FILE = re.compile(
    rf"(?<![\w@./-])([A-Za-z0-9_][\w-]{{0,60}}(?:\.[\w-]{{1,30}}){{0,3}})\.({_FILES}|{_FILES_IN_CAPITALS})(?![\w@])"
)
_HANDLE = re.compile(r"(?<![\w.@])@([A-Za-z0-9_]{1,40})(?!\w)")
_HASHTAG = re.compile(r"(?<![\w&#])#([^\W_]\w{0,80})(?!\w)")
_SHORT_FORM = re.compile(r"[a-zA-Z]\.[a-z]{2}(?<!\.co)")
""" "P.za", "p.es."."""
_NUMBERED = re.compile(r"[0-9]+[A-Za-z]?")
_MISSING_SPACE = re.compile(r"[a-z]\.[A-Z][a-z]+$")


def web_rules(words: WebWords) -> tuple[Rule, ...]:
    """The rules for e-mail, URLs, handles and hashtags, in this order."""
    say = _Addresses(words)
    return (
        Rule("email", _EMAIL, say.email, frozenset("@")),
        Rule("file", _FILE, say.file, frozenset(".")),
        Rule("url", _URL, say.url, frozenset(".")),
        Rule("handle", _HANDLE, say.handle, frozenset("@")),
        Rule("hashtag", _HASHTAG, say.hashtag, frozenset("#")),
    )


class _Addresses:
    def __init__(self, words: WebWords) -> None:
        self._words = words
        self._marks = {".": words.dot, "-": words.dash, "_": words.underscore, "+": words.plus}

    def url(self, match: re.Match[str]) -> str | None:
        """The host and a readable path; scheme, "www", queries and paths that nobody would read out are left
        out."""
        written = match[0]
        kept = written.rstrip(_TRAILING)
        address = re.sub("^(?:https?|ftp)://", "", kept, flags=re.IGNORECASE)
        host, slash, path = address.partition("/")
        host = re.sub(r"^www\.", "", host.partition("?")[0].rpartition("@")[2], flags=re.IGNORECASE)
        host, _, port = host.partition(":")
        is_sentence_end = "://" not in written and not slash and _MISSING_SPACE.search(host)
        is_short_form = not slash and "://" not in written and _SHORT_FORM.fullmatch(kept)
        if not host or is_sentence_end or is_short_form:
            return None
        said_port = f" {self._words.colon} {self._words.number(port)}" if port.isdecimal() else ""
        return f"{self._host(host)}{said_port}{self._path(path)}{written[len(kept) :]}"

    def email(self, match: re.Match[str]) -> str:
        parts = [part for part in re.split(r"([._+-])", match[1]) if part]
        name = " ".join(self._marks.get(part) or self._chunks(part) for part in parts)
        return f"{name} {self._words.at} {self._host(match[2])}"

    def file(self, match: re.Match[str]) -> str | None:
        """ "report.pdf", "data_2020.csv"; two words without the gap between sentences are none."""
        name, extension = match[1], match[2].lower()
        if (
            extension in ("go", "log", "name", "bat", "rs", "md")
            and name.isalpha()
            and name.islower()
            and extension != "md"
        ):
            return None
        if (extension == "js" and name.istitle()) or (len(name) == 1 and len(extension) == 2):
            return None
        parts = [part for part in re.split(r"([._-])", name) if part]
        said = " ".join(self._marks.get(part) or self._chunks(part) for part in parts)
        return f"{said} {self._words.dot} {self._extension(extension)}"

    def _extension(self, extension: str) -> str:
        """A word where it can be said as one: "zip", "json"; else letter by letter."""
        if extension in _SAID:
            return extension
        letters, figure = extension.rstrip("0123456789"), extension.lstrip("abcdefghijklmnopqrstuvwxyz")
        if not figure or not letters:
            return spell(extension.upper())
        return f"{spell(letters.upper())} {self._words.number(figure)}"

    def handle(self, match: re.Match[str]) -> str | None:
        if not match[1].strip("_"):
            return None
        return f"{self._words.at} {self._chunks(match[1], underscore=self._words.underscore)}"

    def hashtag(self, match: re.Match[str]) -> str | None:
        """One of digits is a number ("#1", "#3B"): left to the symbols."""
        return None if _NUMBERED.fullmatch(match[1]) else f"{self._words.hashtag} {self._chunks(match[1])}"

    def _host(self, host: str) -> str:
        return f" {self._words.dot} ".join(self._label(label) for label in host.split(".") if label)

    def _label(self, label: str) -> str:
        if label.upper() in self._words.letters:
            return spell(label.upper())
        return f" {self._words.dash} ".join(self._chunks(part) for part in label.split("-"))

    def _path(self, path: str) -> str:
        bare = _EXTENSION.sub("", path.partition("?")[0].partition("#")[0].rstrip("/"))
        parts = bare.split("/")
        if len(bare) > _LONGEST_PATH or not all(_READABLE.fullmatch(part) for part in parts):
            return ""
        return "".join(f" {self._words.slash} {re.sub('[-_]', ' ', part)}" for part in parts)

    def _chunks(self, name: str, underscore: str = "") -> str:
        """Words and numbers written together: "MeToo" is "Me Too", "COP28" "COP twenty-eight"."""
        spoken = (underscore if part == "_" else self._chunk(part) for part in _CHUNK.findall(name))
        return " ".join(part for part in spoken if part)

    def _chunk(self, part: str) -> str:
        if part.isascii() and part.isdigit():
            return self._words.number(part)
        return self._words.capitals(part) if len(part) > 1 and part.isupper() else part
