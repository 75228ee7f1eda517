"""What one client may ask for, over HTTP: refused with 429, but never with a key."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.narration_id import NarrationId
from tests.web.hands import Hands
from tts_service.broker.queue import Queue
from tts_service.settings import Settings
from tts_service.web.context import context_of

KEY = "a-key-of-the-newsroom"
AUTH = {"Authorization": f"Bearer {KEY}"}
SITE = "https://news.example"
PAGE = f"{SITE}/river"
HOUR_S = 3600


@pytest.fixture
def guarded(app_with: Callable[..., Flask]) -> Callable[..., FlaskClient]:
    def make(**changes: object) -> FlaskClient:
        return app_with(api_keys=(KEY,), allowed_sites=(SITE,), **changes).test_client()

    return make


def ask(client: FlaskClient, url: str = PAGE, **headers: str) -> TestResponse:
    return client.post("/v1/articles", json={"url": url}, headers=headers)


def statuses(*answers: TestResponse) -> list[int]:
    return [answer.status_code for answer in answers]


def check_refusal(answer: TestResponse, kind: str = "too-many-requests", longest_s: int = 60) -> None:
    assert answer.status_code == 429
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    assert answer.json["kind"] == kind
    assert 1 <= int(answer.headers["Retry-After"]) <= longest_s


def refused(queue: Queue) -> dict[str, float]:
    return {name: n for name, n in queue.counters().items() if name.startswith("tts_requests_refused_total")}


# -- requests ------------------------------------------------------------------------------------------------


def test_a_client_may_ask_so_often_and_a_key_as_often_as_it_likes(
    guarded: Callable[..., FlaskClient], queue: Queue, hands: Hands
) -> None:
    client = guarded(client_articles_per_minute=3)
    assert statuses(*(ask(client) for _ in range(3))) == [202] * 3
    check_refusal(ask(client))
    assert statuses(*(ask(client, **AUTH) for _ in range(4))) == [202] * 4
    assert refused(queue) == {'tts_requests_refused_total{limit="articles"}': 1.0}
    assert b'tts_requests_refused_total{limit="articles"} 1.0' in client.get("/metrics").data


def test_another_address_that_nobody_vouches_for_is_none(
    guarded: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture
) -> None:
    client = guarded(client_articles_per_minute=2)
    answers = [ask(client, **{"X-Forwarded-For": f"198.51.100.{number}"}) for number in range(4)]
    assert statuses(*answers) == [202, 202, 429, 429]
    assert sum("TTS_TRUSTED_PROXIES" in record.message for record in caplog.records) == 1


def test_behind_a_trusted_proxy_each_client_is_one(guarded: Callable[..., FlaskClient]) -> None:
    client = guarded(client_articles_per_minute=1, trusted_proxies=("127.0.0.1",))
    addresses = ("198.51.100.1", "198.51.100.2", "forged, 198.51.100.1", "2001:db8::1", "2001:db8::2")
    answers = [ask(client, **{"X-Forwarded-For": address}) for address in addresses]
    assert statuses(*answers) == [202, 202, 429, 202, 429]


def test_a_service_without_keys_has_no_limits(app_with: Callable[..., Flask]) -> None:
    client = app_with(client_articles_per_minute=1, anonymous_hours_per_day=1).test_client()
    assert statuses(*(ask(client, f"{SITE}/{number}") for number in range(3))) == [202] * 3


def test_zero_is_no_limit(guarded: Callable[..., FlaskClient]) -> None:
    client = guarded(client_articles_per_minute=0, client_hours_per_day=0, anonymous_hours_per_day=0)
    assert statuses(*(ask(client, f"{SITE}/{number}") for number in range(3))) == [202] * 3


def test_without_redis_the_limits_hold_and_nothing_breaks(settings: Settings) -> None:
    from tts_service.web import create_app

    app = create_app(
        Settings(
            data_dir=settings.data_dir,
            redis_url="redis://127.0.0.1:1/0",
            api_keys=(KEY,),
            allowed_sites=(SITE,),
            client_articles_per_minute=2,
        )
    )
    client = app.test_client()
    assert statuses(*(ask(client) for _ in range(3))) == [202, 202, 429]
    assert ask(client, **AUTH).status_code == 202
    assert ask(client, Authorization="Bearer wrong").status_code == 401
    context_of(app).close()


# -- keys ----------------------------------------------------------------------------------------------------


def test_wrong_keys_are_limited_and_written_down(
    guarded: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture, queue: Queue
) -> None:
    caplog.set_level(logging.INFO)
    client = guarded(client_wrong_keys_per_minute=3, trusted_proxies=("127.0.0.1",))
    here, there = {"X-Forwarded-For": "198.51.100.1"}, {"X-Forwarded-For": "198.51.100.2"}
    for _ in range(3):
        assert ask(client, Authorization="Bearer guessed", **here).status_code == 401
    check_refusal(ask(client, Authorization="Bearer guessed", **here), "too-many-keys")
    # Who guesses does not learn that this one is right.
    check_refusal(ask(client, **AUTH, **here), "too-many-keys")
    assert ask(client, **AUTH, **there).status_code == 202
    assert ask(client, **{"X-Forwarded-For": "198.51.100.3"}).status_code == 202
    *wrong, asked = [record.message for record in caplog.records if record.name == "tts_service.audit"]
    assert wrong == ["what=key.wrong who=- client=198.51.100.1"] * 3
    assert "what=article.asked" in asked
    assert "client=198.51.100.2" in asked
    assert "guessed" not in caplog.text
    assert "198.51.100.3" not in caplog.text  # of readers nothing is written down
    assert refused(queue) == {'tts_requests_refused_total{limit="wrong-keys"}': 2.0}


def test_a_key_that_a_client_has_shown_before_stays_good(guarded: Callable[..., FlaskClient]) -> None:
    client = guarded(client_wrong_keys_per_minute=1)
    assert ask(client, **AUTH).status_code == 202
    assert statuses(*(ask(client, Authorization="Bearer guessed") for _ in range(2))) == [401, 429]
    assert ask(client, **AUTH).status_code == 202


def test_processes_count_wrong_keys_together_and_with_the_newsroom(
    guarded: Callable[..., FlaskClient],
) -> None:
    one, other = (guarded(client_wrong_keys_per_minute=2) for _ in range(2))
    assert statuses(*(ask(client, Authorization="Bearer guessed") for client in (one, other, one))) == [
        401,
        401,
        429,
    ]
    token = other.get("/admin/login").text.partition('name="token" value="')[2].partition('"')[0]
    assert other.post("/admin/login", data={"token": token, "key": KEY}).status_code == 429


# -- a day ---------------------------------------------------------------------------------------------------


def spent_today(queue: Queue) -> str:
    return f"tts:spent:{dt.datetime.now(dt.UTC).date()}"


@pytest.fixture
def spend(queue: Queue) -> Callable[[], None]:
    """Have others spend the day's hour."""

    def spent() -> None:
        queue.redis.set(spent_today(queue), HOUR_S)

    return spent


def ready(client: FlaskClient, hands: Hands, url: str = PAGE) -> NarrationId:
    """Of an article that was asked for with a key and can be heard."""
    status = ask(client, url, **AUTH).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    context_of(client.application).articles.refresh(status["id"])
    return NarrationId(status["id"], status["revision"])


def prune(narrations: FolderNarrations, named: NarrationId) -> None:
    path = narrations.audio_path(named)
    path.unlink()
    path.with_name("finished.json").unlink()


def test_strangers_may_have_so_much_made_in_a_day(
    guarded: Callable[..., FlaskClient],
    hands: Hands,
    narrations: FolderNarrations,
    spend: Callable[[], None],
    queue: Queue,
) -> None:
    client = guarded(anonymous_hours_per_day=1)
    heard, pruned = ready(client, hands), ready(client, hands, f"{SITE}/old")
    prune(narrations, pruned)
    spend()
    queue.redis.delete("interactive", "interactive:3")
    left_s = 86_400 - time.time() % 86_400
    check_refusal(ask(client, f"{SITE}/new"), "day-spent", int(left_s) + 2)
    for address in (
        f"/audio/{pruned.article_id}.mp3",
        f"/audio/{pruned}.mp3",
        f"/audio/{pruned.article_id}.m3u8",
    ):
        check_refusal(client.get(address), "day-spent", int(left_s) + 2)
    assert hands.take() is None  # nothing was begun
    assert statuses(ask(client), client.get(f"/audio/{heard.article_id}.mp3")) == [200, 200]
    assert ask(client, f"{SITE}/new", **AUTH).status_code == 202
    assert refused(queue) == {'tts_requests_refused_total{limit="day"}': 4.0}


def test_what_is_pruned_is_made_again_for_a_stranger_at_the_days_expense(
    guarded: Callable[..., FlaskClient], hands: Hands, narrations: FolderNarrations, queue: Queue
) -> None:
    client = guarded(anonymous_hours_per_day=1)
    named = ready(client, hands)
    length_s = narrations.finished(named).duration_s  # type: ignore[union-attr]
    prune(narrations, named)
    with client.get(f"/audio/{named.article_id}.mp3", buffered=False):
        assert float(queue.redis.get(spent_today(queue)) or 0) == pytest.approx(length_s, abs=0.01)


def test_with_a_key_it_is_made_for_nothing(
    guarded: Callable[..., FlaskClient],
    hands: Hands,
    narrations: FolderNarrations,
    queue: Queue,
    spend: Callable[[], None],
) -> None:
    client = guarded(anonymous_hours_per_day=1)
    named = ready(client, hands)
    prune(narrations, named)
    spend()
    with client.get(f"/audio/{named.article_id}.mp3", headers=AUTH, buffered=False) as answer:
        assert answer.status_code == 200


def test_a_failed_article_is_not_begun_by_listening(
    guarded: Callable[..., FlaskClient], hands: Hands
) -> None:
    client = guarded()
    status = ask(client, **AUTH).json
    assert status is not None
    hands.work()
    hands.fail(status["id"], status["revision"])
    assert client.get(f"/v1/articles/{status['id']}").json["status"] == "failed"  # type: ignore[index]
    assert client.get(f"/audio/{status['id']}.mp3").status_code == 500
    assert hands.take() is None


def test_an_article_costs_its_length_and_one_that_cannot_be_read_nothing(
    guarded: Callable[..., FlaskClient], queue: Queue
) -> None:
    client = guarded(anonymous_hours_per_day=1)

    def spent() -> float:
        return float(queue.redis.get(spent_today(queue)) or 0)

    assert ask(client, f"{SITE}/nothing-to-see").status_code == 422
    assert spent() == 0
    first = ask(client).json
    assert first is not None
    assert spent() == pytest.approx(first["duration_s"], abs=0.01)
    ask(client)
    assert spent() == pytest.approx(first["duration_s"], abs=0.01)  # it is there
    ask(client, f"{SITE}/other", **AUTH)
    assert spent() == pytest.approx(first["duration_s"], abs=0.01)
    assert queue.counters()["tts_anonymous_audio_seconds_total"] == pytest.approx(
        first["duration_s"], abs=0.01
    )


def test_an_article_that_is_not_yet_read_is_reckoned(
    guarded: Callable[..., FlaskClient], hands: Hands, queue: Queue
) -> None:
    hands.work_while_waiting = False
    client = guarded(anonymous_hours_per_day=1)
    assert statuses(*(ask(client, f"{SITE}/{number}") for number in range(13))) == [202] * 12 + [429]
    assert float(queue.redis.get(spent_today(queue)) or 0) == HOUR_S
