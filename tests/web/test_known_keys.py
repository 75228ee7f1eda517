"""What a process remembers of the catalog's keys, and for how long."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from tts_service.catalog.keys.book import KEY_PREFIX, ApiKey
from tts_service.errors import ProblemKind, Unauthorized, Unavailable
from tts_service.settings import Settings
from tts_service.web.limits.clients import Client
from tts_service.web.limits.keys import KNOWN_S, Keys
from tts_service.web.limits.rates import Rates

pytestmark = pytest.mark.pure

ROOT = "a-key-of-the-operator"
TEXT = f"{KEY_PREFIX}{'x' * 43}"
HERE = Client("203.0.113.7")
NOW = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
KEY = ApiKey(
    id="k1",
    name="Evening desk",
    scopes=("read",),
    created_at=NOW,
    created_by="ada",
    expires_at=None,
    revoked_at=None,
    used_on=None,
)


class Catalog:
    """One key, and how often it is asked for."""

    def __init__(self) -> None:
        self.key: ApiKey | None = KEY
        self.asked = 0
        self.used: list[dt.date] = []
        self.is_away = False

    def known(self, text: str) -> ApiKey | None:
        self._ask()
        return self.key if text == TEXT else None

    def of(self, key_id: str) -> ApiKey | None:
        self._ask()
        return self.key if key_id == KEY.id else None

    def note_use(self, key_id: str, day: dt.date) -> None:
        self.used.append(day)
        assert self.key is not None
        self.key = msgspec.structs.replace(self.key, used_on=day)

    def _ask(self) -> None:
        self.asked += 1
        if self.is_away:
            raise Unavailable("The catalog is away.")


class Process:
    """A web process, without Redis, at a time of its own."""

    def __init__(self, catalog: Catalog) -> None:
        self.now, self.clock = NOW, 0.0
        settings = Settings(api_keys=(ROOT,), client_wrong_keys_per_minute=0)
        rates = Rates.__new__(Rates)  # is asked nothing where wrong keys are not limited
        self.keys = Keys(settings, rates, catalog, now=lambda: self.now, clock=lambda: self.clock)

    def wait(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)
        self.clock += seconds


@pytest.fixture
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture
def process(catalog: Catalog) -> Process:
    return Process(catalog)


def test_many_requests_ask_the_catalog_once_in_a_while(process: Process, catalog: Catalog) -> None:
    for _ in range(100):
        holder = process.keys.check(TEXT, HERE)
    assert (holder.who, holder.name, holder.scopes) == ("key:k1", "Evening desk", frozenset(("read",)))
    assert catalog.asked == 1
    process.wait(KNOWN_S)
    process.keys.check(TEXT, HERE)
    assert catalog.asked == 2


def test_a_revoked_key_is_worth_nothing_within_two_seconds_in_every_process(catalog: Catalog) -> None:
    processes = [Process(catalog) for _ in range(3)]
    for number, one in enumerate(processes):
        one.keys.check(TEXT, HERE)
        one.wait(number * KNOWN_S / 3)  # each has asked at another time
    catalog.key = None
    for one in processes:
        one.wait(2)
        with pytest.raises(Unauthorized):
            one.keys.check(TEXT, HERE)
        assert one.keys.still_holds("key:k1") is None


def test_a_key_expires_at_its_moment_whatever_is_remembered(process: Process, catalog: Catalog) -> None:
    catalog.key = msgspec.structs.replace(KEY, expires_at=NOW + dt.timedelta(seconds=1))
    process.keys.check(TEXT, HERE)
    process.wait(1)
    with pytest.raises(Unauthorized) as refused:
        process.keys.check(TEXT, HERE)
    assert refused.value.kind == ProblemKind.KEY_EXPIRED
    assert catalog.asked == 1
    assert process.keys.still_holds("key:k1") is None


def test_its_use_is_written_once_a_day(process: Process, catalog: Catalog) -> None:
    for _ in range(5):
        process.keys.check(TEXT, HERE)
        process.wait(KNOWN_S)
    assert catalog.used == [NOW.date()]
    process.wait(86_400)
    process.keys.check(TEXT, HERE)
    assert catalog.used == [NOW.date(), NOW.date() + dt.timedelta(days=1)]


def test_keys_of_the_environment_never_ask_it(process: Process, catalog: Catalog) -> None:
    catalog.is_away = True
    assert process.keys.check(ROOT, HERE).may("admin")
    assert process.keys.still_holds(process.keys.check(ROOT, HERE).who) is not None
    with pytest.raises(Unauthorized):
        process.keys.check("a-guess", HERE)  # nor does what cannot be one of its keys
    assert catalog.asked == 0
    with pytest.raises(Unavailable):
        process.keys.check(TEXT, HERE)
