"""No regular expression takes quadratic time: each is found, and given texts made to be hard for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

import pytest

from tests.growth.adversaries import Run, runs
from tests.growth.measuring import DOUBLING, cpu, growth, step
from tests.growth.patterns import Found, dynamic, patterns
from tts_service.article import normalize
from tts_service.article.extract import boilerplate
from tts_service.article.extract.html import paywall as stub
from tts_service.article.language import writing_systems as writing
from tts_service.article.lexicon import pronounce
from tts_service.article.lexicon.entry import MAX_WRITE_CHARS
from tts_service.article.script import dateline

LENGTH = 2_000
QUICK_STEPS = 200_000
"""For LENGTH characters: the square would be two million."""
SMALL = (12, 16, 20, 24, 28, 32, 36, 40, 48, 64)
"""Characters: here only what is exponential takes long."""
MOST_STEPS = 4_000
"""For each character of a text."""
MOST_RUNS = 240
SHORT = {
    "tts_service.article.normalize": normalize._LONGEST,
    "tts_service.article.extract.boilerplate._BY_REASON": boilerplate._LONGEST,
    "tts_service.article.extract.boilerplate._BYLINE": 100,
    "tts_service.article.extract.boilerplate._DATED_BYLINE": 160,
    "tts_service.article.extract.boilerplate._FOLLOW_ME": 500,
    "tts_service.article.script.dateline._DATELINE": dateline._LONGEST,
    "tts_service.article.extract.html.paywall._CALL": stub._CALL_CHARS,
}
"""Characters of the longest text that these are given: what calls them looks at the length first."""
HELD_AGAINST_ALL = ("tts_service.article.extract.boilerplate._BY_REASON",)
"""Tables whose patterns must match all of a text."""
MADE_FROM_VALUES = {
    "tts_service/article/script/announcements.py",  # held in a table of the module
    "tts_service/article/normalize/rules.py",  # every rule
    "tts_service/article/normalize/codes.py",  # the same for all languages
    "tts_service/article/normalize/arithmetic.py",  # by language, in rules and in what one has matched
    "tts_service/article/normalize/english/figures/dates.py",
    "tts_service/article/normalize/english/figures/years.py",
    "tts_service/article/normalize/english/names/streets.py",
    "tts_service/article/normalize/spanish/calendar.py",
    "tts_service/article/extract/text/hyphens.py",  # two words of at most thirty letters
    "tts_service/article/normalize/signs.py",
    "tts_service/article/normalize/languages.py",  # abbreviations and words that begin a sentence
    "tts_service/article/normalize/cldr/romans.py",  # names of kings
    "tts_service/article/normalize/cldr/short_forms.py",  # abbreviations, in rules
    "tts_service/article/lexicon/pronounce.py",  # an entry of the lexicon: see made()
    "tts_service/article/language/writing_systems.py",  # by language: see made()
    "tts_service/publisher/lexicon/file.py",
    "tts_service/web/admin/sessions.py",  # a number of characters
    "tts_service/web/site/button.py",  # its own source
    "workers/engines/homographs.py",  # held in a table of the module, and given few words
}
"""Where patterns are made of values. Anywhere else they are constants, which can be found."""


def test_patterns_are_constants_that_can_be_found() -> None:
    assert {place.partition(":")[0] for place in dynamic()} <= MADE_FROM_VALUES
    names = {name for found in patterns() for name in found.names}
    assert {
        "tts_service.publisher.shows.shows._NAMES",
        "tts_service.article.extract.judge._SITE_SUFFIX",
    } <= names
    assert len(names) > 300


@pytest.mark.timeout(240)
def test_no_pattern_takes_the_square_of_its_text() -> None:
    bad: list[str] = []
    for found in patterns():
        bad += islice(complaints(found), 1)
    assert not bad, "\n".join(bad)


def complaints(found: Found) -> Iterator[str]:
    longest = next((longest for name, longest in SHORT.items() if found.names[-1].startswith(name)), 0)
    check = short_complaint if longest else long_complaint
    for run in spread(runs(found.pattern)):
        if wrong := check(search(found), run, longest or LENGTH):
            yield f"{found}: {run}: {wrong}"


def spread(tried: list[Run]) -> list[Run]:
    """MOST_RUNS of them, from all parts of the pattern."""
    every = -(-len(tried) // MOST_RUNS)
    return tried[::every]


def search(found: Found) -> Callable[[str], object]:
    pattern = found.pattern
    if found.names[-1] in HELD_AGAINST_ALL:
        return pattern.fullmatch
    if found.anchored:
        return lambda text: (pattern.match(text), pattern.fullmatch(text))
    return lambda text: sum(1 for _ in pattern.finditer(text))


def long_complaint(do: Callable[[str], object], run: Run, length: int) -> str:
    """Looked for in short texts first, where even a bad pattern takes no more than a second."""
    for tried in SMALL:
        if is_quick(do, run, tried):
            continue
        if cpu(lambda: do(run.text(tried)), 4) >= QUICK_STEPS * STEP:  # noqa: B023 - done at once
            return f"{tried} characters take too long"  # not because the machine was busy with something else
    # Quick with an eighth: then the whole takes no more than some seconds, even if that grows with the cube.
    if is_quick(do, run, length >> 3) and is_quick(do, run, length):
        return ""
    return growth_complaint(do, run, length)


def growth_complaint(do: Callable[[str], object], run: Run, length: int) -> str:
    slow = False
    for tried in (length >> halved for halved in (5, 4, 3, 2, 1, 0)):
        if is_quick(do, run, tried):
            continue
        slow = True
        if (doubling := growth(lambda n: do(run.text(n)), tried)) > DOUBLING:
            return f"× {doubling:.1f} for each doubling"
    return short_complaint(do, run, length) if slow else ""


def is_quick(do: Callable[[str], object], run: Run, length: int) -> bool:
    return cpu(lambda: do(run.text(length))) < QUICK_STEPS * STEP


def short_complaint(do: Callable[[str], object], run: Run, length: int) -> str:
    text = run.text(length)
    if cpu(lambda: do(text)) < MOST_STEPS * STEP * length:
        return ""
    steps = cpu(lambda: do(text), 4) / length / step()
    return f"{steps:,.0f} steps for each character" if steps > MOST_STEPS else ""


STEP = step()


def test_patterns_made_from_values() -> None:
    bad = [complaint for found in made() for complaint in islice(complaints(found), 1)]
    assert not bad, "\n".join(bad)


def made() -> Iterator[Found]:
    """Rules that are put together when they are first asked for; what no voice of a language can speak;
    entries of a lexicon; lead-ins."""
    known = {found.pattern for found in patterns()}
    for language in ("en", "en-GB", "en-IN", "es", "es-MX", "es-US", "de", "fr", "it", "pt", "hi"):
        for each in normalize._rules(language):
            if each.pattern not in known:
                known.add(each.pattern)
                yield Found(each.pattern, (f"tts_service.article.normalize, {language}, {each.name}",), False)
    for language in ("en", "ru", "el", "ja", "zh", "ko", "hi", "ar", "uk"):
        yield Found(writing._pattern(language), (f"unspeakable in {language}",), False)
    for write in ("a", "a a a a", "a-a-a", "a’a", ". . .", "-" * MAX_WRITE_CHARS, " ".join("ab" * 30)):
        yield Found(pronounce._pattern(write, False), (f"entry {write!r}",), False)


@pytest.mark.parametrize(
    "bad",
    [r"\s*(?:[,;&]|\band\b)\s*", r"[^\n]*\S[^\n]*", r"\s+[|-]\s+[^|]{2,40}$", r"(?:a|a)+b", r"<[^>]*>x"],
)
def test_the_sieve_holds_back_what_takes_the_square(bad: str) -> None:
    assert any(complaints(Found(re.compile(bad), ("test",), False)))


@pytest.mark.parametrize(
    "good", [r"[,;&]|\band\b", r"[^\n]+", r"(?<![ \t])[ \t]++#++$", r"<[^<>]*+>", r"\w{2,40}-"]
)
def test_the_sieve_lets_pass_what_does_not(good: str) -> None:
    assert not any(complaints(Found(re.compile(good), ("test",), False)))
