"""API keys and the audit log, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tts_service.audit import Actor
from tts_service.catalog import Catalog
from tts_service.catalog.audit_log.book import CHUNK, AuditFilter
from tts_service.catalog.keys.book import NewKey
from tts_service.errors import BadRequest

NOW = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)


def test_a_key_is_known_until_it_is_revoked_by_every_process(open_catalog: Callable[[], Catalog]) -> None:
    here, there = open_catalog(), open_catalog()
    wanted = NewKey(name="  Evening \n desk ", scopes=("write", "read"), expires="2d")
    key, secret = here.keys.make(wanted, "ada", NOW)
    assert (key.name, key.scopes, key.created_by) == ("Evening desk", ("read", "write"), "ada")
    assert key.expires_at == NOW + dt.timedelta(days=2)
    assert there.keys.known(secret) == there.keys.of(key.id) == key
    assert there.keys.known(secret + "x") is there.keys.of("nobody") is None
    assert here.keys.of("a\x00b") is None
    assert (key.is_valid(NOW), key.is_valid(NOW + dt.timedelta(days=2))) == (True, False)
    with ThreadPoolExecutor(2) as two:
        revoked = list(two.map(lambda one: one.keys.revoke(key.id, NOW), (here, there)))
    assert sorted(revoked) == [False, True]
    assert here.keys.known(secret) is None
    (left,) = there.keys.all()
    assert left.revoked_at == NOW
    assert not left.is_valid(NOW)


def test_the_day_of_its_last_use_never_goes_back(catalog: Catalog) -> None:
    key, _ = catalog.keys.make(NewKey(name="a", scopes=("read",)), "ada", NOW)
    today = NOW.date()
    for day in (today, today + dt.timedelta(days=1), today):
        catalog.keys.note_use(key.id, day)
    (known,) = catalog.keys.all()
    assert known.used_on == today + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (NewKey(name=" ", scopes=("read",)), "one line"),
        (NewKey(name="x" * 101, scopes=("read",)), "at most 100"),
        (NewKey(name="a\x00b", scopes=("read",)), "one line"),
        (NewKey(name="a", scopes=()), "none is named"),
        (NewKey(name="a", scopes=("rule",)), "'rule' is none"),
        (NewKey(name="a", scopes=("read",), expires="0d"), "such as 90d"),
        (NewKey(name="a", scopes=("read",), expires="99999999999999999999w"), "such as 90d"),
    ],
)
def test_what_cannot_be_a_key_is_refused(catalog: Catalog, wanted: NewKey, told: str) -> None:
    with pytest.raises(BadRequest, match=told):
        catalog.keys.make(wanted, "ada", NOW)
    assert catalog.keys.all() == ()


def test_what_is_noted_is_found_by_every_process_newest_first(open_catalog: Callable[[], Catalog]) -> None:
    here, there = open_catalog(), open_catalog()
    hostile = "Robert'); \x00 \ud800 DROP TABLE"
    here.audit.note(
        "article.held", Actor("key:k1", hostile, "203.0.113.7"), article="river", before="published"
    )
    there.audit.note("lexicon.added", Actor("cli:ada", "ada"), word="w1", write="x" * 5_000, after="")
    newest, oldest = here.audit.page(AuditFilter())
    assert (newest.what, newest.subject, newest.name) == ("lexicon.added", "word:w1", "ada")
    assert newest.about == {"write": f"{'x' * 300}…"}
    assert (oldest.network, oldest.about) == ("203.0.113.0/24", {"before": "published"})
    assert "\x00" not in oldest.name
    assert here.audit.page(AuditFilter(who="robert")) == (oldest,)
    assert here.audit.page(AuditFilter(who="ROBERT'); %")) == ()
    assert here.audit.page(AuditFilter(), before=newest.id) == (oldest,)
    assert abs(newest.at - dt.datetime.now(dt.UTC)) < dt.timedelta(hours=1)


def test_a_long_log_is_read_in_pieces_and_pruned_by_age(catalog: Catalog) -> None:
    from sqlalchemy import insert

    from tts_service.catalog.audit_log.tables import AuditRow

    row = {"what": "thing.done", "who": "-", "name": "", "network": "", "subject": "", "about": "{}"}
    rows = [row | {"at": NOW + dt.timedelta(seconds=number)} for number in range(CHUNK * 2 + 1)]
    with catalog._database.writing() as connection:
        connection.execute(insert(AuditRow.table), rows)
    found = list(catalog.audit.each(AuditFilter()))
    assert [entry.at for entry in found] == sorted((one["at"] for one in rows), reverse=True)
    assert catalog.audit.prune(NOW + dt.timedelta(seconds=CHUNK)) == CHUNK
    assert len(list(catalog.audit.each(AuditFilter()))) == CHUNK + 1
