"""Keys of requests, and the texts that catalogs and narration folders hold of them."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from tts_service.article.request import ArticleRequest
from tts_service.publisher.live import publish
from tts_service.publisher.request_key import RequestKey
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings

PAGE = ArticleRequest(url="https://a.example/1")
SITE = "[site.'a.example']\nskip = '.ad'\n"
SHOW = "[show.best]\nintro = 'bell.wav'\n"
WORD = '[[word]]\nwrite = "Kaz"\nsay = "kahz"\n'


@pytest.mark.parametrize(("shows", "words"), list(product(("", SITE, SHOW, SITE + SHOW), ("", WORD))))
def test_a_key_is_read_from_its_text(shows: str, words: str, tmp_path: Path) -> None:
    publish(tmp_path / "shows.toml", shows)
    publish(tmp_path / "lexicon.toml", words)
    rules = PublisherRules(Settings(data_dir=tmp_path))
    key = rules.key(PAGE, "abc")
    assert (bool(key.site_rules), bool(key.sounds), bool(key.lexicon)) == (
        bool(shows),
        SHOW in shows,
        bool(words),
    )
    assert RequestKey.parse(str(key)) == key
    assert rules.digest(PAGE, "abc") == str(key)
    assert rules.is_current(str(key), "https://a.example/1", "abc")


@pytest.mark.parametrize("length", range(64))
def test_any_text_stays_as_it_is(length: int) -> None:
    text = ("abcdefghijklmnopqrstuvwxyz234567" * 2)[:length]
    assert str(RequestKey.parse(text)) == text


def test_requests_with_the_same_content_differ_in_their_rules_only(tmp_path: Path) -> None:
    rules = PublisherRules(Settings(data_dir=tmp_path))
    plain, other = rules.key(PAGE, "abc"), rules.key(ArticleRequest(url="https://a.example/2"), "abc")
    publish(tmp_path / "lexicon.toml", WORD)
    changed = rules.key(PAGE, "abc")
    assert plain != changed
    assert plain.same_content(changed)
    assert not plain.same_content(other)
    assert not rules.is_current(str(plain), "https://a.example/1", "abc")


def test_a_change_of_any_rule_gives_another_fingerprint(tmp_path: Path) -> None:
    rules = PublisherRules(Settings(data_dir=tmp_path))
    found = [rules.fingerprint()]
    for shows in (SITE, SHOW, SHOW + "include = { language = 'en' }\n"):
        publish(tmp_path / "shows.toml", shows)
        found.append(rules.fingerprint())
    (tmp_path / "bell.wav").write_bytes(b"a bell")
    found.append(rules.fingerprint())
    publish(tmp_path / "lexicon.toml", WORD)
    found.append(rules.fingerprint())
    assert len(set(found)) == len(found)
    assert rules.fingerprint() == found[-1]
