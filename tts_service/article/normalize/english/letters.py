"""Letters and words in capitals: which are spelled, which are said as a word, and how spelling is written for the engines.

espeak (behind Piper and Kokoro) guesses: it says "EPA" as "eppa", "WHO" as "who", and drops the s of "TVs". Letters joined by
points are spelled by all engines: "E.P.A". No point follows the last letter, as a point before a capital ends a sentence for
espeak. With an s behind, points fail for two letters, and a hyphen serves. A first letter A that stands alone is taken for the
article behind some words ("of A.I" is heard "of a dot I"), so it is kept together with the next letter.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tts_service.article.normalize.english.acronyms import AS_WORDS, BY_LETTERS, EVERYDAY
from tts_service.article.normalize.wordlists import word_set

_ONSETS = word_set("""
    bl br ch cl cr dr dw fl fr gh gl gn gr kh kl kn kr ll ph pl pr ps qu rh sc sh sk sl sm sn sp sq st sv sw th tr ts
    tw wh wr zh sch scr shr spl spr str thr chr
""")
_CODAS = word_set("""
    bs ch ck ct ds ff ft gh gs kh ks lb ld lf lk ll lm ln lp ls lt mb mn mp ms nc nd ng nk nn ns nt nz ph ps pt rb rc
    rd rf rg rk rl rm rn rp rr rs rt sh sk sm sp ss st th ts tt wd wk wl wn ws xt zz gn
""")
_NO_LETTERS = word_set("AN AS AT AU ABE ABU ADA ADD ADO AHA AKA ALE ALL ALM ALT AMO AND ANK ANQ ANY APR ARC ARE ASS AVE")
"""Capitals that espeak says as a word nevertheless."""
_FIRST_CLUSTER = re.compile(r"[^aeiouy]*")
_LAST_CLUSTER = re.compile(r"[^aeiouy]*$")


def spell(letters: str, suffix: str = "") -> str:
    """``letters`` one by one; ``suffix`` is "s" or "'s" of the source, heard alike."""
    if letters[0] == "A" and letters[: 2 if len(letters) > 3 else 3] not in _NO_LETTERS:
        return _spell_from_a(letters, suffix)
    if not suffix:
        return ".".join(letters)
    return ("-" if len(letters) == 2 else ".").join(letters) + "'s"


def _spell_from_a(letters: str, suffix: str) -> str:
    """Up to three capitals are spelled as they are."""
    end = "'s" if suffix else ""
    if len(letters) <= 3:
        return letters + end
    return f"{letters[:2]}-{('-' if suffix else '.').join(letters[2:])}{end}"


def say_capitals(word: str, suffix: str = "", *, headline: bool = False) -> str:
    """How a word of two or more capitals is said. ``headline``: it stands in a line of capitals, where most are words."""
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
    """Among small letters, espeak spells most words of three capitals: "ICE"."""
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
    """Is ``text`` a line of capitals, rather than a sentence with some words in capitals?"""
    words = re.findall(r"[^\W\d_]{2,}", text)
    capitals = [word for word in words if word.isupper()]
    return len(capitals) >= 2 and len(capitals) >= 0.8 * len(words) and max(map(len, capitals)) >= 4
