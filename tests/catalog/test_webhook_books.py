"""Endpoints, what they are to be told, and who sends it: on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.catalog.test_episodes import about, episode
from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog, Facts, Origin
from tts_service.catalog.publication.state import EditorialDecision, Publicity
from tts_service.catalog.webhooks.deliveries import ClaimedDelivery
from tts_service.contracts.webhooks import EVENT_TYPES, EventType
from tts_service.errors import Problem

URL = "https://cms.example/listen"
LEASE = dt.timedelta(seconds=30)
SECOND = dt.timedelta(seconds=1)
REFUSED = Problem("no-article", "No article", "There is no article.", 422)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def add(catalog: Catalog, *events: EventType, show: str | None = None) -> str:
    return catalog.endpoints.add(URL, events or EVENT_TYPES, show, now())[0].id


def told(catalog: Catalog) -> list[str]:
    return [one.type for one in reversed(catalog.deliveries.log())]


def accept(
    catalog: Catalog, digest: str = "d1", name: str = "river", origin: Origin = "key", show: str = ""
) -> None:
    catalog.accept(ArticleRequest(text="Words.", show=show or None), name, None, digest, "batch", origin)


def ready(catalog: Catalog, revision: str = "r1", digest: str = "d1", name: str = "river") -> None:
    """As a sweep finds it: first while it is rendered."""
    for status, seconds in (("rendering", None), ("ready", 12.5)):
        facts = Facts(status=status, revision=revision, title="The river", duration_s=seconds, size=1)  # type: ignore[arg-type]
        catalog.record(name, digest, facts)


def fail(catalog: Catalog, digest: str = "d1", name: str = "river") -> None:
    catalog.record(name, digest, Facts(status="failed", error=REFUSED))


def heard(catalog: Catalog, *, name: str = "river") -> str:
    """An article that was told of as ready."""
    accept(catalog, name=name)
    ready(catalog, name=name)
    return name


def test_without_endpoints_nothing_is_written(catalog: Catalog) -> None:
    heard(catalog)
    add(catalog)
    assert told(catalog) == []
    assert catalog.deliveries.claim(now(), LEASE, 9) == ()


def test_a_new_article_is_told_of_with_what_is_known(catalog: Catalog) -> None:
    add(catalog)
    accept(catalog, show="world")
    ready(catalog)
    (one,) = catalog.deliveries.log()
    article = one.article
    assert (one.type, one.state, one.attempts) == ("ready", "waiting", 0)
    assert (article.id, article.title, article.status, article.revision) == (
        "river",
        "The river",
        "ready",
        "r1",
    )
    assert (article.duration_s, article.show, article.shows, article.access) == (
        12.5,
        "world",
        ("world",),
        "open",
    )


def test_an_edit_is_told_of_as_a_revision_and_so_is_its_undoing(catalog: Catalog) -> None:
    add(catalog)
    heard(catalog)
    for digest, revision in (("d2", "r2"), ("d3", "r1")):
        accept(catalog, digest)
        ready(catalog, revision, digest)
    assert told(catalog) == ["ready", "revised", "revised"]
    assert [one.article.revision for one in catalog.deliveries.log()] == ["r1", "r2", "r1"]


def test_what_was_told_is_not_told_again(catalog: Catalog) -> None:
    """The audio was pruned and made again; two processes have seen it at once."""
    add(catalog)
    heard(catalog)
    for _ in range(2):
        catalog.reopen("river", "batch")
        ready(catalog)
        ready(catalog)
    assert told(catalog) == ["ready"]


def test_what_was_finished_before_anybody_wanted_to_know_is_no_news(catalog: Catalog) -> None:
    heard(catalog)
    add(catalog)
    catalog.reopen("river", "batch")
    ready(catalog)
    assert told(catalog) == []
    accept(catalog, "d2")
    ready(catalog, "r2", "d2")
    assert told(catalog) == ["revised"]


def test_a_failure_is_told_of_once_each_time(catalog: Catalog) -> None:
    add(catalog)
    accept(catalog)
    fail(catalog)
    fail(catalog)
    catalog.reopen("river", "batch")
    fail(catalog)
    catalog.reopen("river", "batch")
    ready(catalog)
    assert told(catalog) == ["failed", "failed", "ready"]
    assert catalog.deliveries.log()[-1].article.error is not None


def test_a_refused_edit_is_a_failure_of_an_article_that_is_ready(catalog: Catalog) -> None:
    add(catalog)
    heard(catalog)
    accept(catalog, "d2")
    catalog.refuse("river", "d2", REFUSED)
    ready(catalog)  # the sweep restores it
    newest = catalog.deliveries.log()[0]
    assert told(catalog) == ["ready", "failed"]
    assert (newest.article.status, newest.article.revision) == ("ready", "r1")
    assert newest.article.error is not None
    assert newest.article.error.kind == "no-article"


def test_a_withdrawn_article_is_told_of_by_its_name(catalog: Catalog) -> None:
    add(catalog)
    heard(catalog)
    catalog.delete("river")
    catalog.delete("river")
    assert told(catalog) == ["ready", "withdrawn"]
    newest = catalog.deliveries.log()[0].article
    assert (newest.id, newest.title, newest.status) == ("river", "The river", "withdrawn")
    heard(catalog)
    assert told(catalog)[-1] == "ready", "it is there again"


def decide(catalog: Catalog, to: Publicity) -> None:
    catalog.publication.change("river", EditorialDecision(to=to), now())


def test_what_is_taken_back_is_told_of_once_and_again_when_it_comes_out(catalog: Catalog) -> None:
    add(catalog)
    heard(catalog)
    catalog.episodes.publish(episode("river"), about("river"), ["world"])
    decide(catalog, "held")
    decide(catalog, "never")
    catalog.reopen("river", "batch")
    ready(catalog)
    assert told(catalog) == ["ready", "published", "withdrawn"], "the same audio is no news"
    decide(catalog, "published")
    decide(catalog, "held")
    catalog.delete("river")
    assert told(catalog)[3:] == ["published", "withdrawn"], "what was taken back cannot be withdrawn again"


def test_what_was_never_out_is_withdrawn_when_it_is_deleted(catalog: Catalog) -> None:
    add(catalog)
    heard(catalog)
    decide(catalog, "held")
    catalog.episodes.publish(episode("river"), about("river"), ["world"])
    catalog.delete("river")
    assert told(catalog) == ["ready", "withdrawn"]


def test_it_is_published_once(catalog: Catalog) -> None:
    add(catalog, "published")
    heard(catalog)
    for shows in (["world", "playlist/morning"], ["world", "harbor"]):
        catalog.episodes.publish(episode("river"), about("river"), shows)
    assert told(catalog) == ["published"]
    assert catalog.deliveries.log()[0].article.shows == ("world",)


@pytest.mark.parametrize("origin", ["demo", "speech"])
def test_nobody_is_told_of_what_is_the_services_own(catalog: Catalog, origin: Origin) -> None:
    add(catalog)
    accept(catalog, origin=origin)
    ready(catalog)
    fail(catalog)
    catalog.delete("river")
    assert told(catalog) == []


def test_an_endpoint_gets_its_types_of_its_show(catalog: Catalog) -> None:
    harbor = add(catalog, "ready", "withdrawn", show="harbor")
    add(catalog, "failed")
    heard(catalog)
    accept(catalog, name="boat", show="harbor")
    ready(catalog, name="boat")
    assert [(one.endpoint, one.article.id) for one in catalog.deliveries.log()] == [(harbor, "boat")]
    catalog.episodes.publish(episode("river"), about("river"), ["harbor"])
    catalog.delete("river")
    assert told(catalog) == ["ready", "withdrawn"], "by a rule it belongs to the show now"


def test_members_only_is_said(catalog: Catalog) -> None:
    add(catalog)
    request = ArticleRequest(text="Words.")
    catalog.accept(request, "paid", None, "d1", "batch", "key", if_new="members")
    ready(catalog, name="paid")
    assert catalog.deliveries.log()[0].article.access == "members"


# -- claims --------------------------------------------------------------------------------------------------


def test_each_delivery_is_claimed_by_one_process(open_catalog: Callable[[], Catalog]) -> None:
    catalogs = [open_catalog() for _ in range(4)]
    for _ in range(3):
        add(catalogs[0])
    for n in range(10):
        heard(catalogs[0], name=f"river{n}")
    at = now()
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda n: catalogs[n % 4].deliveries.claim(at, LEASE, 4), range(24))
        claimed = [(one.endpoint_id, one.event_id) for some in found for one in some]
    assert len(claimed) == len(set(claimed))
    assert len(claimed) == 3 * 4, "no more at once to an endpoint"


def test_what_is_recorded_makes_room_and_what_is_not_is_claimed_again(catalog: Catalog) -> None:
    add(catalog)
    for n in range(3):
        heard(catalog, name=f"river{n}")
    first, second = catalog.deliveries.claim(now(), LEASE, 2)
    assert catalog.deliveries.claim(now(), LEASE, 2) == ()
    catalog.deliveries.delivered(first, 204)
    (third,) = catalog.deliveries.claim(now(), LEASE, 2)
    assert third.event_id not in (first.event_id, second.event_id)
    again = catalog.deliveries.claim(now() + LEASE, LEASE, 2)
    assert {one.event_id for one in again} == {second.event_id, third.event_id}
    assert {one.attempts for one in again} == {2}


def test_a_late_failure_does_not_undo_what_another_process_did(catalog: Catalog) -> None:
    add(catalog)
    heard(catalog)
    (slow,) = catalog.deliveries.claim(now(), LEASE, 2)
    (other,) = catalog.deliveries.claim(now() + LEASE, LEASE, 2)
    catalog.deliveries.failed(slow, None, 500, "too late")
    assert catalog.deliveries.log()[0].state == "waiting"
    catalog.deliveries.delivered(other, 200)
    catalog.deliveries.failed(other, now(), 500, "too late")
    assert catalog.deliveries.log()[0].state == "delivered"


def test_an_endpoint_that_is_gone_is_left_alone(catalog: Catalog) -> None:
    name = add(catalog)
    heard(catalog, name="a")
    heard(catalog, name="b")
    (one,) = catalog.deliveries.claim(now(), LEASE, 1)
    catalog.deliveries.gone(one, 410, "gone", now())
    heard(catalog, name="c")
    assert {(one.article.id, one.state) for one in catalog.deliveries.log()} == {
        ("a", "given-up"),
        ("b", "given-up"),
    }
    assert catalog.deliveries.waiting() == (0, None)
    assert catalog.endpoints.switch_on(name)
    heard(catalog, name="d")
    assert [one.article.id for one in catalog.deliveries.claim(now(), LEASE, 9)] == ["d"]


def claim_one(catalog: Catalog, at: dt.datetime | None = None) -> ClaimedDelivery:
    (one,) = catalog.deliveries.claim(at or now(), LEASE, 9)
    return one


def test_a_replaced_secret_signs_beside_the_new_one_for_a_day(catalog: Catalog) -> None:
    endpoint, old = catalog.endpoints.add(URL, EVENT_TYPES, None, now())
    heard(catalog)
    new = catalog.endpoints.replace_secret(endpoint.id, now())
    assert claim_one(catalog).secrets == (new, old)
    assert claim_one(catalog, now() + dt.timedelta(days=1, seconds=9)).secrets == (new,)
    assert catalog.endpoints.replace_secret("unknown", now()) is None


def test_what_is_sent_again_is_as_new_under_its_old_id(catalog: Catalog) -> None:
    name = add(catalog)
    heard(catalog)
    one = claim_one(catalog)
    catalog.deliveries.delivered(one, 200)
    assert catalog.deliveries.send_again(name, one.event_id, now())
    again = claim_one(catalog)
    assert (again.event_id, again.attempts) == (one.event_id, 1)
    assert not catalog.deliveries.send_again(name, "msg_unknown", now())


def test_the_log_is_paged_and_pruned(catalog: Catalog) -> None:
    first, second = add(catalog), add(catalog)
    for n in range(3):
        heard(catalog, name=f"river{n}")
    whole = catalog.deliveries.log()
    assert len(whole) == 6
    last = whole[3]
    assert catalog.deliveries.log(before=(last.at, last.event, last.endpoint)) == whole[4:]
    assert [one.endpoint for one in catalog.deliveries.log(second)] == [second] * 3
    assert catalog.deliveries.prune(whole[0].at) == 2
    assert catalog.deliveries.log() == whole[:2]
    assert catalog.endpoints.remove(first)
    assert [one.endpoint for one in catalog.deliveries.log()] == [second]
    assert not catalog.endpoints.remove(first)
