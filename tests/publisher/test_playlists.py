"""Playlists and briefings as the file describes them: which articles they take, and when they are due."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.catalog.episodes import EpisodeFacts
from tts_service.publisher.shows.parse import read_publisher
from tts_service.publisher.shows.playlists import Briefing, Playlist, PlaylistRule, circles
from tts_service.publisher.shows.shows import Include, Publisher, Show

pytestmark = pytest.mark.pure

NAMES = st.sampled_from(("world", "Sport", "culture", "Ada Marsh", "news.example"))
SOME = st.lists(NAMES, max_size=2).map(tuple)
FIELDS = ("section", "author", "tag", "language", "site")
RULES = st.builds(PlaylistRule, everything=st.booleans(), **dict.fromkeys(FIELDS, SOME))
ARTICLES = st.builds(
    EpisodeFacts,
    article_id=st.just("a"),
    show=st.just(""),
    url=st.sampled_from(("", "https://news.example/1", "https://other.example/")),
    byline=NAMES,
    language=NAMES,
    categories=SOME,
    tags=SOME,
)


def publisher(**playlists: Playlist) -> Publisher:
    return Publisher(playlists=playlists)


def taken(publisher: Publisher, article: EpisodeFacts, *shows: str) -> set[str]:
    return {playlist.name for playlist in publisher.playlists_of(article, shows)}


@given(RULES, ARTICLES)
def test_a_rule_takes_what_a_show_with_the_same_rule_takes_or_everything(
    rule: PlaylistRule, article: EpisodeFacts
) -> None:
    include = Include(**{name: getattr(rule, name) for name in FIELDS})
    by_show = Publisher(shows={"s": Show(name="s", include=include)}).shows_of(article)
    found = taken(publisher(p=Playlist(name="p", include=rule)), article)
    assert bool(found) == (rule.everything or bool(by_show))


@given(ARTICLES, RULES, st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")))
def test_a_playlist_takes_what_its_own_playlists_and_shows_take(
    article: EpisodeFacts, rule: PlaylistRule, wanted: set[str], shows: set[str]
) -> None:
    inner = Playlist(name="inner", include=rule, shows=tuple(wanted))
    outer = Playlist(name="outer", playlists=("middle",))
    middle = Playlist(name="middle", playlists=("inner",))
    found = taken(publisher(inner=inner, outer=outer, middle=middle), article, *shows)
    assert found in (set(), {"inner", "middle", "outer"})
    if wanted & shows:
        assert found


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3)))
def test_a_playlist_that_contains_itself_is_found_and_left_alone(inside: dict[str, list[str]]) -> None:
    playlists = {name: Playlist(name=name, playlists=tuple(names)) for name, names in inside.items()}

    def reached(name: str) -> set[str]:
        found: set[str] = set()
        waiting = list(inside.get(name, []))
        while waiting:
            if (one := waiting.pop()) not in found:
                found.add(one)
                waiting += inside.get(one, [])
        return found

    ways = dict(circles(playlists))
    assert set(ways) == {name for name in inside if name in reached(name)}
    for name, way in ways.items():
        assert way[0] == way[-1] == name
        assert all(after in inside[before] for before, after in pairwise(way))
    text = "".join(
        f"[playlist.{name}]\nplaylists = {msgspec.json.encode(names).decode()}\n"
        for name, names in inside.items()
    )
    read, findings = read_publisher(text)
    assert dict(circles(read.playlists)) == {}
    assert sum("contains itself" in finding.reason for finding in findings) == len(ways)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('order = "loudest"', 'playlist.p.order: write "newest" or "most-heard".'),
        ("most = 101", "playlist.p.most: write a whole number from 1 to 100."),
        ("most = true", "playlist.p.most: write a whole number from 1 to 100."),
        ('articles = ["a", "a"]', '"a" stands in this list twice.'),
        ('articles = ["a b"]', '"a b" is not an id of an article'),
        ('shows = ["x"]', "there is no [show.x]. There are: world."),
        ('playlists = ["x"]', "there is no [playlist.x]. There are: p."),
        ('include = { id = "a" }', "playlist.p.include.id: there is no such setting."),
        ('playlist = "p"', "playlist.p.playlist: there is no such setting. Did you mean playlists?"),
    ],
)
def test_a_mistake_is_named_with_what_to_do(line: str, sentence: str) -> None:
    _, findings = read_publisher(f"[show.world]\n[playlist.p]\n{line}\n")
    assert [finding.line for finding in findings] == [3]
    assert sentence in findings[0].reason


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"at": '["25:00"]'}, '"25:00" is not a time such as "06:30".'),
        ({"zone": '"Europe/Nowhere"'}, '"Europe/Nowhere" is not a time zone'),
        ({"zone": '"../etc/passwd"'}, '"../etc/passwd" is not a time zone'),
        ({"zone": '"Europe"'}, '"Europe" is not a time zone'),
        ({"days": '["someday"]'}, "write days as mon, tue"),
        ({"language": '"ja"'}, "briefings are made in de, en, es, fr, hi, it, pt."),
        ({"playlist": '"x"'}, "there is no [playlist.x]."),
        ({"show": '"x"'}, "there is no [show.x]."),
        ({"at": ""}, "briefing.b: at is missing."),
    ],
)
def test_a_briefing_with_a_mistake_is_none(changed: dict[str, str], sentence: str) -> None:
    settings = {"show": '"world"', "playlist": '"p"', "at": '"06:30"'} | changed
    lines = "".join(f"{key} = {value}\n" for key, value in settings.items() if value)
    read, findings = read_publisher(f"[show.world]\n[playlist.p]\n[briefing.b]\n{lines}")
    assert any(sentence in finding.reason for finding in findings), findings
    assert read.briefings == {}


def test_times_may_be_written_as_toml_has_them() -> None:
    text = '[show.s]\n[playlist.p]\n[briefing.b]\nshow = "s"\nplaylist = "p"\nat = [06:30:00, "17:05"]\n'
    read, findings = read_publisher(text)
    assert (findings, read.briefings["b"].at) == ([], ("06:30", "17:05"))


MOMENTS = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1), timezones=st.just(dt.UTC))
TIMES = st.lists(st.times().map(lambda time: f"{time:%H:%M}"), min_size=1, max_size=3).map(tuple)
ZONES = st.sampled_from(("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia"))
DAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))


@given(MOMENTS, TIMES, ZONES, DAYS)
def test_a_time_comes_once_a_day_there_and_never_in_the_future(
    now: dt.datetime, at: tuple[str, ...], zone: str, days: tuple[int, ...]
) -> None:
    briefing = Briefing(name="b", at=at, zone=zone, days=days)
    slot = briefing.latest_slot(now)
    if slot is None:
        return
    assert slot <= now
    assert briefing.latest_slot(slot) == slot
    assert now - slot < dt.timedelta(days=2, hours=2)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-03-28T06:00", "2026-03-28T05:30"),
        ("2026-03-29T06:00", "2026-03-29T04:30"),  # summer time has begun
        ("2026-10-25T06:00", "2026-10-25T05:30"),
        ("2026-10-25T05:00", "2026-10-24T04:30"),
    ],
)
def test_half_past_six_is_half_past_six_in_summer_and_winter(now: str, slot: str) -> None:
    briefing = Briefing(name="b", at=("06:30",), zone="Europe/Berlin")
    found = briefing.latest_slot(dt.datetime.fromisoformat(now + "+00:00"))
    assert found == dt.datetime.fromisoformat(slot + "+00:00")


def test_only_on_its_days() -> None:
    monday = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
    settings: dict[str, Any] = {"name": "b", "at": ("06:30",)}
    assert Briefing(days=(0,), **settings).latest_slot(monday) == monday.replace(hour=6, minute=30)
    assert Briefing(days=(3,), **settings).latest_slot(monday) is None
