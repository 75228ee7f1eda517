"""BCP 47 language tags as requests, settings and voices write them. Pure.

langcodes is imported when the first tag with more than one subtag turns up: it takes some 40 ms, and most
articles are in plain "en".
"""

from __future__ import annotations

import re
from functools import lru_cache

_BARE = re.compile(r"[A-Za-z]{2,3}")
_NOT_IN_ISO_639_2 = {"yue": "chi"}
"""Languages that have no code of their own there, and which code stands for them."""


@lru_cache(maxsize=1_024)
def primary_subtag(tag: str) -> str:
    """The primary language subtag of ``tag``, in lower case: "en" of "en-GB" and "en_us".

    Never raises: of text that is not a language tag, it is what precedes the first hyphen.
    """
    if _BARE.fullmatch(tag):
        return tag.lower()
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
    if primary in _NOT_IN_ISO_639_2 or not _BARE.fullmatch(primary):
        return _NOT_IN_ISO_639_2.get(primary, "")
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
