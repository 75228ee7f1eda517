"""Letters and words in capitals: which are spelled out, and which are spoken as a word.

How an engine is told to spell is its own affair: see ``spelled``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tts_service.article.normalize.english.names.acronyms import AS_WORDS, BY_LETTERS, EVERYDAY
from tts_service.article.normalize.spelled import spell
from tts_service.article.normalize.wordlists import word_set

_ONSETS = word_set("""
    bl br ch cl cr dr dw fl fr gh gl gn gr kh kl kn kr ll ph pl pr ps qu rh sc sh sk sl sm sn sp sq st sv sw
    th tr ts tw wh wr zh sch scr shr spl spr str thr chr
""")
_CODAS = word_set("""
    bs ch ck ct ds ff ft gh gs kh ks lb ld lf lk ll lm ln lp ls lt mb mn mp ms nc nd ng nk nn ns nt nz ph ps
    pt rb rc rd rf rg rk rl rm rn rp rr rs rt sh sk sm sp ss st th ts tt wd wk wl wn ws xt zz gn
""")
_FIRST_CLUSTER = re.compile(r"[^aeiouy]*")
_LAST_CLUSTER = re.compile(r"[^aeiouy]*$")


def say_capitals(word: str, suffix: str = "", *, headline: bool = False) -> str:
    """How a word of two or more capitals is spoken. ``headline``: it is in a line of capitals, where most are
    words."""
    if word in AS_WORDS:
        return (word.capitalize() if _is_spelled_by_espeak(word) else word) + suffix
    lower = word.lower()
    if headline and lower in EVERYDAY:
        return word.capitalize() + suffix
    if word in BY_LETTERS:
        return spell(word, suffix)
    if lower in EVERYDAY:
        return lower + suffix
    shortest = 3 if headline else 4
    if len(word) >= shortest and is_pronounceable(lower):
        return word.capitalize() + suffix
    return spell(word, suffix)


def _is_spelled_by_espeak(word: str) -> bool:
    """In mixed case, espeak spells out most words of three capitals: "ICE"."""
    return len(word) == 3


def is_pronounceable(word: str) -> bool:
    """Could lower-case ``word`` be said as an English word? Judged by its first and last consonants."""
    first, last = _FIRST_CLUSTER.match(word), _LAST_CLUSTER.search(word)
    if not first or not last or first.end() == len(word):
        return False
    starts = len(first[0]) < 2 or first[0] in _ONSETS
    ends = last[0][-2:] in _CODAS if len(last[0]) > 1 else last[0] not in ("j", "q")
    return starts and ends and not re.search(r"[^aeiouy]{5}|q(?!u)", word)


@lru_cache(8)
def is_headline(text: str) -> bool:
    """Is ``text`` a line of capitals rather than a sentence with some words in capitals?"""
    words = re.findall(r"[^\W\d_]{2,}", text)
    capitals = [word for word in words if word.isupper()]
    return len(capitals) >= 2 and len(capitals) >= 0.8 * len(words) and max(map(len, capitals)) >= 4


_RUN = re.compile(r"(?<![\w’'-])[A-Z][A-Z’']*(?:[,;]?\s[A-Z][A-Z’']*){2,40}(?![\w’'])")
_SPEAKER = re.compile(r"[“\"]?(?:[A-Z][A-Z.’'-]{1,20}\s){0,3}[A-Z][A-Z’'-]{1,20}(?=:\s)")


@lru_cache(8)
def shouted(text: str) -> tuple[tuple[int, int], ...]:
    """Where a sentence has three or more words of capitals in a row, two of them everyday ones."""
    runs = (match for match in _RUN.finditer(text) if _everyday(match[0]) >= 2)
    return tuple(match.span() for match in runs)


def _everyday(run: str) -> int:
    return sum(word.lower() in EVERYDAY for word in re.findall("[A-Z]{2,}", run))


@lru_cache(8)
def speaker(text: str) -> int:
    """The length of the name before what someone says, as in "ANN LEE: No"."""
    found = _SPEAKER.match(text)
    return found.end() if found and not _everyday(found[0]) else 0


def say_name(word: str, suffix: str = "") -> str:
    """How a word of capitals in a speaker's name is spoken."""
    is_known = word in BY_LETTERS or word in AS_WORDS or len(word) < 3 or not re.search("[AEIOUY]", word)
    return say_capitals(word, suffix) if is_known else word.capitalize() + suffix
