"""The contract of the catalog, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from tts_service.article.request import ArticleRequest, request_digest
from tts_service.catalog import Accepted, Catalog, Facts
from tts_service.errors import BadRequest, Problem, ProblemKind, Unprocessable

PAGE = "https://news.example/river"
REFUSED = Unprocessable("There is no article on this page.", kind=ProblemKind.NO_ARTICLE).problem
READY = Facts(
    status="ready",
    revision="r1",
    title="The river",
    language="en",
    voice="tone/a",
    engine="tone",
    duration_s=12.5,
    size=99,
)


def text(words: str, **fields: str) -> ArticleRequest:
    return msgspec.convert({"text": words, **fields}, ArticleRequest)


def accept(catalog: Catalog, request: ArticleRequest, article_id: str = "a1", url: str = "") -> Accepted:
    return catalog.accept(request, article_id, url, request_digest(request), "interactive")


def test_a_new_article_is_queued_with_what_was_asked(catalog: Catalog) -> None:
    request = text("The river rose.", title="The river", voice="tone/a", language="en", show="daily")
    assert accept(catalog, request, url=PAGE) is Accepted.NEW
    entry = catalog.get("a1")
    assert entry is not None
    assert (entry.status, entry.settled, entry.revision, entry.error) == ("queued", False, None, None)
    assert (entry.title, entry.voice_asked, entry.language, entry.show, entry.url) == (
        "The river",
        "tone/a",
        "en",
        "daily",
        PAGE,
    )
    assert entry.digest == request_digest(request)
    assert catalog.source("a1") == request


def test_unknown_ids_are_none(catalog: Catalog) -> None:
    assert catalog.get("nope") is None
    assert catalog.source("nope") is None
    assert catalog.find_by_url(PAGE) is None
    assert not catalog.delete("nope")


def test_the_same_request_again_changes_nothing(catalog: Catalog) -> None:
    accept(catalog, text("The river rose."))
    before = catalog.get("a1")
    assert accept(catalog, text("The river rose.")) is Accepted.SAME
    assert catalog.get("a1") == before


def test_an_accepted_article_is_there_for_another_process(
    catalog: Catalog, open_catalog: Callable[[], Catalog]
) -> None:
    accept(catalog, text("The river rose."))
    assert open_catalog().get("a1") == catalog.get("a1")


def test_times_are_utc(catalog: Catalog) -> None:
    before = dt.datetime.now(dt.UTC)
    accept(catalog, text("The river rose."))
    entry = catalog.get("a1")
    assert entry is not None
    assert entry.created_at.tzinfo is dt.UTC
    assert before <= entry.created_at <= dt.datetime.now(dt.UTC)


def test_what_is_seen_is_recorded_and_settles(catalog: Catalog) -> None:
    request = text("The river rose.")
    accept(catalog, request)
    catalog.record(
        "a1",
        request_digest(request),
        Facts(status="rendering", revision="r1", title="The river", engine="tone"),
    )
    growing = catalog.get("a1")
    assert growing is not None
    assert (growing.status, growing.settled, growing.title) == ("rendering", False, "The river")
    catalog.record("a1", request_digest(request), READY)
    ready = catalog.get("a1")
    assert ready is not None
    assert (ready.status, ready.settled, ready.duration_s, ready.voice) == ("ready", True, 12.5, "tone/a")
    assert [(n.revision, n.duration_s, n.size) for n in catalog.history("a1")] == [("r1", 12.5, 99)]


def test_recording_twice_keeps_one_revision_in_the_history(catalog: Catalog) -> None:
    request = text("The river rose.")
    accept(catalog, request)
    for _ in range(2):
        catalog.record("a1", request_digest(request), READY)
    assert len(catalog.history("a1")) == 1


def test_what_was_seen_of_an_older_request_is_dropped(catalog: Catalog) -> None:
    old, new = text("The river rose."), text("The river fell.")
    accept(catalog, old)
    accept(catalog, new)
    catalog.record("a1", request_digest(old), READY)
    entry = catalog.get("a1")
    assert entry is not None
    assert (entry.status, entry.revision) == ("queued", None)
    assert catalog.history("a1") == ()


def test_a_failure_is_kept_until_the_article_is_opened_again(catalog: Catalog) -> None:
    request = text("The river rose.")
    accept(catalog, request)
    catalog.record("a1", request_digest(request), Facts(status="failed", error=REFUSED))
    failed = catalog.get("a1")
    assert failed is not None
    assert (failed.status, failed.settled, failed.error) == ("failed", True, REFUSED)
    catalog.reopen("a1", "batch")
    again = catalog.get("a1")
    assert again is not None
    assert (again.status, again.settled, again.error, again.queue) == ("queued", False, None, "batch")


def test_an_edit_waits_beside_what_is_in_force(catalog: Catalog) -> None:
    old, new = text("The river rose.", title="Old"), text("The river fell.")
    accept(catalog, old)
    catalog.record("a1", request_digest(old), READY)
    assert accept(catalog, new) is Accepted.CHANGED
    entry = catalog.get("a1")
    assert entry is not None
    assert (entry.status, entry.settled, entry.editing, entry.revision, entry.title) == (
        "queued",
        False,
        True,
        "r1",
        "The river",
    )
    assert catalog.source("a1") == new


def test_a_refused_edit_brings_back_what_was_in_force(catalog: Catalog) -> None:
    old, bad, worse = text("The river rose."), text("…"), text("……")
    accept(catalog, old)
    catalog.record("a1", request_digest(old), READY)
    accept(catalog, bad)
    accept(catalog, worse)
    catalog.refuse("a1", request_digest(worse), REFUSED)
    entry = catalog.get("a1")
    assert entry is not None
    assert (entry.digest, entry.revision, entry.editing, entry.error) == (
        request_digest(old),
        "r1",
        False,
        REFUSED,
    )
    assert catalog.source("a1") == old


def test_an_edit_that_could_be_planned_cannot_be_refused_any_more(catalog: Catalog) -> None:
    old, new = text("The river rose."), text("The river fell.")
    accept(catalog, old)
    catalog.record("a1", request_digest(old), READY)
    accept(catalog, new)
    catalog.record("a1", request_digest(new), Facts(status="rendering", revision="r2"))
    catalog.refuse("a1", request_digest(new), REFUSED)
    entry = catalog.get("a1")
    assert entry is not None
    assert (entry.digest, entry.revision, entry.error) == (request_digest(new), "r2", None)


def test_a_page_in_several_voices_is_found_without_a_wish_or_with_one(catalog: Catalog) -> None:
    for voice in ("tone/a", None, "tone/b"):
        request = ArticleRequest(url=PAGE, voice=voice)
        catalog.accept(request, f"id-{voice}", PAGE, request_digest(request), "interactive")
    found = catalog.find_by_url(PAGE), catalog.find_by_url(PAGE, "tone/b"), catalog.find_by_url(PAGE, "")
    assert [entry and entry.id for entry in found] == ["id-None", "id-tone/b", "id-None"]
    assert catalog.find_by_url(PAGE, "tone/c") is None


def test_the_list_is_newest_first_and_pages_meet(catalog: Catalog) -> None:
    for n in range(7):
        accept(catalog, text(f"Story {n}."), f"a{n}")
    seen: list[str] = []
    cursor = None
    for size in (3, 3, 1):
        page = catalog.list(cursor, limit=3)
        seen += [entry.id for entry in page.entries]
        assert len(page.entries) == size
        cursor = page.cursor
    assert cursor is None
    assert seen == [f"a{n}" for n in reversed(range(7))]


def test_the_list_goes_on_although_its_place_was_deleted(catalog: Catalog) -> None:
    for n in range(4):
        accept(catalog, text(f"Story {n}."), f"a{n}")
    first = catalog.list(limit=2)
    catalog.delete("a2")
    assert [entry.id for entry in catalog.list(first.cursor, limit=2).entries] == ["a1", "a0"]


@pytest.mark.parametrize(
    "cursor", ["x", "!!!", "é", "bnVsbA", "WzEsMl0", "W251bGwsImEiXQ", "WyIyMDI1LTAxLTAxVDAwOjAwOjAwIiwiYSJd"]
)
def test_a_foreign_cursor_is_refused(catalog: Catalog, cursor: str) -> None:
    with pytest.raises(BadRequest) as refused:
        catalog.list(cursor)
    assert refused.value.kind == "bad-cursor"


def test_unsettled_articles_come_in_slices(catalog: Catalog) -> None:
    for n in range(4):
        accept(catalog, text(f"Story {n}."), f"a{n}")
    catalog.record("a1", request_digest(text("Story 1.")), READY)
    assert [entry.id for entry in catalog.unsettled(limit=2)] == ["a0", "a2"]
    assert [entry.id for entry in catalog.unsettled("a2", limit=2)] == ["a3"]


def test_deleting_takes_the_history_along(catalog: Catalog) -> None:
    request = text("The river rose.")
    accept(catalog, request)
    catalog.record("a1", request_digest(request), READY)
    assert catalog.delete("a1")
    assert catalog.get("a1") is None
    assert catalog.history("a1") == ()
    assert accept(catalog, request) is Accepted.NEW
    assert catalog.history("a1") == ()


def test_awkward_text_is_kept(catalog: Catalog) -> None:
    request = text("\0 שלום 🌊 " + "x" * 100_000, title="A\0B 'quoted' \\ שלום 🌊")
    accept(catalog, request)
    entry = catalog.get("a1")
    assert entry is not None
    assert entry.title == "AB 'quoted' \\ שלום 🌊"
    assert catalog.source("a1") == request


def test_many_at_once_accept_one_article_once(open_catalog: Callable[[], Catalog]) -> None:
    catalogs = [open_catalog() for _ in range(4)]
    request = text("The river rose.")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: accept(catalogs[n % 4], request), range(40)))
    assert answers.count(Accepted.NEW) == 1
    assert answers.count(Accepted.SAME) == 39


def test_many_at_once_open_an_empty_database(open_catalog: Callable[[], Catalog]) -> None:
    with ThreadPoolExecutor(4) as pool:
        catalogs = list(pool.map(lambda _: open_catalog(), range(4)))
    accept(catalogs[0], text("The river rose."))
    assert all(catalog.get("a1") for catalog in catalogs)


def test_edits_at_once_lose_nothing_that_was_in_force(open_catalog: Callable[[], Catalog]) -> None:
    catalogs = [open_catalog() for _ in range(4)]
    old = text("The river rose.")
    accept(catalogs[0], old)
    catalogs[0].record("a1", request_digest(old), READY)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: accept(catalogs[n % 4], text(f"Edit {n}.")), range(16)))
    entry = catalogs[0].get("a1")
    assert entry is not None
    catalogs[0].refuse("a1", entry.digest, Problem("no-article", "t", "d", 422))
    assert catalogs[0].source("a1") == old


def test_a_new_article_that_came_to_nothing_is_withdrawn(catalog: Catalog) -> None:
    request = text("…")
    accept(catalog, request)
    assert catalog.withdraw("a1", request_digest(request))
    assert catalog.get("a1") is None


def test_what_is_in_force_or_was_asked_meanwhile_is_not_withdrawn(catalog: Catalog) -> None:
    bad, good = text("…"), text("The river rose.")
    accept(catalog, bad)
    accept(catalog, good)
    assert not catalog.withdraw("a1", request_digest(bad))
    catalog.record("a1", request_digest(good), READY)
    assert not catalog.withdraw("a1", request_digest(good))
    assert catalog.source("a1") == good
