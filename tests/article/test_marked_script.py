"""Mark-up on its way into the script: pauses, voices, languages and readings."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.article.script_checks import check_script, unaccounted
from tests.article.test_foreign_text import SPANISH
from tts_service.article.extract.reading import read_article
from tts_service.article.language.foreign_text import Foreign, by_the_same_voice
from tts_service.article.lexicon.entry import LexiconEntry, Occasion
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.lexicon.pronounce import LexiconMatcher, WordsFor, no_words
from tts_service.article.model import Script, Segment, encode_script
from tts_service.article.request import ArticleRequest
from tts_service.article.script.notice import shown_words
from tts_service.article.script.script import PAUSE_AFTER_MS, SENTENCE_MS, make_script
from tts_service.coverage.report import account_of

pytestmark = pytest.mark.pure


LAST = PAUSE_AFTER_MS["paragraph"]


def made(
    inside: str, foreign: Foreign = by_the_same_voice, words: WordsFor = no_words, title: str = ""
) -> Script:
    """The script of some SSML in English."""
    request = ArticleRequest(ssml=f'<speak xml:lang="en">{inside}</speak>', title=title or None)
    article = read_article(request)
    script = make_script(article, foreign=foreign, words=words)
    check_script(
        replace(script, segments=tuple(replace(one, pause_ms=one.pause_ms or 1) for one in script.segments))
    )
    assert unaccounted(script, article) == ""
    assert account_of(script, [()] * len(script.segments)).lost == ()
    return script


def texts(script: Script) -> list[str]:
    return [segment.text for segment in script.segments]


def pauses(script: Script) -> list[int]:
    return [segment.pause_ms for segment in script.segments]


def everybody(language: str) -> str:
    return ""


def nobody(language: str) -> str:
    return f"{language}, which nobody speaks"


def test_a_break_is_the_silence_that_is_heard_there() -> None:
    script = made(
        '<p>The ferry is back at last, he said.<break time="2s"/> The islands came to see it.</p>'
        "<p>It left.</p>"
    )
    assert texts(script) == ["The ferry is back at last, he said.", "The islands came to see it.", "It left."]
    assert pauses(script) == [2000 - 120, PAUSE_AFTER_MS["paragraph"], PAUSE_AFTER_MS["paragraph"]]


def test_a_break_within_a_sentence_divides_it() -> None:
    script = made('<p>And the winner is <break time="1500ms"/>the old ferry.</p>')
    assert texts(script) == ["And the winner is,", "the old ferry."]
    assert pauses(script)[0] == 1380
    assert [shown_words(script, segment) for segment in script.segments] == [
        "And the winner is",
        "the old ferry.",
    ]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<p>It is <break time="1s"/>.</p>', [880]),
        ('<p><break time="9s"/>It is.</p>', [LAST]),
        ('<p>It is.</p><break time="1s"/><break time="2s"/><p>It was.</p>', [2880, LAST]),
        ('<p>It is.</p><p><break strength="x-weak"/>It was.</p>', [0, LAST]),
        ('<p>It is so<break strength="none"/> and was so.</p>', [LAST]),
        ('<p>It is.<break time="0s"/></p><p>It was.</p>', [0, LAST]),
    ],
)  # fmt: skip
def test_where_a_break_stands(inside: str, expected: list[int]) -> None:
    assert pauses(made(inside)) == expected


def test_a_break_before_the_first_words_is_behind_the_title() -> None:
    assert pauses(made('<break time="3s"/>It is.', title="The ferry"))[0] == 2880


def test_a_sentence_ends_where_its_author_says() -> None:
    script = made("<p><s>The ferry is back at the old pier</s><s>The islands came to see it again</s></p>")
    assert texts(script) == ["The ferry is back at the old pier.", "The islands came to see it again."]
    assert pauses(script)[0] == SENTENCE_MS


def test_an_alias_is_spoken_and_the_original_is_shown() -> None:
    script = made('<p>The <sub alias="World Wide Web Consortium">W3C</sub> met.</p>')
    (segment,) = script.segments
    assert segment.text == "The World Wide Web Consortium met."
    assert shown_words(script, segment) == script.source == "The W3C met."
    said = [
        (segment.text[one.spoken_start : one.spoken_end], script.source[one.start : one.end])
        for one in segment.pieces
    ]
    assert ("World Wide Web Consortium", "W3C") in said


def test_what_something_is_read_as_is_said_so_and_shown_as_written() -> None:
    script = made(
        '<p>It made <say-as interpret-as="cardinal">2026</say-as> trips by '
        '<say-as interpret-as="date" format="dmy">3/4/2026</say-as>, says '
        '<say-as interpret-as="characters">Nasa</say-as>.</p>'
    )
    (segment,) = script.segments
    assert (
        segment.text == "It made two thousand twenty-six trips by April third, twenty twenty-six, says Nasa."
    )
    assert [segment.text[one.start : one.end] for one in segment.spelled] == ["Nasa"]
    assert shown_words(script, segment) == "It made 2026 trips by 3/4/2026, says Nasa."


def test_a_reading_with_a_point_in_it_is_no_end_of_a_sentence() -> None:
    script = made(
        '<p>It was <phoneme ph="doʊ">the man called Doc. Oh the Great</phoneme> of the islands.</p>'
    )
    (segment,) = script.segments
    (sound,) = segment.phonemes
    assert segment.text[sound.start : sound.end] == "the man called Doc. Oh the Great"


def test_a_pronunciation_goes_the_way_of_the_lexicons() -> None:
    lexicon = Lexicon([LexiconEntry("tomato", ipa="təˈmɑːtoʊ"), LexiconEntry("Kaz", say="kahz")])

    def words(*_: str) -> LexiconMatcher:
        return LexiconMatcher(lexicon, Occasion("en"))

    by_author = made('<p>Kaz has a <phoneme alphabet="ipa" ph="təˈmeɪtoʊ">tomato</phoneme>.</p>', words=words)
    by_lexicon = made("<p>Kaz has a tomato.</p>", words=words)
    (own,), (known,) = by_author.segments, by_lexicon.segments
    assert own.text == known.text == "Kahz has a tomato."
    assert [(one.start, one.end, one.ipa) for one in own.phonemes] == [(11, 17, "təˈmeɪtoʊ")]
    assert [(one.start, one.end, one.ipa) for one in known.phonemes] == [(11, 17, "təˈmɑːtoʊ")]


def who(script: Script) -> list[tuple[str, str, str]]:
    return [(segment.text, segment.voice, segment.language) for segment in script.segments]


def test_a_voice_speaks_its_part_and_nothing_else() -> None:
    first = '<p>He said <voice name="a">I shall go</voice>, and went.</p>'
    others = '<voice name="b"><p>Two.</p><p>Three.</p></voice>'
    assert who(made(first + others)) == [
        ("He said,", "", ""),
        ("I shall go,", "a", ""),
        ("and went.", "", ""),
        ("Two.", "b", ""),
        ("Three.", "b", ""),
    ]


def test_a_phrase_in_another_language_has_a_voice_of_it() -> None:
    phrase = '<p>It was <lang xml:lang="es">la isla de 20 casas</lang>, with 20 roofs.</p>'
    assert who(made(phrase, everybody)) == [
        ("It was,", "", ""),
        ("la isla de veinte casas,", "", "es"),
        ("with twenty roofs.", "", ""),
    ]
    assert who(made(phrase)) == [("It was la isla de twenty casas, with twenty roofs.", "", "")]
    alone = made(phrase, nobody)
    assert len(alone.segments) == 1
    assert alone.notes == (
        "What is marked as 'es' within a paragraph is left to the voice around it: it is es, which nobody "
        "speaks.",
    )


def test_a_paragraph_in_another_language_is_like_one_that_was_recognized() -> None:
    script = made('<p>It is back.</p><p xml:lang="es">Son 20 casas.</p>', everybody)
    assert who(script)[1] == ("Son veinte casas.", "", "es")
    skipped = made('<p>It is back.</p><p xml:lang="es">Son 20 casas.</p>', nobody)
    assert [(one.text, one.reason) for one in skipped.skipped] == [
        ("Son 20 casas.", "es, which nobody speaks")
    ]
    named = made('<p>It is back.</p><voice name="a"><p xml:lang="es">Son 20 casas.</p></voice>', nobody)
    assert who(named)[1] == ("Son veinte casas.", "a", "es")


def test_a_paragraph_that_is_said_to_be_in_the_language_of_the_article_is_not_examined() -> None:
    assert who(made(f"<p>It is.</p><p>{SPANISH}</p>", everybody))[1][2] == "es"
    assert who(made(f'<p>It is.</p><p xml:lang="en-GB">{SPANISH}</p>', everybody))[1][2] == ""


def test_letters_of_another_script_are_left_to_the_voice_that_is_named_for_them() -> None:
    assert made('<p>It is <lang xml:lang="ru">Москва</lang> here.</p>', everybody).skipped == ()
    assert [one.text for one in made("<p>It is Москва here.</p>", everybody).skipped] == ["Москва"]


def test_a_title_that_stands_in_it_is_said_once() -> None:
    assert texts(made("<p>The ferry</p><p>It is back.</p>", title="The Ferry")) == [
        "The ferry.",
        "It is back.",
    ]


def test_nothing_of_it_is_taken_for_something_else() -> None:
    script = made("<p>Subscribe to our newsletter!</p><p># 1. Share this</p><p>***</p>")
    assert texts(script) == ["Subscribe to our newsletter!", "Number one. Share this."]
    assert [one.reason for one in script.skipped] == ["marks without words"]


def test_a_script_without_mark_up_is_written_as_ever() -> None:
    plain = make_script(read_article(ArticleRequest(text="The ferry is back.\n\nIt left.", language="en")))
    assert b'"voice"' not in encode_script(plain)
    marked = made('<p><voice name="a">It is.</voice></p>')
    assert b'"voice":"a"' in encode_script(marked)
    assert Segment.__struct_fields__[-1] == "voice"


def test_a_changed_sentence_is_the_only_one_that_changes() -> None:
    before = made(
        '<p>It is so.<break time="1s"/> <voice name="a">It was so.</voice></p><p>It left at nine.</p>'
    )
    after = made(
        '<p>It is so.<break time="4s"/> <voice name="b">It was so.</voice></p><p>It left at nine.</p>'
    )
    assert [one == other for one, other in zip(before.segments, after.segments, strict=True)] == [
        False,
        False,
        True,
    ]
    assert replace(before.segments[0], pause_ms=0) == replace(after.segments[0], pause_ms=0)
