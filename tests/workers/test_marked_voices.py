"""Mark-up from a request to its plan: who speaks, what it costs, and which voices a page may name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from audio_cache.mp3.frames import frames_for_ms
from audio_cache.plan import Plan
from tests.workers.test_casting import Newsroom
from tts_service.article.request import ArticleRequest
from tts_service.coverage.read import read_account
from tts_service.errors import Unprocessable
from workers.engines.registry import load_engine
from workers.render.outcomes import RenderStep
from workers.render.planning import key_of

INTERVIEW = """<html lang=en><head><title>Ferry</title><link rel=canonical href="https://news.example/ferry"></head>
<body><main><h1>Ferry</h1><p>The ferry is back after nine years, and all of the islands came to see it.</p>
<p {}>Who is going to pay for all of it in the end?</p>
<p>The councils do, for all of the islands, and they have said so for years.</p></main></body></html>"""
SSML = (
    '<speak xml:lang="en"><p>{}The ferry is back.{} The islands came to see it.</p>'
    "<p>It left at nine.</p></speak>"
)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def page(attributes: str, voice: str | None = None) -> ArticleRequest:
    return ArticleRequest(html=INTERVIEW.format(attributes), voice=voice)


def ssml(before: str = "", behind: str = "") -> ArticleRequest:
    return ArticleRequest(ssml=SSML.format(before, behind))


def keys(plan: Plan) -> Sequence[str]:
    return [segment.key for segment in plan.segments]


def test_a_marked_paragraph_has_its_voice(newsroom: Newsroom) -> None:
    plan = newsroom.plan(page('data-listen-voice="tone/low"'))
    assert newsroom.voices(plan) == {
        "Ferry.": "tone/plain",
        "The ferry": "tone/plain",
        "Who is go": "tone/low",
        "The counc": "tone/plain",
    }
    assert (plan.voice, plan.fallback, plan.notes) == ("tone/plain", "", ())
    assert newsroom.render(plan) is RenderStep.READY


def test_the_other_sentences_keep_their_keys(newsroom: Newsroom) -> None:
    plain, marked = newsroom.plan(page("")), newsroom.plan(page('data-listen-voice="tone/low"'))
    assert [key in keys(plain) for key in keys(marked)] == [True, True, False, True]
    low = newsroom.plan(page("", voice="tone/low"))
    assert keys(marked)[2] == keys(low)[2]
    assert plain.revision != marked.revision


def test_a_pause_alone_costs_nothing(newsroom: Newsroom) -> None:
    plain, short, long = (
        newsroom.plan(page(mark)) for mark in ("", 'data-listen-pause="1s"', 'data-listen-pause="4s"')
    )
    assert keys(plain) == keys(short) == keys(long)
    assert [plan.segments[2].pause_frames for plan in (short, long)] == [
        frames_for_ms(880),
        frames_for_ms(3880),
    ]
    assert len({plan.revision for plan in (plain, short, long)}) == 3
    assert newsroom.render(short) is newsroom.render(long) is RenderStep.READY


def test_a_voice_that_was_asked_for_says_all_of_a_page_and_the_rest_of_ssml(newsroom: Newsroom) -> None:
    whole = newsroom.plan(page('data-listen-voice="tone/plain"', voice="tone/low"))
    assert {segment.voice for segment in whole.segments} == {"tone/low"}
    parts = ArticleRequest(ssml=SSML.format("", '<voice name="plain"> He said so.</voice>'), voice="tone/low")
    assert newsroom.voices(newsroom.plan(parts)) == {
        "The ferry": "tone/low",
        "He said s": "tone/plain",
        "The islan": "tone/low",
        "It left a": "tone/low",
    }


def test_it_stands_before_the_voice_of_its_role(newsroom: Newsroom) -> None:
    newsroom.says("[show.a]\nvoices={quote='tone/low'}\ninclude={language='en'}")
    quoting = page("").html or ""
    quoting = quoting.replace(
        "<p >Who", '<blockquote>Nobody.</blockquote><blockquote data-listen-voice="plain">Who'
    )
    spoken = newsroom.voices(newsroom.plan(ArticleRequest(html=quoting)))
    assert (spoken["Nobody."], spoken["Who is go"]) == ("tone/low", "tone/plain")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nobody/here", "tone/plain: the text asks for nobody/here, which is not here"),
        ("hibari/heart", ""),
        ("tone/loud", "tone/plain: the text asks for tone/loud, which is not here"),
    ],
)
def test_without_the_voice_that_a_page_names_another_speaks_and_the_account_tells(
    newsroom: Newsroom, name: str, why: str
) -> None:
    plan = newsroom.plan(page(f'data-listen-voice="{name}"'))
    account = read_account(newsroom.narrations, plan.narration)
    assert account is not None
    told = [f"Some or all of it is spoken by another voice than was asked for: {why}."] if why else []
    assert list(account.notes) == told
    assert plan.segments[2].voice == ("tone/plain" if why else name)


@pytest.mark.parametrize(
    ("shows", "is_used"),
    [
        ("", False),
        ("[show.a]\nvoices={quote='gtts/en'}\ninclude={language='en'}", True),
        ("[site.'news.example']\nvoices=['gtts/en']", True),
    ],
)
def test_a_page_has_nothing_sent_over_the_network_that_nobody_has_allowed(
    tmp_path: Path, shows: str, is_used: bool
) -> None:
    newsroom = Newsroom(tmp_path, offline="0")
    newsroom.says(shows)
    plan = newsroom.plan(page('data-listen-voice="gtts/en"'))
    assert plan.segments[2].voice == ("gtts/en" if is_used else "tone/plain")
    assert bool(plan.notes) != is_used
    assert all(
        "gtts/en is not used where the page asks for it: it works over the network" in note
        for note in plan.notes
    )
    with_key = newsroom.plan(ssml('<voice name="gtts/en">Yes.</voice> '))
    assert with_key.segments[0].voice == "gtts/en"


@pytest.mark.parametrize(
    ("inside", "kind", "says"),
    [
        ('<voice name="a/b">Yes.</voice>', "unknown-voice", "ssml, line 1, column 25: There is no engine"),
        ('\n <voice name="a">Yes.</voice>', "unknown-voice", "ssml, line 2, column 2: There is no voice 'a'"),
        (
            '<lang xml:lang="de"><voice name="hibari/heart">Ja, gewiss.</voice></lang>',
            "unsupported-language",
            "ssml, line 1, column 45: The voice hibari/heart does not speak 'de'",
        ),
    ],
)  # fmt: skip
def test_a_voice_that_ssml_names_has_to_be_here(
    newsroom: Newsroom, inside: str, kind: str, says: str
) -> None:
    with pytest.raises(Unprocessable) as refused:
        newsroom.plan(ssml(inside))
    assert refused.value.kind == kind
    assert refused.value.detail.startswith(says)


def test_a_voice_may_be_named_for_its_language(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, engine="hibari")
    plan = newsroom.plan(ssml('<voice name="tone/low"><lang xml:lang="de">Guten Tag, Leute.</lang></voice> '))
    segment = newsroom.script(plan).segments[0]
    assert (segment.text, segment.language, plan.segments[0].voice) == ("Guten Tag, Leute.", "de", "tone/low")
    tone = load_engine("tone", newsroom.settings)
    low = next(voice for voice in tone.voices() if voice.name == "low")
    assert plan.segments[0].key == key_of(segment, tone, low, "de") != key_of(segment, tone, low, "en")


def test_who_takes_no_ipa_is_named(tmp_path: Path) -> None:
    word = ssml('<phoneme alphabet="ipa" ph="təˈmeɪtoʊ">Tomato</phoneme>. ')
    plain = ssml("Tomato. ")
    deaf = Newsroom(tmp_path / "tone")
    assert deaf.plan(word).notes == (
        "tone/plain takes no IPA: words whose pronunciation is given are spoken as written.",
    )
    assert keys(deaf.plan(word)) == keys(deaf.plan(plain))
    told = Newsroom(tmp_path / "hibari", engine="hibari")
    assert told.plan(word).notes == ()
    assert [
        one == other for one, other in zip(keys(told.plan(word)), keys(told.plan(plain)), strict=True)
    ] == [
        False,
        True,
        True,
    ]


def test_an_edit_costs_the_sentence_that_it_changes(newsroom: Newsroom) -> None:
    before = newsroom.plan(ssml('<voice name="low">Yes, she said so.</voice> '))
    after = newsroom.plan(ssml('<voice name="low">Yes, she said it.</voice> ', '<break time="2s"/>'))
    assert [key in keys(before) for key in keys(after)] == [False, True, True, True]
