"""Nothing after the reading takes quadratic time either: rules, words of a lexicon, captions, pages to read
along, feeds, hooks."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from functools import partial

import msgspec
import pytest

from audio_cache.plan import Cue
from audio_cache.store import SegmentInfo, WordTiming
from tests.growth.measuring import DOUBLING, doubling
from tts_service.article.address import normalized_url
from tts_service.article.extract import boilerplate
from tts_service.article.extract.draft import ArticleFacts, Draft
from tts_service.article.extract.html.paywall import check_whole
from tts_service.article.extract.reading import read_article
from tts_service.article.extract.text.plain import article_from_text
from tts_service.article.language.writing_systems import foreign_letters
from tts_service.article.lexicon.entry import LexiconEntry, Occasion
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.lexicon.pronounce import LexiconMatcher, WordsFor
from tts_service.article.markup.ssml import read_ssml
from tts_service.article.model import Script, SectionKind
from tts_service.article.normalize import normalize
from tts_service.article.place import run_of_section, sentences_of
from tts_service.article.request import ArticleRequest
from tts_service.article.script.dateline import split_datelines
from tts_service.article.script.script import make_script
from tts_service.background.hooks import HookReport
from tts_service.errors import ServiceError
from tts_service.formats.captions import (
    chapters_json,
    sentence_captions,
    transcript_json,
    web_vtt,
    word_captions,
)
from tts_service.formats.feed import Channel, Episode, Paging, feed_xml
from tts_service.formats.read_along import timed_sentences
from tts_service.formats.transcript import transcript
from tts_service.listing.links import declared_hub
from tts_service.web.admin.recorded_parts import parts_of

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
RULED = (
    "1.",
    "1-",
    "a@",
    "1/",
    "1:",
    "$1 ",
    "€1 ",
    "1° ",
    "A.",
    "nº 1 ",
    "XIV ",
    "12:30 ",
    '1" ',
    "1' ",
    "1'2",
    "H₂",
    "1-2, ",
    "Joh 3,1 ",
    "1,",
    "@a ",
    "#a1",
    "a.b/",
    "“a ",
    "(",
    "-",
    "😀",
)


@pytest.mark.parametrize("language", ["en-GB", "es", "es-MX", "de", "fr", "hi", "it", "pt"])
@pytest.mark.parametrize("unit", RULED)
def test_rules(language: str, unit: str) -> None:
    assert doubling(lambda length: normalize(unit * (length // len(unit)), language), 2_000) <= DOUBLING


@pytest.mark.parametrize("unit", ["1.", "1-", "$1 ", "¿a? ", "«a ", "Sr. ", "Hacía frío en la ciudad. "])
def test_spanish_texts(unit: str) -> None:
    def read(length: int) -> Script:
        story = f"Un título\n\nHacía frío en la ciudad.\n\n{unit * (length // len(unit))}\n\nEl consejo lo dijo el martes."  # noqa: E501
        return make_script(article_from_text(story, ArticleFacts(language="es")))

    assert doubling(read, 6_000) <= DOUBLING


@pytest.mark.parametrize("unit", ["،", "ا،", "।", "α", "ααα ", "北，", "(北 ", "“α", "د ، "])
def test_letters_that_no_voice_can_speak(unit: str) -> None:
    def look(length: int) -> None:
        list(foreign_letters(f"He said (ا{unit * length}x, then (ααα{unit * length}x.", "en"))

    look(30)
    assert doubling(look, 2_000) <= DOUBLING


LINES = (
    " by ",
    "by Jane ",
    "12 May 2024 ",
    "Photo: ",
    "follow ",
    "@a on ",
    "Subscribe to read ",
    " ",
    "a, ",
    "(",
    "PARIS (AP) ",
)


@pytest.mark.parametrize("unit", LINES)
def test_lines_that_are_no_story(unit: str) -> None:
    """However long a line is, no more of it is looked at than such a line may have."""

    def judge(length: int) -> None:
        line = unit * (length // len(unit))
        boilerplate.reason_to_skip(line)
        boilerplate.is_byline(line)
        boilerplate.is_date(line)
        boilerplate.is_author_note(line)
        drafts = [Draft("paragraph", line, 0, len(line))]
        split_datelines(drafts)
        with suppress(ServiceError):
            check_whole(drafts, is_free=None, words=0)

    assert doubling(judge, 20_000) <= DOUBLING


def lexicon(entries: int) -> Lexicon:
    return Lexicon([LexiconEntry(write=f"the {'x' * (i % 50)} {i}", say="that") for i in range(entries)])


def words_of(known: Lexicon) -> WordsFor:
    def words(kind: SectionKind, role: str, language: str, voice: str) -> LexiconMatcher:
        return LexiconMatcher(known, Occasion(language=language))

    return words


def test_words_of_a_lexicon() -> None:
    known = words_of(lexicon(500))
    article = partial(article_from_text, about=ArticleFacts(language="en"))
    assert (
        doubling(lambda length: make_script(article("A title\n\n" + "the x " * length), words=known), 500)
        <= DOUBLING
    )
    short = article("A title\n\n" + "the x " * 60)
    assert doubling(lambda entries: make_script(short, words=words_of(lexicon(entries))), 1_000) <= DOUBLING


MARKED = (
    '<voice name="a">It is so.</voice> It is <say-as interpret-as="cardinal">7</say-as> <break time="1ms"/> '
    "of it, "
    '<phoneme ph="a">was</phoneme> <lang xml:lang="fr">la vie</lang>. <s>Why</s> '
)


def test_mark_up() -> None:
    def ssml(times: int) -> str:
        return f'<speak xml:lang="en">{MARKED * times}</speak>'

    def page(times: int) -> str:
        marked = "<b data-listen-voice=a data-listen-pause=1ms>It is so.</b> It was not. "
        return f"<html lang=en><article><h1>A title</h1><p>{marked * times}</p></article>"

    def made(request: ArticleRequest) -> None:
        make_script(read_article(request), foreign=lambda _: "")

    assert doubling(lambda times: read_ssml(ssml(times)), 400) <= DOUBLING
    assert doubling(lambda times: made(ArticleRequest(ssml=ssml(times))), 100) <= DOUBLING
    assert doubling(lambda times: made(ArticleRequest(html=page(times))), 200) <= DOUBLING


def story(sentences: int) -> tuple[Script, list[Cue], list[SegmentInfo]]:
    text = "A title\n\n" + "It cost $5 in the old town, he said. " * sentences + "\n\nIt is."
    script = make_script(article_from_text(text, ArticleFacts(language="en")))
    cues = [Cue(i, float(i), i + 1.0, i, 1) for i in range(len(script.segments))]
    infos = [SegmentInfo("tone", "tone/a", one.text, timings(one.text)) for one in script.segments]
    return script, cues, infos


def timings(text: str) -> tuple[WordTiming, ...]:
    found, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        found.append(WordTiming(start, at, start / 100, at / 100))
    return tuple(found)


def test_captions_and_pages_to_read_along() -> None:
    stories = {sentences: story(sentences) for sentences in (400, 800, 1_600, 3_200)}

    def show(sentences: int) -> None:
        script, cues, infos = stories[sentences]
        web_vtt(
            word_captions(script, cues, [info.words for info in infos]), language="en", note="a\n" * sentences
        )
        transcript_json(sentence_captions(script, cues))
        chapters_json(script, cues)
        timed_sentences(script, cues, infos)
        transcript(script)

    assert doubling(show, 400) <= DOUBLING


CHANNEL = Channel(
    title="News",
    description="",
    author="",
    language="en",
    category="News",
    link="https://e.example",
    image_url="https://e.example/a",
)


def test_feeds() -> None:
    def write(length: int) -> bytes:
        title = "<&\0]]>" * length
        episode = Episode(
            article_id="a",
            revision="b",
            title=title,
            summary=title,
            author=title,
            language="en",
            page_url="",
            image_url="",
            published_at=NOW,
            updated_at=NOW,
            duration_s=1.0,
            size=1,
        )
        return feed_xml(
            CHANNEL, (episode,) * 50, Paging("https://e.example/feed.xml", ""), "https://e.example"
        )

    assert doubling(write, 200) <= DOUBLING


ADDRESSES = ("a/../", "%41", "é", "a.", "?a&", ":", "[", "@", "xn--a.", "//")


@pytest.mark.parametrize("unit", ADDRESSES)
def test_addresses_that_hooks_tell(unit: str) -> None:
    def told(length: int) -> None:
        body = msgspec.json.encode(HookReport(url=f"https://news.example{unit * length}"))
        normalized_url(msgspec.json.decode(body, type=HookReport).url)
        normalized_url(f"https://{unit * length}/")

    assert doubling(told, 4_000) <= DOUBLING


@pytest.mark.parametrize("unit", ["<", "<a>", "<a>; ", ";", "; rel", ';rel="', "rel= ", "<a>; rel=hub, "])
def test_links_in_a_header(unit: str) -> None:
    assert (
        doubling(lambda length: declared_hub(unit * length, {}, "https://news.example/"), 4_000) <= DOUBLING
    )


def sectioned(sections: int) -> Script:
    """Each of a heading and a sentence."""
    text = "".join(f"# Day {number}\n\nIt was cold on day {number}.\n\n" for number in range(sections))
    return make_script(article_from_text(text, ArticleFacts(language="en")))


def test_what_can_be_recorded_of_an_article() -> None:
    scripts = {sections: sectioned(sections) for sections in (100, 200, 400, 800)}
    assert doubling(lambda sections: parts_of(scripts[sections]), 100) <= DOUBLING


def test_where_recorded_sections_are() -> None:
    scripts = {sections: sectioned(sections) for sections in (100, 200, 400, 800)}
    place = sentences_of(scripts[100]).place(run_of_section(scripts[100], 50))
    assert doubling(lambda sections: sentences_of(scripts[sections]).find(place), 100) <= DOUBLING
