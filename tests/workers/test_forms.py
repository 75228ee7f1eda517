"""Forms to hubs, against a real server: what is taken, what is refused, and where none is sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, Response, redirect, request

from tests.threaded import Served
from tts_service.errors import Forbidden, ServiceError, UpstreamFailed
from tts_service.settings import Settings
from workers.web.forms import send_form

FORM = {"hub.mode": "subscribe", "hub.topic": "https://news.example/feed?a=1&b=ü"}


class Receiver:
    def __init__(self) -> None:
        self.forms: list[dict[str, str]] = []
        app = Flask("receiver")
        app.add_url_rule("/<int:status>", view_func=self._answer, methods=["POST"])
        app.add_url_rule("/led/<int:status>", view_func=self._lead, methods=["POST", "GET"])
        self.served = Served(app)
        self.origin = self.served.origin

    def _answer(self, status: int) -> Response:
        self.forms.append(request.form.to_dict())
        return Response("this  hub\nis <private> " + "x" * 1_000, status)

    def _lead(self, status: int) -> Response:
        return redirect(request.args.get("to", request.url), status)  # type: ignore[return-value]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.served.close()


@pytest.fixture
def settings(receiver: Receiver) -> Settings:
    return Settings(allowed_sites=(receiver.origin,))


@pytest.mark.parametrize("path", ["/200", "/202", "/204", "/led/307?to=/202", "/led/308?to=/202"])
def test_a_form_arrives_as_it_was_meant(receiver: Receiver, settings: Settings, path: str) -> None:
    send_form(receiver.origin + path, FORM, settings)
    assert receiver.forms == [FORM]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/403", "answered 403: this hub is <private> xxx"),
        ("/500", "answered 500"),
        ("/led/302?to=/202", "answered 302"),  # which would make a GET of it
        ("/led/303?to=/202", "answered 303"),
        ("/led/307", "leads from one address to the next"),
    ],
)
def test_what_the_hub_dislikes_is_said(receiver: Receiver, settings: Settings, path: str, told: str) -> None:
    with pytest.raises(UpstreamFailed) as refused:
        send_form(receiver.origin + path, FORM, settings)
    assert told in str(refused.value)
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize(
    "address", ["http://10.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/", "http://localhost/"]
)
def test_none_is_sent_into_a_private_network(address: str) -> None:
    with pytest.raises(Forbidden) as refused:
        send_form(address, FORM, Settings())
    assert refused.value.kind == "private-address"


@pytest.mark.parametrize("address", ["ftp://hub.example/", "file:///etc/passwd", "nonsense", ""])
def test_none_is_sent_to_what_is_no_address(address: str) -> None:
    with pytest.raises(ServiceError, match="is not an address"):
        send_form(address, FORM, Settings())


@pytest.mark.parametrize("to", ["http://10.0.0.1/", "http://hub.example/", "file:///etc/passwd"])
def test_a_hub_leads_nobody_elsewhere(receiver: Receiver, settings: Settings, to: str) -> None:
    with pytest.raises(ServiceError) as refused:
        send_form(f"{receiver.origin}/led/307?to={to}", FORM, settings)
    assert refused.value.kind in ("site-not-allowed", "bad-request")


def test_our_own_hub_may_be_anywhere(receiver: Receiver) -> None:
    hub = f"{receiver.origin}/202"
    with pytest.raises(ServiceError):
        send_form(hub, FORM, Settings(allowed_sites=("https://news.example",)))
    send_form(
        hub,
        FORM,
        Settings(allowed_sites=("https://news.example",), feed_hub=hub, public_url="https://listen.example"),
    )
    assert receiver.forms == [FORM]
