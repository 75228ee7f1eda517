"""The line that a show has spoken with its articles: whose words it is, where it stands, and what it leaves
as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_cache.plan import Cue
from audio_cache.store import WordTiming
from tts_service.article.disclosure import sentence_in
from tts_service.article.extract.reading import read_article
from tts_service.article.model import Script, decode_script, encode_script
from tts_service.article.request import ArticleRequest
from tts_service.article.script.notice import NOTICE, SpokenNotice
from tts_service.article.script.script import make_script, revision_of
from tts_service.coverage.report import account_of
from tts_service.formats.captions import chapters_json, sentence_captions, word_captions
from tts_service.formats.transcript import transcript
from tts_service.publisher.shows.parse import parse_publisher, read_publisher
from tts_service.publisher.shows.shows import Show
from workers.reading import unspoken_notice
from workers.render.tagging import lyrics

pytestmark = pytest.mark.pure

WORDS = "Read by a synthetic voice."
TEXT = "# The bridge\n\nIt held for 3 days.\n\n## Upstream\n\nNobody slept."


def script(notice: SpokenNotice | None = None, text: str = TEXT, title: str | None = "The bridge") -> Script:
    return make_script(read_article(ArticleRequest(text=text, title=title, language="en")), notice=notice)


def cues(made: Script) -> list[Cue]:
    return [Cue(index, index * 1.0, index + 1.0, 0, 0) for index in range(len(made.segments))]


@pytest.mark.parametrize("at_end", [False, True])
@given(
    text=st.text(min_size=1, max_size=200).filter(lambda text: any(c.isalpha() and c.isascii() for c in text))
)
def test_the_article_is_the_same_with_it_and_without(text: str, at_end: bool) -> None:
    try:
        plain = script(None, text, None)
    except Exception:  # nothing in it can be spoken
        return
    with_it = script(SpokenNotice(WORDS, at_end), text, None)
    own = [one for one in with_it.segments if one.role == NOTICE]
    others = [one for one in with_it.segments if one.role != NOTICE]
    assert [one.text for one in own] == [WORDS]
    assert [(one.text, one.start, one.end, one.pieces, one.section) for one in others] == [
        (one.text, one.start, one.end, one.pieces, one.section) for one in plain.segments
    ]
    assert (with_it.source, with_it.skipped, with_it.title) == (plain.source, plain.skipped, plain.title)
    flags: list[list[str]] = [[] for _ in with_it.segments]
    account = account_of(with_it, flags)
    assert account.characters == account_of(plain, flags[1:]).characters
    assert with_it.segments[-1 if at_end else 0].role == NOTICE
    assert decode_script(encode_script(with_it)) == with_it


def test_it_has_a_pause_to_the_article() -> None:
    first, second = script(SpokenNotice(WORDS)).segments[:2]
    assert (first.text, first.pause_ms, second.text) == (WORDS, 670, "The bridge.")
    *_others, before, last = script(SpokenNotice(WORDS, at_end=True)).segments
    assert (last.text, before.pause_ms) == (WORDS, 670)
    assert last.section == before.section


def test_captions_and_transcripts_show_it_as_none_of_the_articles_words() -> None:
    made = script(SpokenNotice(WORDS))
    assert sentence_captions(made, cues(made))[0].text == f"[{WORDS}]"
    timings = [[WordTiming(0, len(one.text), 0.0, 1.0)] for one in made.segments]
    words = word_captions(made, cues(made), timings)
    assert [one.text for one in words if one.name.startswith("0")] == [f"[{WORDS}]"]
    first, *others = [one for section in transcript(made) for one in section]
    assert (first.role, first.text) == (NOTICE, f"[{WORDS}]")
    assert [one.text for one in others] == ["It held for 3 days.", "Upstream", "Nobody slept."]
    assert [one.is_heading for one in others] == [False, True, False]
    assert lyrics(made).startswith(f"[{WORDS}]\n")
    last = transcript(script(SpokenNotice(WORDS, at_end=True)))[-1][-1]
    assert (last.role, last.text) == (NOTICE, f"[{WORDS}]")


def test_chapters_begin_as_before() -> None:
    plain, made = script(), script(SpokenNotice(WORDS))
    assert [one.section for one in plain.segments] == [one.section for one in made.segments][1:]
    assert b'"startTime":0.0' in chapters_json(made, cues(made))


def test_a_show_says_it_in_the_articles_language_or_in_its_own_words() -> None:
    assert Show(name="a").notice("en") is None
    assert Show(name="a", synthetic_notice=True).notice("en") == SpokenNotice(WORDS)
    for language in ("ar", "de", "en", "es", "fr", "hi", "it", "pt-BR"):
        spoken = Show(name="a", synthetic_notice=True, synthetic_notice_at="end").notice(language)
        assert spoken == SpokenNotice(sentence_in(language), at_end=True)
    own = Show(name="a", synthetic_notice="Our machine reads.")
    assert own.notice("fi") == SpokenNotice("Our machine reads.")


def test_where_there_are_no_words_an_editor_is_told() -> None:
    """A voice of one language does not read a sentence of another."""
    show = Show(name="world", synthetic_notice=True)
    assert show.notice("fi") is None
    (note,) = unspoken_notice(show, "fi")
    assert "'fi'" in note
    assert "show world" in note
    assert (
        unspoken_notice(show, "en")
        == unspoken_notice(None, "fi")
        == unspoken_notice(Show(name="a"), "fi")
        == ()
    )


def test_only_shows_with_one_have_other_articles_than_before() -> None:
    """After an update nothing is read again that is not to be changed."""
    assert Show(name="a").article_settings == ["a", "", {}, "", "", ""]
    told = Show(name="a", synthetic_notice=True)
    assert told.article_settings != Show(name="a").article_settings
    assert (
        told.article_settings
        != Show(name="a", synthetic_notice=True, synthetic_notice_at="end").article_settings
    )
    assert revision_of(script(), "v") != revision_of(script(SpokenNotice(WORDS)), "v")


def test_the_file_says_what_is_wrong() -> None:
    first = '[show.a]\nsynthetic_notice = true\nsynthetic_notice_at = "end"\n'
    shows = parse_publisher(f'{first}[show.b]\nsynthetic_notice = "Ours."\n').shows
    assert (shows["a"].synthetic_notice, shows["b"].synthetic_notice) == (True, "Ours.")
    for line in (
        "synthetic_notice = 1",
        f'synthetic_notice = "{"x" * 201}"',
        'synthetic_notice_at = "middle"',
    ):
        assert len(read_publisher(f"[show.a]\n{line}\n")[1]) == 1
