"""Picking articles for a show by hand, in a file that an editor keeps."""

from __future__ import annotations

import threading
import tomllib
from pathlib import Path

import pytest

from tts_service.errors import BadRequest, FileError, Unavailable
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.editor import ShowEditor, picked, unpicked
from tts_service.settings import Settings

SHOWS = """\
# Ours, and dear to us.
[show.world]  # at eight
title = "World"
include = { section = ["World"], language = "en" }  # all of it

[show.daily]
title = "Daily"

[show.best.include]
site = ["news.example"]
id = [
  "first",  # since May
]

[show.one]
include = { id = "only" }
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path)
    settings.shows_path.write_text(SHOWS, "utf-8")
    return settings


@pytest.mark.parametrize(
    ("show", "ids"),
    [("world", ["new"]), ("daily", ["new"]), ("best", ["first", "new"]), ("one", ["only", "new"])],
)
def test_an_id_is_added_and_all_else_stays(show: str, ids: list[str]) -> None:
    text = picked(SHOWS, show, "new")
    before, after = tomllib.loads(SHOWS), tomllib.loads(text)
    assert after["show"][show]["include"].pop("id") == ids
    before["show"][show].setdefault("include", {}).pop("id", None)
    assert after == before
    for comment in ("# Ours, and dear to us.", "# at eight", "# all of it", "# since May"):
        assert comment in text
    assert picked(text, show, "new") == text


@pytest.mark.parametrize("show", ["world", "daily", "best", "one"])
def test_what_is_taken_out_is_gone(show: str) -> None:
    text = unpicked(picked(SHOWS, show, "new"), show, "new")
    assert "new" not in tomllib.loads(text)["show"][show]["include"]["id"]
    assert unpicked(text, show, "new") == text


def test_the_only_one_given_as_a_text_can_be_taken_out() -> None:
    assert tomllib.loads(unpicked(SHOWS, "one", "only"))["show"]["one"]["include"] == {}


def test_a_pick_counts_at_once(settings: Settings) -> None:
    rules = PublisherRules(settings)

    def picks() -> tuple[str, ...]:
        return rules.publisher.shows["daily"].include.id

    assert picks() == ()
    ShowEditor(settings).pick("daily", "abc")
    assert picks() == ("abc",)
    ShowEditor(settings).unpick("daily", "abc")
    assert picks() == ()


def test_editors_who_pick_at_once_all_find_theirs(settings: Settings) -> None:
    names = [f"article{number}" for number in range(12)]
    threads = [threading.Thread(target=ShowEditor(settings).pick, args=("daily", name)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(PublisherRules(settings).publisher.shows["daily"].include.id) == sorted(names)


def test_a_file_with_a_mistake_is_not_touched(settings: Settings) -> None:
    broken = SHOWS + "\n[show.daily]\n"
    settings.shows_path.write_text(broken, "utf-8")
    with pytest.raises(FileError, match=r"shows.toml, line \d+"):
        ShowEditor(settings).pick("daily", "abc")
    assert settings.shows_path.read_text("utf-8") == broken


def test_an_unknown_show_is_named(settings: Settings) -> None:
    with pytest.raises(BadRequest, match=r"no show 'nightly' in shows.toml"):
        ShowEditor(settings).pick("nightly", "abc")


def test_a_file_that_cannot_be_read_is_explained(settings: Settings) -> None:
    settings.shows_path.unlink()
    settings.shows_path.mkdir()
    with pytest.raises(Unavailable, match=r"shows.toml cannot be read or written"):
        ShowEditor(settings).pick("daily", "abc")
