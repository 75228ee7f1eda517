"""Where webhooks may be sent to: by the same rules as pages are fetched, when an endpoint is added and each
time that it is sent something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.webhook_receiver import Receiver
from tests.workers.test_fetch import resolves_to
from tts_service.errors import BadRequest, Forbidden, ServiceError, UpstreamFailed
from tts_service.settings import Settings
from workers.web import webhooks
from workers.web.webhooks import GuardedPoster

PUBLIC, INSIDE = ["93.184.215.14"], ["10.0.0.7"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.mark.parametrize(
    ("url", "error", "said"),
    [
        ("https://10.0.0.7/", Forbidden, "TTS_WEBHOOK_SITES"),
        ("https://127.0.0.2:8000/", Forbidden, "to itself"),
        ("https://169.254.169.254/latest/meta-data", Forbidden, "private network"),
        ("https://[::1]/", Forbidden, "private network"),
        ("https://[::ffff:192.168.0.1]/", Forbidden, "private network"),
        ("https://[64:ff9b::a00:7]/", Forbidden, "private network"),
        ("https://2130706433/", ServiceError, ""),
        ("http://cms.example/", Forbidden, "not https"),
        ("https://cms.example:25/", Forbidden, "on a port"),
        ("https://who:secret@cms.example/", BadRequest, "must start with https"),
        ("ftp://cms.example/", BadRequest, "must start with https"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", BadRequest, "must start with https"),
        ("https://", BadRequest, "must start with https"),
        ("cms.example", BadRequest, "must start with https"),
        ("https://localhost:8000/v1/articles", Forbidden, "to itself"),
        ("https://listen.example/v1/articles", Forbidden, "to itself"),
    ],
)
def test_an_address_that_gets_none(url: str, error: type[ServiceError], said: str) -> None:
    poster = GuardedPoster(Settings(public_url="https://listen.example"))
    for ask in (lambda: poster.check(url), lambda: poster.post(url, {}, b"{}")):
        with pytest.raises(error) as refused:
            ask()
        assert said in refused.value.detail


def test_whose_pages_may_be_read_does_not_say_who_may_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, iter([PUBLIC]))
    GuardedPoster(Settings(allowed_sites=("https://news.example",))).check("https://cms.example/listen")


def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    poster = GuardedPoster(Settings())
    resolves_to(monkeypatch, iter([INSIDE]))
    with pytest.raises(Forbidden, match="private network"):
        poster.check("https://cms.example/")


def test_a_name_that_leads_inside_later_is_refused_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was checked when the endpoint was added says nothing about today."""
    poster = GuardedPoster(Settings())
    resolves_to(monkeypatch, iter([PUBLIC, INSIDE]))
    poster.check("https://cms.example/")
    with pytest.raises(Forbidden, match="private network"):
        poster.post("https://cms.example/", {}, b"{}")


def test_a_name_that_is_none_is_refused_when_it_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, iter([[]]))
    with pytest.raises(BadRequest, match="cannot be found"):
        GuardedPoster(Settings()).check("https://cms.exmaple/")


def test_only_an_origin_that_the_operator_names_may_be_inside(receiver: Receiver) -> None:
    url = f"{receiver.origin}/listen"
    with pytest.raises(Forbidden):
        GuardedPoster(Settings()).post(url, {}, b"{}")
    assert receiver.received == []
    answer = GuardedPoster(Settings(webhook_sites=(receiver.origin,))).post(url, {"webhook-id": "a"}, b"{}")
    assert answer.status == 204
    (one,) = receiver.received
    assert (one.body, one.headers["user-agent"]) == (b"{}", "tts-service (+http://127.0.0.1:8000)")


def test_an_address_with_letters_beyond_ascii_is_asked_as_a_browser_would(receiver: Receiver) -> None:
    poster = GuardedPoster(Settings(webhook_sites=(receiver.origin,)))
    poster.post(f"{receiver.origin}/hören/%C3%A9?für=ä&a=%2F+b", {"webhook-id": "a"}, b"{}")
    assert [one.path for one in receiver.received] == ["/h%C3%B6ren/%C3%A9?f%C3%BCr=%C3%A4&a=%2F+b"]


def test_a_receiver_that_never_answers_is_left(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "DEADLINE_S", 0.5)
    receiver.behaves = receiver.never_answers
    with pytest.raises(UpstreamFailed, match=r"took longer than 0\.5 s"):
        GuardedPoster(Settings(webhook_sites=(receiver.origin,))).post(receiver.origin, {}, b"{}")


def test_what_is_no_http_is_a_failure(receiver: Receiver) -> None:
    receiver.behaves = lambda handler: void(handler.wfile.write(b"hello\r\n"))
    with pytest.raises(UpstreamFailed, match="does not speak HTTP"):
        GuardedPoster(Settings(webhook_sites=(receiver.origin,))).post(receiver.origin, {}, b"{}")


def void(_: object) -> None:
    pass
