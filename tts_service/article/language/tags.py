"""BCP 47 language tags as requests, settings and voices write them. Pure.

langcodes is imported when it is needed: its tables take 70 ms and 6 MB, and nearly all articles are in "en",
"pt-BR" or "zh_Hans_CN".
"""

from __future__ import annotations

import re
from functools import lru_cache

_BARE = re.compile(r"[A-Za-z]{2,3}")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:_[A-Za-z]{4})?(?:_[A-Za-z]{2}|_[0-9]{3})?")
"""A language, and perhaps a script and a region, as ``og:locale`` joins them."""
_PAIRS = (
    "ar:ara bg:bul bn:ben ca:cat cs:cze da:dan de:ger el:gre en:eng es:spa et:est fa:per fi:fin fr:fre "
    "he:heb hi:hin hr:hrv hu:hun id:ind it:ita ja:jpn ko:kor lt:lit lv:lav nb:nob nl:dut no:nor pl:pol "
    "pt:por ro:rum ru:rus sk:slo sl:slv sr:srp sv:swe ta:tam th:tha tr:tur uk:ukr ur:urd vi:vie zh:chi"
)
_USUAL = {pair[:2]: pair[3:] for pair in _PAIRS.split()}
"""ISO 639-2 codes of languages that articles are usually in."""
_NOT_IN_ISO_639_2 = {"yue": "chi"}
"""Languages that have no code of their own there, and which code stands for them."""


@lru_cache(maxsize=1_024)
def primary_subtag(tag: str) -> str:
    """The primary language subtag of ``tag``, in lower case: "en" of "en-GB" and "en_us".

    Never raises: of text that is not a language tag, it is what precedes the first hyphen.
    """
    if "_" not in tag or _LOCALE.fullmatch(tag):
        return tag.replace("_", "-").partition("-")[0].lower()
    from langcodes.tag_parser import LanguageTagError, parse_tag

    language: str
    try:
        language = parse_tag(tag)[0][1]  # Language.get() would cache every tag for good
    except LanguageTagError:
        language = tag
    return language.partition("-")[0].lower()


@lru_cache(maxsize=256)
def alpha3(tag: str) -> str:
    """The ISO 639-2 code (bibliographic, as ID3 wants it) of a language tag: "ger" of "de-AT"; "" if it has
    none. Never raises."""
    primary = primary_subtag(tag)
    if primary in _USUAL:
        return _USUAL[primary]
    if primary in _NOT_IN_ISO_639_2 or not _BARE.fullmatch(primary):
        return _NOT_IN_ISO_639_2.get(primary, "")
    return _looked_up(primary)


def _looked_up(primary: str) -> str:
    """As ``alpha3``, of any language."""
    from langcodes import Language

    language = Language.make(language=primary)
    if not language.is_valid():
        language = Language.get(primary)  # replaces withdrawn codes, such as "jw"
    if len(primary) == 3:
        language = language.prefer_macrolanguage()
    try:
        return language.to_alpha3(variant="B") if language.is_valid() else ""
    except LookupError:
        return ""
