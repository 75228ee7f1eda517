"""``data-listen-pause`` and ``data-listen-voice`` in a page."""

from __future__ import annotations

import pytest

from tests.article.test_page import LAST, LEAD, MORE, page, read, story
from tts_service.article.extract.html.parts.joined import join
from tts_service.article.markup.marks import NO_MARKUP
from tts_service.article.model import Article
from tts_service.article.script.script import make_script

pytestmark = pytest.mark.pure


def pauses(article: Article) -> list[tuple[str, int]]:
    """The last words before each pause, and its length in ms."""
    return [(article.text[: pause.at].split()[-1], pause.ms) for pause in article.markup.pauses]


def voices(article: Article) -> list[tuple[str, str]]:
    return [(article.text[one.start : one.end], one.voice) for one in article.markup.voices]


def test_a_page_without_marks_has_none() -> None:
    assert story("<p>He laughed.</p>").markup == NO_MARKUP


@pytest.mark.parametrize(
    ("inserted", "expected"),
    [
        ('<p data-listen-pause="800ms">He laughed.</p>', [("laughed.", 800)]),
        ('<p data-listen-pause=" 1.2s ">He laughed. </p>', [("laughed.", 1200)]),
        ('<hr data-listen-pause="2s">', [("said.", 2000)]),
        ('<div data-listen-pause="2s"><p>One.</p><p>He laughed.</p></div>', [("laughed.", 2000)]),
        ('<div data-listen-pause="1s"><p data-listen-pause="3s">He laughed.</p></div>', [("laughed.", 3000)]),
        ('<p>He <em data-listen-pause="1s">laughed</em>, and left.</p>', [("laughed", 1000)]),
        ('<p>He laughed<span data-listen-pause="1s"></span> and left.</p>', [("laughed", 1000)]),
        ('<p><span data-listen-pause="1s"></span>He laughed.</p>', [("said.", 1000)]),
        ('<p>One.<br><br>He laughed.<b data-listen-pause="1s"></b><br><br>Three.</p>', [("laughed.", 1000)]),
        ('<p data-listen-pause="1s">One.<br><br>He laughed.</p>', [("laughed.", 1000)]),
        ('<ul data-listen-pause="1s"><li>One.<li>He laughed.</ul>', [("laughed.", 1000)]),
        ('<p>* * *</p><hr data-listen-pause="1s">', [("said.", 1000)]),
    ],
)  # fmt: skip
def test_a_pause_is_behind_the_marked_element(inserted: str, expected: list[tuple[str, int]]) -> None:
    assert pauses(story(inserted)) == expected


@pytest.mark.parametrize(
    ("inserted", "expected"),
    [
        ('<p data-listen-voice="tone/low">He laughed.</p>', [("He laughed.", "tone/low")]),
        ('<p>He <q data-listen-voice="low">laughed</q>, and left.</p>', [("laughed", "low")]),
        (
            '<div data-listen-voice="a"><p>One.</p><p data-listen-voice="b">Two '
            '<i data-listen-voice="c">three</i> four.</p></div>',
            [("One.", "a"), ("Two ", "b"), ("three", "c"), (" four.", "b")],
        ),
        ('<a data-listen-voice="a" href=/><p>He laughed.</p></a>', [("He laughed.", "a")]),
        ('<blockquote data-listen-voice=" low  one ">He laughed.</blockquote>', [("He laughed.", "low one")]),
    ],
)  # fmt: skip
def test_a_voice_speaks_what_is_in_the_marked_element(inserted: str, expected: list[tuple[str, str]]) -> None:
    assert voices(story(inserted)) == expected


@pytest.mark.parametrize(
    ("attribute", "note"),
    [
        ('pause="an hour"', "data-listen-pause is left out: 'an hour' is not a duration"),
        ('pause="-1s"', "data-listen-pause is left out: '-1s' is negative"),
        ('pause="3600s"', "data-listen-pause is left out: '3600s' is too long: a pause takes 0 to 10 s."),
        ('pause=""', "data-listen-pause is left out: '' is not a duration"),
        ('voice=""', "data-listen-voice='' is left out: it is no voice's name."),
        (f'voice="{"v" * 300}"', f"data-listen-voice='{'v' * 40}' is left out"),
    ],
)
def test_what_cannot_be_used_is_left_out_with_a_note(attribute: str, note: str) -> None:
    article = story(f"<p data-listen-{attribute}>He laughed.</p>" * 3)
    assert article.markup == NO_MARKUP
    assert [one for one in article.notes if one.startswith(note)] == list(article.notes)
    assert len(article.notes) == 1


def test_all_pauses_of_a_page_together_are_bounded() -> None:
    article = story("".join(f'<p data-listen-pause="10s">He laughed {n} times.</p>' for n in range(15)))
    assert sum(ms for _, ms in pauses(article)) == 120_000
    assert "take more than 120 s together" in article.notes[-1]


def test_the_voices_of_a_page_are_bounded() -> None:
    article = story("".join(f'<p data-listen-voice="v{n}">He laughed {n} times.</p>' for n in range(25)))
    assert [name for _, name in voices(article)] == [f"v{n}" for n in range(20)]
    assert article.notes[-1] == "data-listen-voice='v24' is left out: more than 20 are named."


def test_what_is_not_read_keeps_the_pause_behind_what_is() -> None:
    article = story('<p data-listen="skip" data-listen-pause="3s">Only for those who read.</p>')
    script = make_script(article)
    assert [segment.pause_ms for segment in script.segments if segment.text.startswith(MORE[-20:])] == []
    assert 2880 in [segment.pause_ms for segment in script.segments]
    assert next(one for one in script.segments if one.pause_ms == 2880).end == article.text.index("Only") - 2


def test_marks_of_a_part_outside_the_story_do_nothing() -> None:
    body = (
        f"<div class=text><p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p></div>"
        "<footer data-listen-pause=9s data-listen-voice=a><p>About us</p></footer>"
    )
    script = make_script(read(page(body)))
    plain = make_script(read(page(body.replace("data-listen-", "data-"))))
    assert script.segments == plain.segments


def test_marks_of_later_pages_keep_their_places() -> None:
    one = story('<p data-listen-voice="a" data-listen-pause="1s">He laughed.</p>')
    two = story('<p data-listen-voice="b" data-listen-pause="1s">She did not.</p>')
    whole = join([one, two])
    assert voices(whole) == [("He laughed.", "a"), ("She did not.", "b")]
    assert pauses(whole) == [("laughed.", 1000), ("not.", 1000)]


def test_the_script_has_both() -> None:
    script = make_script(
        story('<p data-listen-voice="low" data-listen-pause="1.5s">He laughed, and went home.</p>')
    )
    (marked,) = (one for one in script.segments if one.voice)
    assert (marked.text, marked.voice, marked.pause_ms) == ("He laughed, and went home.", "low", 1380)
