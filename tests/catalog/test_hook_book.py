"""What sites have reported, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec

from tts_service.catalog import Catalog
from tts_service.catalog.hooks import Hook

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
LATEST = 10 * SECOND


def hook(seconds: int = 0, name: str = "a", version: str = "1") -> Hook:
    """Told at noon and so many seconds, due two seconds later."""
    at = NOON + seconds * SECOND
    url = f"https://news.example/{name}"
    return Hook(url=url, event="updated", show="world", version=version, first_at=at, due_at=at + 2 * SECOND)


def test_what_is_told_waits_until_it_is_due(catalog: Catalog) -> None:
    catalog.hooks.put(hook(), LATEST)
    assert catalog.hooks.due(NOON + SECOND, 9) == ()
    assert catalog.hooks.due(NOON + 2 * SECOND, 9) == (hook(),)


def test_telling_again_puts_it_off_but_not_for_ever(catalog: Catalog) -> None:
    for seconds in range(12):
        catalog.hooks.put(hook(seconds, version=str(seconds)), LATEST)
    (found,) = catalog.hooks.due(NOON + 60 * SECOND, 9)
    assert (found.version, found.first_at, found.due_at) == ("11", NOON, NOON + LATEST)


def test_the_first_due_come_first(catalog: Catalog) -> None:
    for seconds, name in ((3, "c"), (1, "a"), (2, "b")):
        catalog.hooks.put(hook(seconds, name), LATEST)
    assert [one.url[-1] for one in catalog.hooks.due(NOON + 60 * SECOND, 2)] == ["a", "b"]


def test_what_was_told_meanwhile_stays(catalog: Catalog) -> None:
    catalog.hooks.put(hook(), LATEST)
    (found,) = catalog.hooks.due(NOON + 2 * SECOND, 9)
    catalog.hooks.put(msgspec.structs.replace(hook(), version="2"), LATEST)
    catalog.hooks.done(found)
    (newer,) = catalog.hooks.due(NOON + 60 * SECOND, 9)
    assert newer.version == "2"
    catalog.hooks.done(newer)
    assert catalog.hooks.due(NOON + 60 * SECOND, 9) == ()


def test_many_processes_told_of_one_page_at_once(open_catalog: Callable[[], Catalog]) -> None:
    catalogs = [open_catalog() for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: catalogs[n % 4].hooks.put(hook(version=str(n)), LATEST), range(40)))
    assert len(catalogs[0].hooks.due(NOON + 60 * SECOND, 99)) == 1
