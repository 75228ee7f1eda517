"""WebSub on real parts: a site, a hub that keeps to the standard, the web side that it calls, and the
watch."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.hub import Hub
from tests.service.pushed_newsroom import EVERY_S, Newsroom
from tts_service.background.watcher import PUSH_PACE, WHEN_PUSHED
from tts_service.websub.callback import DENIED_FOR, LEASE, signature
from tts_service.websub.subscriber import AGAIN, MOST_GOODBYES

DAY = dt.timedelta(days=1)


@pytest.fixture
def newsroom_with(tmp_path: Path, valkey: str) -> Iterator[Callable[..., Newsroom]]:
    made: list[Newsroom] = []

    def make(hub: Hub) -> Newsroom:
        made.append(Newsroom(tmp_path, valkey, hub))
        return made[-1]

    yield make
    for newsroom in made:
        newsroom.close()


@pytest.fixture
def newsroom(newsroom_with: Callable[..., Newsroom]) -> Newsroom:
    """Subscribed, with one article."""
    newsroom = newsroom_with(Hub())
    newsroom.feed("/one")
    newsroom.tick()
    assert newsroom.subscription().state == "active"
    return newsroom


def test_a_feed_that_names_a_hub_is_subscribed_and_confirmed(newsroom: Newsroom) -> None:
    (form,) = newsroom.hub.asked
    assert form["hub.callback"] == newsroom.callback()
    assert (form["hub.mode"], form["hub.topic"], form["hub.lease_seconds"]) == (
        "subscribe",
        newsroom.topic,
        "864000",
    )
    assert len(form["hub.secret"]) >= 32
    assert list(newsroom.hub.subscribers) == [(newsroom.callback(), newsroom.topic)]
    assert newsroom.tick() is False
    assert newsroom.modes() == ["subscribe"]


def test_a_push_has_the_feed_looked_at_at_once(newsroom: Newsroom) -> None:
    newsroom.tick(after=PUSH_PACE)
    newsroom.feed("/two", "/one")
    assert newsroom.hub.publish(newsroom.topic) == [202]
    assert newsroom.tick()
    assert newsroom.knows("/two")
    assert not newsroom.tick(after=PUSH_PACE)


def test_what_is_pushed_is_not_believed(newsroom: Newsroom) -> None:
    newsroom.tick(after=PUSH_PACE)
    foreign = b"<rss><item><title>x</title><link>/planted</link></item><item><link>http://10.0.0.1/</link></item></rss>"
    newsroom.hub.publish(newsroom.topic, foreign)
    asked = len(newsroom.site.asked)
    assert newsroom.tick()
    assert newsroom.site.asked[asked:] == [("/feed.xml", 200)]
    assert not newsroom.knows("/planted")
    assert newsroom.queue.depth("fetch") == 1


def test_a_hundred_pushes_are_one_look(newsroom: Newsroom) -> None:
    newsroom.tick(after=PUSH_PACE)
    for _ in range(100):
        assert newsroom.hub.publish(newsroom.topic, b"<rss/>") == [202]
    assert [newsroom.tick(), newsroom.tick(), newsroom.tick()] == [True, False, False]


def test_a_push_while_the_feed_is_looked_at_is_not_lost(newsroom: Newsroom) -> None:
    newsroom.tick(after=PUSH_PACE)
    newsroom.hub.publish(newsroom.topic, b"<rss/>")
    seen = newsroom.subscription()
    newsroom.hub.publish(newsroom.topic, b"<rss/>")
    newsroom.catalog.subscriptions.looked(seen)
    assert newsroom.tick()


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_every_method_of_the_standard_is_understood(newsroom: Newsroom, method: str) -> None:
    newsroom.hub.method = method
    assert newsroom.hub.publish(newsroom.topic) == [202]


@pytest.mark.parametrize(
    "signed",
    [
        "",
        "sha256=",
        "sha256",
        "md5=0",
        f"sha256={'0' * 64}",
        signature("another secret", b"<rss/>"),
        "sha256=ü",
    ],
)
def test_a_push_of_somebody_else_counts_for_nothing(newsroom: Newsroom, signed: str) -> None:
    newsroom.tick(after=PUSH_PACE)
    answer = httpx.post(
        newsroom.callback(), content=b"<rss/>", headers={b"X-Hub-Signature": signed.encode()}, trust_env=False
    )
    assert (answer.status_code, answer.json()["type"]) == (401, "/docs#problem-bad-signature")
    assert not newsroom.tick()


def test_a_push_is_signed_as_a_whole(newsroom: Newsroom) -> None:
    signed = signature(newsroom.subscription().secret, b"<rss/>")
    assert newsroom.hub.publish(newsroom.topic, b"<rss />", X_Hub_Signature=signed) == [401]
    assert newsroom.hub.publish(newsroom.topic, b"<rss/>", X_Hub_Signature=signed.upper()) == [202]


def test_polling_goes_on_at_a_slower_pace_and_soon_after_a_push(newsroom: Newsroom) -> None:
    assert newsroom.next_look_s() == EVERY_S  # the first look was before the hub had confirmed
    assert newsroom.tick(after=dt.timedelta(seconds=EVERY_S))
    assert newsroom.next_look_s() == EVERY_S * WHEN_PUSHED
    newsroom.tick(after=PUSH_PACE)
    newsroom.hub.publish(newsroom.topic)
    assert newsroom.tick()
    assert newsroom.next_look_s() == EVERY_S
    newsroom.tick(after=LEASE)
    assert newsroom.next_look_s() == EVERY_S


def test_a_lease_is_renewed_before_it_ends(newsroom_with: Callable[..., Newsroom]) -> None:
    newsroom = newsroom_with(Hub(lease_s=3_600))
    newsroom.feed("/one")
    newsroom.tick()
    before = newsroom.subscription()
    newsroom.tick(after=dt.timedelta(minutes=40))
    assert newsroom.modes() == ["subscribe"]
    newsroom.tick(after=dt.timedelta(minutes=10))
    first, second = newsroom.hub.asked
    assert first == second
    assert before.ends_at is not None
    renewed = newsroom.subscription()
    assert (renewed.id, renewed.state, renewed.failures) == (before.id, "active", 0)
    assert len(newsroom.hub.subscribers) == 1


def test_a_hub_that_denies_is_left_alone_for_a_week(newsroom_with: Callable[..., Newsroom]) -> None:
    newsroom = newsroom_with(Hub(denies="only for members"))
    newsroom.feed("/one")
    newsroom.tick()
    denied = newsroom.subscription()
    assert (denied.state, denied.problem) == ("denied", "only for members")
    newsroom.tick(after=DENIED_FOR - DAY)
    assert newsroom.modes() == ["subscribe"]
    assert newsroom.next_look_s() == EVERY_S
    newsroom.hub.denies = ""
    newsroom.tick(after=DAY)
    assert newsroom.subscription().state == "active"


def test_a_hub_in_trouble_is_asked_again_later_and_later(newsroom_with: Callable[..., Newsroom]) -> None:
    newsroom = newsroom_with(Hub())
    newsroom.hub.broken = True
    newsroom.feed("/one")
    newsroom.tick()
    assert "out of order" in (newsroom.subscription().problem or "")
    assert newsroom.knows("/one")
    newsroom.tick(after=AGAIN)
    newsroom.tick(after=AGAIN)
    assert len(newsroom.hub.asked) == 2
    newsroom.hub.broken = False
    newsroom.tick(after=AGAIN)
    assert (newsroom.subscription().state, newsroom.subscription().problem) == ("active", None)


def test_what_is_watched_no_more_is_given_up(newsroom: Newsroom) -> None:
    callback = newsroom.callback()
    newsroom.watched = []
    newsroom.tick()
    newsroom.tick()
    assert newsroom.modes() == ["subscribe", "unsubscribe"]
    assert newsroom.hub.subscribers == {}
    assert newsroom.catalog.subscriptions.all() == ()
    assert httpx.post(callback, content=b"", trust_env=False).status_code == 410


def test_a_hub_that_does_not_let_go_is_told_by_its_own_push(newsroom: Newsroom) -> None:
    newsroom.hub.broken = True
    newsroom.watched = []
    for _ in range(MOST_GOODBYES + 2):
        newsroom.tick(after=DAY)
    assert newsroom.modes() == ["subscribe"] + ["unsubscribe"] * MOST_GOODBYES
    assert newsroom.catalog.subscriptions.all() == ()
    assert newsroom.hub.publish(newsroom.topic) == [410]
    assert newsroom.hub.subscribers == {}


def test_a_feed_that_names_no_hub_any_more_or_another(newsroom: Newsroom) -> None:
    newsroom.feed("/one", hub=f"{newsroom.hub.origin}/moved")
    newsroom.tick(after=dt.timedelta(seconds=EVERY_S))
    newsroom.tick()
    assert newsroom.modes() == ["subscribe", "subscribe", "unsubscribe"]  # without a gap
    assert newsroom.subscription().hub.endswith("/moved")  # and the hub has sent us on
    assert newsroom.subscription().state == "active"
    newsroom.site.put("/feed.xml", "<rss><item><link>/one</link></item></rss>", "application/rss+xml")
    newsroom.tick(after=DAY)
    newsroom.tick()
    assert newsroom.catalog.subscriptions.all() == ()


def test_a_hub_may_be_named_in_the_headers(newsroom_with: Callable[..., Newsroom]) -> None:
    newsroom = newsroom_with(Hub())
    newsroom.site.sitemap("/feed.xml", {"/one": "2025-12-10"})
    newsroom.site.link("/feed.xml", f'<{newsroom.hub.url}>; rel="hub"', f"<{newsroom.topic}>; rel=self")
    newsroom.tick()
    assert newsroom.subscription().state == "active"


@pytest.mark.parametrize("hub", ["http://10.0.0.1/", "http://169.254.169.254/latest", "http://127.0.0.1:25/"])
def test_a_hub_is_asked_only_where_pages_may_be_fetched(
    newsroom_with: Callable[..., Newsroom], hub: str
) -> None:
    newsroom = newsroom_with(Hub())
    newsroom.feed("/one", hub=hub)
    newsroom.tick()
    assert "TTS_ALLOWED_SITES" in (newsroom.subscription().problem or "")
    assert newsroom.subscription().state == "asked"


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"hub.topic": "https://elsewhere.example/feed.xml"}, 404),
        ({"hub.mode": "unsubscribe"}, 404),
        ({"hub.mode": "burn"}, 404),
        ({"hub.challenge": ""}, 400),
        ({"hub.lease_seconds": "for ever"}, 200),
        ({"hub.lease_seconds": "9" * 50}, 200),
        ({"hub.lease_seconds": "0"}, 200),
        ({"hub.challenge": "<script>x</script>"}, 200),
    ],
)
def test_only_what_was_asked_for_is_confirmed(
    newsroom: Newsroom, changed: dict[str, str], status: int
) -> None:
    right = {
        "hub.mode": "subscribe",
        "hub.topic": newsroom.topic,
        "hub.challenge": "c",
        "hub.lease_seconds": "60",
    }
    answer = httpx.get(newsroom.callback(), params=right | changed, trust_env=False)
    assert answer.status_code == status
    if status == 200:
        assert answer.text == (right | changed)["hub.challenge"]
        assert answer.headers["Content-Type"].startswith("text/plain")
        ends_at = newsroom.subscription().ends_at
        assert ends_at is not None
        assert ends_at > newsroom.now()


def test_nobody_guesses_a_callback(newsroom: Newsroom) -> None:
    unknown = re.sub(r"[^/]+$", "guess", newsroom.callback())
    assert httpx.get(unknown, params={"hub.topic": newsroom.topic}, trust_env=False).status_code == 404
    assert httpx.post(unknown, content=b"x", trust_env=False).status_code == 410
