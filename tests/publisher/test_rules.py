from __future__ import annotations

from pathlib import Path

import pytest

from tts_service.article.request import ArticleRequest, request_digest
from tts_service.errors import BadRequest
from tts_service.publisher.live import publish
from tts_service.publisher.rules import Rules
from tts_service.settings import Settings

pytestmark = pytest.mark.pure

PAGE = ArticleRequest(url="https://a.example/1")


def test_without_a_file_only_the_request_counts(tmp_path: Path) -> None:
    rules = Rules(Settings(data_dir=tmp_path))
    rules.check(ArticleRequest(text="A text.", show="anything"))
    assert rules.digest(PAGE, "abc") == request_digest(PAGE)


def test_a_change_of_the_file_gives_another_digest_at_once(tmp_path: Path) -> None:
    rules = Rules(Settings(data_dir=tmp_path, shows=str(tmp_path / "ours.toml")))
    plain = rules.digest(PAGE, "abc")
    assert rules.still_name(plain, "https://a.example/1", "abc")
    publish(tmp_path / "ours.toml", "[site.'a.example']\nskip = '.a'\n")
    changed = rules.digest(PAGE, "abc")
    assert changed != plain
    assert changed.startswith(request_digest(PAGE))
    assert not rules.still_name(plain, "https://a.example/1", "abc")
    assert rules.still_name(changed, "https://a.example/1", "abc")
    publish(tmp_path / "ours.toml", "[site.'a.example']\nskip = [\n")
    assert rules.digest(PAGE, "abc") == changed


def test_a_pick_for_a_show_bears_on_the_picked_article_only(tmp_path: Path) -> None:
    rules = Rules(Settings(data_dir=tmp_path))
    publish(tmp_path / "shows.toml", "[show.best]\n")
    before = {name: rules.digest(PAGE, name) for name in ("abc", "xyz")}
    publish(tmp_path / "shows.toml", "[show.best]\ninclude = { id = 'abc' }\n")
    assert rules.digest(PAGE, "abc") != before["abc"]
    assert rules.digest(PAGE, "xyz") == before["xyz"]


def test_a_show_that_is_none_is_refused_with_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "shows.toml").write_text("[show.world]\n[show.local]\n")
    rules = Rules(Settings(data_dir=tmp_path))
    rules.check(ArticleRequest(text="A text.", show="local"))
    with pytest.raises(BadRequest, match="world, local") as caught:
        rules.check(ArticleRequest(text="A text.", show="wrld"))
    assert caught.value.kind == "unknown-show"
