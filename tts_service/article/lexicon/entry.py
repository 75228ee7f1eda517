"""One entry of the pronunciation lexicon: a word or phrase, how it is said, and when. Pure."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from tts_service.article.address import host_of
from tts_service.article.hashing import short_hash
from tts_service.article.language.tags import primary_subtag
from tts_service.article.lexicon import ipa as phonetic

MAX_WRITE_CHARS = 100
MAX_SAY_CHARS = 200

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff]")
_HEARD = re.compile(r"[^\W_]")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_VOICE = re.compile(r"[\w.-]+/(?:\*|[^\s*/]+)")
_SITE = re.compile(r"[^\s/:@*?#]+")


class EntryError(ValueError):
    """``reason`` says what is wrong with the value of ``field``."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class Occasion(msgspec.Struct, frozen=True):
    """Where a word is spoken. ``language`` is a BCP 47 tag, ``voice`` an id; ``""``: none, or not known."""

    language: str = ""
    voice: str = ""
    site: str = ""
    show: str = ""


class LexiconEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``write`` is spoken as ``say`` (a respelling) or as ``ipa``; exactly one of the two is given.

    The others are conditions. ``case``: only with these capitals; ``language``: a BCP 47 primary tag;
    ``voice``: an id, or "engine/*"; ``site``: a host and all hosts below it; ``show``: that of the article.
    ``""``: always.
    """

    write: str
    say: str = ""
    ipa: str = ""
    language: str = ""
    case: bool = False
    voice: str = ""
    site: str = ""
    show: str = ""

    @property
    def key(self) -> str:
        """Names the word and its conditions. Two entries with the same name would contradict each other."""
        word = self.write if self.case else self.write.casefold()
        return short_hash(msgspec.json.encode([word, self.case, *self.conditions]), length=12)

    @property
    def conditions(self) -> tuple[str, str, str, str]:
        return self.language, self.voice, self.site, self.show

    @property
    def weight(self) -> int:
        """How many conditions the entry has."""
        return sum(map(bool, self.conditions)) + self.case

    def counts(self, occasion: Occasion) -> bool:
        return (
            self.language in ("", primary_subtag(occasion.language))
            and self.show in ("", occasion.show)
            and (not self.voice or speaks(self.voice, occasion.voice))
            and (not self.site or f".{occasion.site}".endswith(f".{self.site}"))
        )


def speaks(pattern: str, voice: str) -> bool:
    """True if ``pattern``, an id or "engine/*", covers the voice with the id ``voice``."""
    return voice.startswith(pattern[:-1]) if pattern.endswith("/*") else voice == pattern


def checked(entry: LexiconEntry) -> LexiconEntry:
    """``entry`` in its canonical spelling. Raises EntryError if one of its values cannot be used."""
    for field in ("write", "say", "ipa", "language", "voice", "site", "show"):
        if unprintable := _UNPRINTABLE.search(getattr(entry, field)):
            raise EntryError(
                field, f"it contains {unprintable.group()!r}, which can be neither written nor said."
            )
    return msgspec.structs.replace(
        entry,
        write=_write(entry.write),
        **_sound(entry),
        language=_language(entry.language.strip()),
        voice=_voice(entry.voice.strip()),
        site=_site(entry.site.strip().lower()),
        show=_short("show", entry.show, MAX_SAY_CHARS),
    )


def _write(text: str) -> str:
    bare = _short("write", text, MAX_WRITE_CHARS)
    if not bare:
        raise EntryError("write", "it is empty: give the word or phrase as it is written in the article.")
    return bare


def _sound(entry: LexiconEntry) -> dict[str, str]:
    if bool(entry.say) == bool(entry.ipa):
        raise EntryError(
            "say" if entry.say else "write",
            'give either say = "…" (a respelling) or ipa = "…", and not both.',
        )
    if entry.say:
        return {"say": _say(entry.say)}
    if len(entry.ipa) > MAX_SAY_CHARS:
        raise EntryError("ipa", f"it has {len(entry.ipa):,} characters; at most {MAX_SAY_CHARS} are allowed.")
    try:
        return {"ipa": phonetic.canonical(entry.ipa)}
    except ValueError as error:
        raise EntryError("ipa", str(error)) from None


def _say(text: str) -> str:
    bare = _short("say", text, MAX_SAY_CHARS)
    if not _HEARD.search(bare):
        raise EntryError("say", "nothing in it can be spoken: spell the word the way it sounds.")
    return bare


def _short(field: str, text: str, limit: int) -> str:
    bare = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(bare) > limit:
        raise EntryError(field, f"it has {len(bare):,} characters; at most {limit} are allowed.")
    return bare


def _language(tag: str) -> str:
    if tag and not _LANGUAGE.fullmatch(tag):
        raise EntryError(
            "language", f'{tag!r} is not a language tag such as "en" or "hi": leave out region and script.'
        )
    return tag


def _voice(pattern: str) -> str:
    if pattern and not _VOICE.fullmatch(pattern):
        raise EntryError(
            "voice",
            (
                f'{pattern!r} is neither a voice such as "piper/en_US-joe-medium" nor all voices of an '
                'engine, "piper/*".'
            ),
        )
    return pattern


def _site(host: str) -> str:
    named = host_of(f"http://{host}") if _SITE.fullmatch(host) and not host.startswith(".") else ""
    if host and not named:
        raise EntryError("site", f'{host!r} is not a host: give it alone, such as "news.example".')
    return named
