"""Sponsors as the file describes them: what is refused, and when and with what their messages are heard."""

from __future__ import annotations

import datetime as dt

import pytest

from tts_service.publisher.shows.lookup import files_named_in, missing_in_sponsors
from tts_service.publisher.shows.parse import read_publisher
from tts_service.publisher.shows.sponsors import Sponsor, for_article

pytestmark = pytest.mark.pure

FILE = """[show.world]
title = "World"
voice = "tone/a4"

[sponsor.acme]
label = "Acme Bank"
text = '''This story is brought to you
by Acme Bank.'''
at = "mid"
every = "5m"
shows = "world"
sites = ["News.example"]
from = 2026-12-01
until = 2026-12-24
plays_a_day = 1000
plays = 20000
link = "https://acme.example/offer"
members = false

[sponsor.harbour]
label = "Harbour Inn"
sound = "sounds/harbour.mp3"
from = 2026-12-01T06:00:00+01:00
"""


def day(number: int, hour: int = 0) -> dt.datetime:
    return dt.datetime(2026, 12, number, hour, tzinfo=dt.UTC)


def test_what_is_written_is_read() -> None:
    publisher, findings = read_publisher(FILE)
    assert findings == []
    acme, harbour = publisher.sponsors.values()
    assert acme == Sponsor(
        name="acme",
        label="Acme Bank",
        at="mid",
        text="This story is brought to you by Acme Bank.",
        link="https://acme.example/offer",
        shows=("world",),
        sites=("news.example",),
        begins=day(1),
        ends=day(25),
        plays_a_day=1_000,
        plays=20_000,
        every=300,
        members=False,
    )
    assert (harbour.begins, harbour.ends, harbour.at, harbour.members) == (day(1, 5), None, "pre", True)
    assert files_named_in(publisher) == {"sounds/harbour.mp3"}


@pytest.mark.parametrize(
    ("setting", "line", "reason"),
    [
        ('at = "middle"', 4, 'write "pre"'),
        ("plays = 0", 4, "whole number from 1"),
        ("plays_a_day = true", 4, "whole number from 1"),
        ('from = "2026-12-01"', 4, "without quotation marks"),
        ("until = 2026-12-01T06:00:00", 4, "offset from UTC"),
        ("from = 2026-12-02\nuntil = 2026-12-01", 5, "ends before it begins"),
        ('shows = ["wordl"]', 4, "Did you mean world?"),
        ('every = "5m"', 4, "only what is heard between paragraphs"),
        ('link = "acme"', 4, "is not a web address"),
        ('sites = "https://news.example"', 4, "write only the host"),
        ('lable = "Acme"', 4, "Did you mean label?"),
        (f'text = "{"a" * 1001}"', 4, "at most 1,000"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_message_left_out(
    setting: str, line: int, reason: str
) -> None:
    text = f'[show.world]\n[sponsor.acme]\nlabel = "Acme"\n{setting}\n'
    text += "" if setting.startswith("text") else 'text = "Buy it."\n'
    publisher, findings = read_publisher(text)
    assert [finding.line for finding in findings] == [line]
    assert reason in findings[0].reason
    assert findings[0].reason.startswith("sponsor.acme")
    assert publisher.sponsors == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [('[sponsor.a]\ntext = "x"', "label is missing"), ('[sponsor.a]\nlabel = "x"', "text is missing")],
)
def test_what_is_missing_is_told(text: str, reason: str) -> None:
    assert reason in read_publisher(text)[1][0].reason


def test_files_and_voices_that_are_not_there_are_told_with_their_line(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = FILE + 'voice = "joe"\n'
    sponsors = read_publisher(text)[0].sponsors
    folder = tmp_path_factory.getbasetemp()
    found = list(missing_in_sponsors(text, sponsors, folder.joinpath, {"tone/a4"}.__contains__))
    assert [finding.line for finding in found] == [22, 24]
    assert "sponsor.harbour.sound: there is no file" in found[0].reason


def test_from_and_until() -> None:
    acme = read_publisher(FILE)[0].sponsors["acme"]
    heard = [
        acme.is_on(moment) for moment in (day(1) - dt.timedelta(seconds=1), day(1), day(24, 23), day(25))
    ]
    assert heard == [False, True, True, False]


def test_at_most_so_often() -> None:
    acme = read_publisher(FILE)[0].sponsors["acme"]
    used = [acme.is_used_up(*plays) for plays in ((999, 19_999), (1_000, 1_000), (0, 20_000))]
    assert used == [False, True, True]
    assert not Sponsor(name="a").is_used_up(10**9, 10**9)


@pytest.mark.parametrize(
    ("shows", "url", "language", "is_member", "heard"),
    [
        (("world",), "https://www.news.example/1", "en-GB", False, {"acme", "anything", "english"}),
        (("world",), "https://www.news.example/1", "en", True, {"anything", "english"}),
        (("world",), "https://other.example/1", "en", False, {"anything", "english"}),
        (("sport",), "https://news.example/1", "de", False, {"anything"}),
        ((), "", "de", False, {"anything"}),
    ],
)
def test_with_which_articles(
    shows: tuple[str, ...], url: str, language: str, is_member: bool, heard: set[str]
) -> None:
    acme = read_publisher(FILE)[0].sponsors["acme"]
    sponsors = [acme, Sponsor(name="anything"), Sponsor(name="english", language="en-US")]
    assert {one.name for one in for_article(sponsors, shows, url, language, is_member=is_member)} == heard


def test_a_message_has_the_voice_of_its_show_and_a_recorded_one_has_none() -> None:
    acme, harbour = read_publisher(FILE)[0].sponsors.values()
    spoken = acme.message("tone/a4", "en-GB", "")
    assert (spoken.voice, spoken.language, spoken.text[:4], spoken.every_s) == (
        "tone/a4",
        "en-GB",
        "This",
        300,
    )
    recorded = harbour.message("tone/a4", "", "abc")
    assert (recorded.voice, recorded.text, recorded.sound_digest) == ("", "Harbour Inn", "abc")
    assert recorded.digest != harbour.message("tone/a4", "", "abd").digest
