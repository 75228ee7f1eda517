from __future__ import annotations

import os
from pathlib import Path

import pytest

from tts_service.article.model import Script, Segment
from tts_service.article.request import ArticleRequest, request_digest
from tts_service.errors import BadRequest
from tts_service.publisher.live import publish
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings

pytestmark = pytest.mark.pure

SCRIPT = Script("Tide", "en", "The ferry left.", ("Tide",), (Segment("The ferry left.", 0, 15, (), 0, 240),))
PAGE = ArticleRequest(url="https://a.example/1")


def test_without_a_file_only_the_request_counts(tmp_path: Path) -> None:
    rules = PublisherRules(Settings(data_dir=tmp_path))
    rules.check(ArticleRequest(text="A text.", show="anything"))
    assert rules.digest(PAGE, "abc") == request_digest(PAGE)


def test_a_change_of_the_file_gives_another_digest_at_once(tmp_path: Path) -> None:
    rules = PublisherRules(Settings(data_dir=tmp_path, shows=tmp_path / "ours.toml"))
    plain = rules.digest(PAGE, "abc")
    assert rules.is_current(plain, "https://a.example/1", "abc")
    publish(tmp_path / "ours.toml", "[site.'a.example']\nskip = '.a'\n")
    changed = rules.digest(PAGE, "abc")
    assert changed != plain
    assert changed.startswith(request_digest(PAGE))
    assert not rules.is_current(plain, "https://a.example/1", "abc")
    assert rules.is_current(changed, "https://a.example/1", "abc")
    publish(tmp_path / "ours.toml", "[site.'a.example']\nskip = [\n")
    assert rules.digest(PAGE, "abc") == changed


def test_a_pick_for_a_show_bears_on_the_picked_article_only(tmp_path: Path) -> None:
    rules = PublisherRules(Settings(data_dir=tmp_path))
    publish(tmp_path / "shows.toml", "[show.best]\n")
    before = {name: rules.digest(PAGE, name) for name in ("abc", "xyz")}
    publish(tmp_path / "shows.toml", "[show.best]\ninclude = { id = 'abc' }\n")
    assert rules.digest(PAGE, "abc") != before["abc"]
    assert rules.digest(PAGE, "xyz") == before["xyz"]


def test_a_show_that_is_none_is_refused_with_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "shows.toml").write_text("[show.world]\n[show.local]\n")
    rules = PublisherRules(Settings(data_dir=tmp_path))
    rules.check(ArticleRequest(text="A text.", show="local"))
    with pytest.raises(BadRequest, match="world, local") as caught:
        rules.check(ArticleRequest(text="A text.", show="wrld"))
    assert caught.value.kind == "unknown-show"


def test_another_sound_under_the_same_name_is_another_rule(tmp_path: Path) -> None:
    rules = PublisherRules(Settings(data_dir=tmp_path))
    publish(tmp_path / "shows.toml", "[show.best]\nintro = 'bell.wav'\ninclude = { language = 'en' }\n")
    missing, still = rules.digest(PAGE, "abc"), rules.bearing_on(SCRIPT, "abc", "")
    (tmp_path / "bell.wav").write_bytes(b"a bell")
    bell = rules.digest(PAGE, "abc")
    assert bell != missing
    assert rules.is_current(bell, "https://a.example/1", "abc")
    (tmp_path / "bell.wav").write_bytes(b"a gong")
    os.utime(tmp_path / "bell.wav", ns=(1, 1))
    assert rules.digest(PAGE, "abc") not in (bell, missing)
    assert rules.bearing_on(SCRIPT, "abc", "") != still
    (tmp_path / "bell.wav").write_bytes(b"a bell")
    assert rules.digest(PAGE, "abc") == bell


def test_only_rules_that_bear_on_it_count_for_a_script(tmp_path: Path) -> None:
    rules = PublisherRules(Settings(data_dir=tmp_path))
    before = rules.bearing_on(SCRIPT, "abc", "")
    publish(
        tmp_path / "shows.toml",
        "[show.best]\nvoice = 'tone/low'\ninclude = { tag = 'sea' }\n[site.'b.example']\n",
    )
    publish(tmp_path / "lexicon.toml", '[[word]]\nwrite = "Qarluq"\nsay = "kar-look"\n')
    assert rules.bearing_on(SCRIPT, "abc", "") == before
    assert rules.bearing_on(SCRIPT, "abc", "best") != before
    publish(tmp_path / "lexicon.toml", '[[word]]\nwrite = "FERRY"\nsay = "fairy"\n')
    assert rules.bearing_on(SCRIPT, "abc", "") != before
    publish(tmp_path / "lexicon.toml", '[[word]]\nwrite = "Quote"\nsay = "kwote"\n')
    assert rules.bearing_on(SCRIPT, "abc", "") != before


def test_words_of_a_show_count_beside_those_that_editors_keep(tmp_path: Path) -> None:
    rules = PublisherRules(Settings(data_dir=tmp_path))
    publish(tmp_path / "lexicon.toml", '[[word]]\nwrite = "Skerry"\nsay = "skerry"\nshow = "coast"\n')
    kept = rules.lexicon
    publish(tmp_path / "shows.toml", "[show.coast.lexicon]\nSkerry = 'sherry'\nQarluq = 'kar-look'\n")
    assert [(entry.write, entry.say) for entry in rules.lexicon.entries] == [
        ("Skerry", "skerry"),
        ("Qarluq", "kar-look"),
    ]
    assert rules.lexicon is rules.lexicon
    publish(tmp_path / "shows.toml", "[show.coast]\n")
    assert rules.lexicon is kept


def test_a_word_of_a_show_bears_on_the_articles_that_have_it(tmp_path: Path) -> None:
    rules = PublisherRules(Settings(data_dir=tmp_path))
    publish(tmp_path / "shows.toml", "[show.coast]\n")
    before, still, read = (
        rules.digest(PAGE, "abc"),
        rules.bearing_on(SCRIPT, "abc", "coast"),
        rules.reading_digest(PAGE, "abc"),
    )
    publish(tmp_path / "shows.toml", "[show.coast.lexicon]\nQarluq = 'kar-look'\n")
    assert rules.digest(PAGE, "abc") != before
    assert rules.bearing_on(SCRIPT, "abc", "coast") == still
    publish(tmp_path / "shows.toml", "[show.coast.lexicon]\nferry = 'fairy'\n")
    assert rules.bearing_on(SCRIPT, "abc", "coast") != still
    assert rules.reading_digest(PAGE, "abc") == read  # its page need not be fetched again
