"""Catalogs that older versions filled with texts of any length: lists and feeds stay short."""

from __future__ import annotations

import msgspec

from tests.catalog.test_episodes import about, episode
from tts_service.article.bounds import MAX_DESCRIPTION_CHARS, MAX_FIELD_CHARS, MAX_TITLE_CHARS
from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog
from tts_service.catalog.episodes import EVERYTHING, EpisodeFacts
from tts_service.catalog.search.wanted import Wanted

LONG = "Word " * 40_000


def filled(catalog: Catalog) -> None:
    catalog.accept(ArticleRequest(text="Words.", title=LONG), "long", "", "d", "batch")
    long = msgspec.structs.replace(episode("long"), title=LONG, summary=LONG, author=LONG)
    catalog.episodes.publish(long, msgspec.structs.replace(about("long"), byline=LONG), ["world"])


def test_lists_show_the_beginning_of_a_long_title(catalog: Catalog) -> None:
    filled(catalog)
    entries = [*catalog.list().entries, *catalog.index.page(Wanted()).entries]
    assert len(entries) == 2
    assert {
        entry.title is not None
        and len(entry.title) <= MAX_TITLE_CHARS
        and entry.title.startswith("Word Word")
        for entry in entries
    } == {True}


def test_feeds_show_the_beginning_of_long_texts(catalog: Catalog) -> None:
    filled(catalog)
    shown = catalog.episodes.page("world", 1, 10)[0]
    assert len(shown.title) <= MAX_TITLE_CHARS
    assert len(shown.summary) <= MAX_DESCRIPTION_CHARS
    assert len(shown.author) <= MAX_FIELD_CHARS
    assert shown.title.endswith("Word…")


def test_long_names_never_reach_the_rules_of_shows(catalog: Catalog) -> None:
    filled(catalog)
    asked: list[EpisodeFacts] = []
    assert catalog.episodes.refile(lambda one: asked.append(one) or ["news"]) == 1  # type: ignore[func-returns-value]
    assert len(asked[0].byline) <= MAX_FIELD_CHARS
    assert [one.article_id for one in catalog.episodes.page("news", 1, 10)] == ["long"]
    assert catalog.episodes.state(EVERYTHING)[0] == 1
