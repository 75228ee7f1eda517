"""shows.toml as an editor writes it: what it means, and what is said of each mistake."""

from __future__ import annotations

import pytest

from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.errors import FileError
from tts_service.publisher.shows.categories import CATEGORIES
from tts_service.publisher.shows.parse import parse_publisher, read_publisher
from tts_service.publisher.shows.shows import Include, Show, Site

pytestmark = pytest.mark.pure

WHOLE = """\
[site."News.Example"]
include = ["article .story", ".facts:not(.old)"]
skip = ".promo"
show = "world"
language = "en"

[show.world]
title = "The World Today"
description = \"\"\"What happened,
read aloud.\"\"\"
author = "News Example"
owner_email = "podcast@news.example"
language = "en-GB"
category = "news > politics"
artwork = "world.png"
link = "https://news.example/world"
explicit = false
type = "serial"
intro = "sounds/intro.wav"
voice = "piper/en_US-joe-medium"

[show.world.voices]
quote = "kokoro/af_heart"
opinion = "kokoro/bm_lewis"
es-MX = "piper/es_ES-davefx-medium"

[show.world.lexicon]
Qarluq = "kar-look"
ICE = [{ say = "the I.C.E", case = true }, { ipa = "/aɪs/", language = "en" }]

[show.world.include]
section = ["World", "Europe"]
language = "en-GB"
site = "News.example"
"""


def test_the_whole_file() -> None:
    publisher = parse_publisher(WHOLE)
    assert publisher.sites == {
        "news.example": Site(
            host="news.example",
            include=("article .story", ".facts:not(.old)"),
            skip=(".promo",),
            show="world",
            language="en",
        )
    }
    assert publisher.shows == {
        "world": Show(
            name="world",
            title="The World Today",
            description="What happened, read aloud.",
            author="News Example",
            owner_email="podcast@news.example",
            language="en-GB",
            category="News > Politics",
            artwork="world.png",
            link="https://news.example/world",
            type="serial",
            intro="sounds/intro.wav",
            voice="piper/en_US-joe-medium",
            voices={
                "quote": "kokoro/af_heart",
                "opinion": "kokoro/bm_lewis",
                "es": "piper/es_ES-davefx-medium",
            },
            include=Include(section=("World", "Europe"), language=("en",), site=("news.example",)),
        )
    }
    assert publisher.words == (
        LexiconEntry(write="Qarluq", say="kar-look", show="world"),
        LexiconEntry(write="ICE", say="the I.C.E", case=True, show="world"),
        LexiconEntry(write="ICE", ipa="aɪs", language="en", show="world"),
    )


def test_words_of_a_site_count_in_its_articles() -> None:
    (word,) = parse_publisher("[site.'News.Example'.lexicon]\n'Al-Hoceima' = 'al oseima'\n").words
    assert word == LexiconEntry(write="Al-Hoceima", say="al oseima", site="news.example")


@pytest.mark.parametrize("text", ["", "\n# nothing yet\n", "\ufeff# from an editor that marks its files\n"])
def test_a_file_that_says_nothing(text: str) -> None:
    assert read_publisher(text) == read_publisher("")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[show.world\n", 1, "not TOML"),
        ("\n[show.world]\ntitle = 'a\n", 3, "not TOML"),
        ("[show.world]\ntitle = 'a'\ntitle = 'b'\n", 3, "not TOML"),
        ("[shows.world]\n", 1, "shows: there is no such setting. Did you mean show?"),
        ("show = 3\n", 1, "[show.world]"),
        ("[show]\nworld = 3\n", 2, "under a heading"),
        ("[show.World]\n", 1, "lower-case letters"),
        ("\n[show.world]\n\ntitel = 'a'\n", 4, "Did you mean title?"),
        ("[show.world]\ntitle = 3\n", 2, "quotation marks"),
        ("[show.world]\ntitle = ' '\n", 2, "empty"),
        ("[show.world]\ntitle = 'a'\ncategory = 'Newz'\n", 3, 'Did you mean "News"?'),
        ("[show.world]\ncategory = 'Weather'\n", 2, '"News > Politics"'),
        ("[show.world]\nexplicit = 'no'\n", 2, "true or false"),
        ("[show.world]\ntype = 'weekly'\n", 2, '"serial"'),
        ("[show.world]\nlanguage = 'e'\n", 2, '"en"'),
        ("[show.world]\nowner_email = 'me'\n", 2, "podcast@news.example"),
        ("[show.world]\nlink = 'news.example'\n", 2, "https://"),
        ("[show.world]\nartwork = 'a.gif'\n", 2, "JPEG or PNG"),
        (f"[show.world]\ndescription = '{'ä' * 1951}'\n", 2, "3,902"),
        ("[show.world]\nvoices = 'a'\n", 2, "a table"),
        (
            "[show.world]\nvoices = { quot = 'a' }\n",
            2,
            "voices.quot: there is no such role. Did you mean quote?",
        ),
        ("[show.world]\nvoices = { narration = 'a' }\n", 2, "Roles: quote, question, answer"),
        ("[show.world]\n[show.world.voices]\nquote = 'a'\nes = 3\n", 4, "voices.es: write text"),
        ("[show.world]\ninclude = 'World'\n", 2, "a table"),
        ("[show.world]\ninclude = { sections = 'World' }\n", 2, "Did you mean section?"),
        ("[show.world]\ninclude = { site = 'https://news.example' }\n", 2, "only the host"),
        ("[show.world]\nlexicon = 'kar-look'\n", 2, '{ Qarluq = "kar-look" }'),
        ("[show.world.lexicon]\nA = 'b'\nQarluq = 3\n", 3, "lexicon.Qarluq: write text"),
        ("[show.world.lexicon]\nQarluq = '?!'\n", 2, "nothing in it can be spoken"),
        ("[show.world.lexicon]\nQarluq = { say = 'a', ipa = 'a' }\n", 2, "not both"),
        ("[show.world.lexicon.Qarluq]\nsay = 'kar-look'\nvoice = 'joe'\n", 3, "neither a voice"),
        (
            "[show.world.lexicon]\nQarluq = { say = 'a', show = 'b' }\n",
            2,
            "The settings are: say, ipa, language, voice, case",
        ),
        ("[show.world.lexicon]\nQarluq = { say = 'a', case = 'yes' }\n", 2, "true or false"),
        ("[show.world.lexicon]\nQarluq = 'a'\nqarluq = 'b'\n", 3, "twice for the same articles"),
        ("[site.news.example]\nshow = 'a'\n", 1, "quotation marks"),
        ("[site.'https://news.example']\n", 1, "only the host"),
        ("[site.'news.example']\nshow = 'wrld'\n[show.world]\n", 2, "Did you mean world?"),
        ("[site.'news.example']\nshow = 'world'\n", 2, "there is no [show.world]"),
        ("[site.'news.example']\nskip = ['.a', 3]\n", 2, "quotation marks"),
        ("[site.'news.example']\nskip = [\n  '.a',\n  '.b[',\n]\n", 4, '".b[" is not a CSS selector'),
        ("[site.'news.example']\ninclude = 'p:hovering'\n", 2, "not a CSS selector that can be used here"),
        ("[site.'news.example']\ninclude = 'p::before'\n", 2, "not a CSS selector that can be used here"),
        ("[site.'news.example']\ninclude = 'svg|a'\n", 2, "namespace"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_do(text: str, line: int, says: str) -> None:
    (finding,) = read_publisher(text)[1]
    assert finding.line == line
    assert says in finding.reason


def test_every_mistake_is_told_and_the_rest_is_read() -> None:
    text = "[show.world]\ntitel = 'a'\nvoice = 'b'\n[show.local]\ntitle = 3\n"
    publisher, findings = read_publisher(text)
    assert [finding.line for finding in findings] == [2, 5]
    assert publisher.shows == {"world": Show(name="world", voice="b"), "local": Show(name="local")}
    with pytest.raises(FileError) as caught:
        parse_publisher(text, "ours.toml")
    assert str(caught.value).startswith("ours.toml, line 2: show.world.titel: ")
    assert "1 more" in str(caught.value)


def test_a_line_that_looks_like_a_setting_within_a_text_is_none() -> None:
    text = '[show.world]\ndescription = """\ncategory = "Newz"\n"""\ncategory = "Newz"\n'
    assert [finding.line for finding in read_publisher(text)[1]] == [5]


def test_deep_nesting_is_refused() -> None:
    assert len(read_publisher("a = " + "[" * 100_000)[1]) == 1


def test_apple_has_so_many_categories() -> None:
    assert len(set(CATEGORIES)) == len(CATEGORIES) == 110


def test_a_site_says_what_its_readers_may_choose() -> None:
    text = "[site.'news.example']\nvoices = ['tone/b4', 'gtts/es']\nlanguages = 'pt-BR'\nfeed = true\n"
    site = parse_publisher(text).sites["news.example"]
    assert (site.voices, site.languages, site.feed) == (("tone/b4", "gtts/es"), ("pt-BR",), True)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("voices = { es = 'tone/b4' }", 'site."news.example".voices: write text in quotation marks'),
        ("voices = ['tone/b4', '']", 'site."news.example".voices: this is empty'),
        ("languages = ['en', 'Spanish language']", '"Spanish language" is not a language tag'),
        ("feed = 'yes'", 'site."news.example".feed: write true or false'),
        ("voice = 'tone/b4'", "Did you mean voices?"),
        ("feeds = true", "Did you mean feed?"),
    ],
)
def test_a_mistake_in_what_readers_may_choose_is_told(line: str, says: str) -> None:
    publisher, (finding,) = read_publisher(f"[site.'news.example']\n{line}\n")
    assert (finding.line, says in finding.reason) == (2, True), finding.reason
    assert publisher.sites["news.example"].voices == ()


def test_what_readers_may_choose_changes_no_article() -> None:
    before, after = (
        parse_publisher(f"[site.'news.example']\nskip = '.ad'\n{more}")
        for more in ("", "voices = ['x']\nlanguages = ['en']\nfeed = true\n")
    )
    assert before.digest("https://news.example/a") == after.digest("https://news.example/a") != ""
