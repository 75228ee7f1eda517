"""What espeak, the phonemizer of Piper and Kokoro, makes of the spoken text."""

from __future__ import annotations

import re
import string

import pytest
from piper.phonemize_espeak import EspeakPhonemizer

from tests.article import pairs_table
from tts_service.article.model import Spelled
from tts_service.article.normalize.english.names.acronyms import AS_WORDS, BY_LETTERS
from tts_service.article.normalize.english.names.letters import say_capitals
from tts_service.article.normalize.spelled import unmarked
from tts_service.article.normalize.wordlists import word_set
from workers.engines.spelling import spelled_out

ESPEAK = EspeakPhonemizer()
VOICES = {
    "en": "en-us",
    "es": "es",
    "de": "de",
    "fr": "fr",
    "hi": "hi",
    "it": "it",
    "pt": "pt-br",
    "pt-PT": "pt",
}
MARKS = re.compile("[ˈˌʲ ]")


def sentences(text: str, language: str = "en") -> list[str]:
    """The phonemes of each sentence that espeak takes ``text`` for."""
    return ["".join(phonemes) for phonemes in ESPEAK.phonemize(VOICES[language], text) if phonemes]


def sounds(word: str, leading: str = "that") -> str:
    """The phonemes of ``word`` behind ``leading``, without stress; r and t as espeak links them."""
    heard = MARKS.sub("", "".join(sentences(f"He knew {leading} {word} staff.")))
    before = MARKS.sub("", "".join(sentences(f"He knew {leading} no staff."))).removesuffix("noʊstæf.")
    return heard[len(before) :].removesuffix("stæf.").replace("ɹɹ", "ɹ").replace("ɾ", "t")


def written(word: str, suffix: str = "") -> str:
    """``word`` as Piper is given it."""
    text, spelled = unmarked(say_capitals(word, suffix))
    return spelled_out(text, [Spelled(*span) for span in spelled], "en").text


LETTERS = {letter: sounds(letter) for letter in string.ascii_uppercase} | {"A": "eɪ"}

LEADING = word_set("that of for at not than was the in")
"""espeak takes an A behind some of these for an article."""


NOT_BEHIND_ALL = word_set("ADA APR AU")
"""No writing was found that espeak spells behind "of": these are right behind most words only."""


@pytest.mark.parametrize("word", sorted(BY_LETTERS))
def test_an_initialism_is_heard_letter_by_letter(word: str) -> None:
    spelled = "".join(LETTERS[letter] for letter in word).replace("ɹɹ", "ɹ")
    for leading in LEADING if word not in NOT_BEHIND_ALL else ["the"]:
        assert sounds(written(word), leading).endswith(spelled), leading


@pytest.mark.parametrize("word", sorted(AS_WORDS - {"OK"}))
def test_an_acronym_is_heard_as_a_word(word: str) -> None:
    spelled = "".join(LETTERS[letter] for letter in word)
    assert sounds(written(word)) != spelled


@pytest.mark.parametrize(
    ("plural", "letters"), [("MP", "ɛmpiːz"), ("TV", "tiːviːz"), ("CEO", "siːiːoʊz"), ("AI", "eɪaɪz")]
)
def test_the_s_behind_an_initialism_is_heard(plural: str, letters: str) -> None:
    assert sounds(written(plural, "s")) == letters


@pytest.mark.parametrize("name", pairs_table.class_names())
def test_no_point_of_an_abbreviation_ends_a_sentence(name: str) -> None:
    language = pairs_table.language_of(name)
    for pair in pairs_table.read_pairs(name):
        ends = len(re.findall(r"[.!?।]+[\"”’)]*(?=\s|$)", pair.spoken))
        assert len(sentences(pair.spoken, language)) <= max(ends, 1), pair.spoken


def test_an_ellipsis_is_a_pause_and_no_word_runs_into_the_next() -> None:
    assert sentences("The vote… was close.") == ["ðə vˈoʊtwʌz klˈoʊs."]
    assert sentences(pairs_table.said("The vote… was close.", "en")) == ["ðə vˈoʊt, wʌz klˈoʊs."]
