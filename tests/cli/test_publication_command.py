"""``tts-service articles``, on a catalog of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog
from tts_service.cli import run

Told = Callable[..., str]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """``told("list")``: what the command prints; ``status``: its exit status."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TTS_DATA_DIR", str(tmp_path))

    def tell(*arguments: str, status: int = 0) -> str:
        assert run(["articles", *arguments]) == status
        printed = capsys.readouterr()
        return (printed.err if status else printed.out).strip()

    return tell


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.db'}")
    catalog.accept(ArticleRequest(text="Words.", title="The river"), "river", None, "d", "batch")
    yield catalog
    catalog.close()


def test_an_article_is_held_scheduled_published_and_never(told: Told, catalog: Catalog) -> None:
    assert told("hold", "river") == "river: held"
    assert told("list") == "river  The river"
    at = told("publish", "river", "--at", "2199-12-24T06:00:00+01:00")
    assert at == "river: scheduled for 2199-12-24 05:00 UTC"
    assert told("list", "scheduled") == "river  2199-12-24 05:00 UTC  The river"
    assert told("show", "river") == at
    assert told("publish", "river") == "river: published"
    assert told("never", "river") == "river: never"
    state = catalog.publication.of("river")
    assert state is not None
    assert (state.hold, told("list")) == ("never", "")


def test_what_cannot_be_is_refused_in_one_line(told: Told, catalog: Catalog) -> None:
    assert "offset from UTC" in told("publish", "river", "--at", "2199-12-24", status=1)
    assert "no article" in told("hold", "sea", status=1)
    assert "ready" in told("keep", "river", status=1)
    assert "no newer" in told("take-newer", "river", status=1)
    assert told("let-go", "river") == "river: published"
