"""``/v1/webhooks``: the endpoints of a publisher's systems, and the log of what they were sent. All of it
needs a key. Only translates: see ``tts_service.background.webhooks.editor``."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request

from tts_service.article.address import origin
from tts_service.background.webhooks.editor import WebhookEditor, cursor_of
from tts_service.catalog.webhooks.deliveries import Delivery
from tts_service.catalog.webhooks.endpoints import Endpoint
from tts_service.web.http.bodies import check_media_type, decode_body, json_answer, read_body
from tts_service.web.http.queries import whole_number
from tts_service.web.limits.enforce import note
from tts_service.web.openapi.terms import JSON, Answer, Operation, Parameter

MOST_LISTED = 100
EXAMPLE = '{"url": "https://cms.example/listen", "events": ["ready", "failed"]}'


class NewEndpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``events``: types of events, all of them if left out. ``show``: only what belongs to this show."""

    url: str
    events: tuple[str, ...] = ()
    show: str = ""


class EndpointSecret(msgspec.Struct, frozen=True):
    """``secret`` is told this once."""

    endpoint: Endpoint
    secret: str


class EndpointList(msgspec.Struct, frozen=True):
    """The first one that was added comes first."""

    endpoints: tuple[Endpoint, ...]


class DeliveryLog(msgspec.Struct, frozen=True):
    """Newest first. ``cursor`` asks for the next page; null at the end."""

    deliveries: tuple[Delivery, ...]
    cursor: str | None


def webhooks_blueprint(editor: WebhookEditor) -> Blueprint:
    webhooks = _Webhooks(editor)
    blueprint = Blueprint("webhooks", __name__, url_prefix="/v1/webhooks")
    blueprint.add_url_rule("", "add", webhooks.add, methods=["POST"])
    blueprint.add_url_rule("", "list", webhooks.list)
    blueprint.add_url_rule("/deliveries", "log", webhooks.log)
    blueprint.add_url_rule("/<endpoint>", "remove", webhooks.remove, methods=["DELETE"])
    blueprint.add_url_rule("/<endpoint>/secret", "secret", webhooks.replace_secret, methods=["POST"])
    blueprint.add_url_rule("/<endpoint>/on", "on", webhooks.switch_on, methods=["POST"])
    blueprint.add_url_rule(
        "/<endpoint>/deliveries/<event>/send-again", "send_again", webhooks.send_again, methods=["POST"]
    )
    return blueprint


class _Webhooks:
    def __init__(self, editor: WebhookEditor) -> None:
        self._editor = editor

    def add(self) -> Response:
        check_media_type(request.mimetype)
        wanted = decode_body(read_body(), NewEndpoint, EXAMPLE)
        endpoint, secret = self._editor.add(wanted.url, wanted.events, wanted.show)
        note("webhook.added", endpoint=endpoint.id, site=origin(endpoint.url))
        return json_answer(EndpointSecret(endpoint, secret), 201)

    def list(self) -> Response:
        return json_answer(EndpointList(self._editor.all()))

    def remove(self, endpoint: str) -> Response:
        self._editor.remove(endpoint)
        note("webhook.removed", endpoint=endpoint)
        return Response(status=204)

    def replace_secret(self, endpoint: str) -> Response:
        known, secret = self._editor.replace_secret(endpoint)
        note("webhook.secret-replaced", endpoint=endpoint)
        return json_answer(EndpointSecret(known, secret))

    def switch_on(self, endpoint: str) -> Response:
        known = self._editor.switch_on(endpoint)
        note("webhook.switched-on", endpoint=endpoint)
        return json_answer(known)

    def log(self) -> Response:
        limit = whole_number("limit", MOST_LISTED, least=1, most=MOST_LISTED)
        found = self._editor.log(request.args.get("endpoint", ""), request.args.get("cursor", ""), limit + 1)
        cursor = cursor_of(found[limit - 1]) if len(found) > limit else None
        return json_answer(DeliveryLog(found[:limit], cursor))

    def send_again(self, endpoint: str, event: str) -> Response:
        delivery = self._editor.send_again(endpoint, event)
        note("webhook.sent-again", endpoint=endpoint, event=event)
        return json_answer(delivery, 202)


OPERATIONS = (
    Operation(
        path="/v1/webhooks",
        method="post",
        name="addEndpoint",
        tag="webhooks",
        summary="Have a system of yours told what becomes of articles",
        text=(
            "Its address gets a signed POST for each event of the types it wants, by the Standard Webhooks "
            "specification: see webhooks in this description, and docs/webhooks.md. The answer holds the "
            "secret by which it checks signatures: it is told this once. The address has to be https, "
            "unless its origin is in TTS_WEBHOOK_SITES, and may not lead into a private network."
        ),
        body="NewEndpoint",
        answers={201: Answer("The endpoint, and its secret.", JSON, "EndpointSecret")},
        problems=(400, 401, 403, 409, 413, 415, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/webhooks",
        name="listEndpoints",
        tag="webhooks",
        summary="Which endpoints there are",
        answers={200: Answer("All of them, without their secrets.", JSON, "EndpointList")},
        problems=(401, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/webhooks/{endpoint}",
        method="delete",
        name="removeEndpoint",
        tag="webhooks",
        summary="Remove an endpoint",
        text="With its log. What waits to be sent to it is not sent.",
        answers={204: Answer("It is removed.")},
        problems=(401, 404, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/webhooks/{endpoint}/secret",
        method="post",
        name="replaceSecret",
        tag="webhooks",
        summary="Replace an endpoint's secret",
        text="For one day messages are signed with the old secret as well.",
        answers={200: Answer("The endpoint, and its new secret.", JSON, "EndpointSecret")},
        problems=(401, 404, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/webhooks/{endpoint}/on",
        method="post",
        name="switchEndpointOn",
        tag="webhooks",
        summary="Switch an endpoint on that answered 410",
        answers={200: Answer("The endpoint.", JSON, "Endpoint")},
        problems=(401, 404, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/webhooks/deliveries",
        name="listDeliveries",
        tag="webhooks",
        summary="What was sent, and what became of it",
        text="It goes back 90 days.",
        parameters=(
            Parameter("endpoint", "Only what this endpoint was sent."),
            Parameter("cursor", "The cursor of the page before."),
            Parameter(
                "limit",
                "Deliveries on a page.",
                {"type": "integer", "minimum": 1, "maximum": 100, "default": 100},
            ),
        ),
        answers={200: Answer("Deliveries, newest first.", JSON, "DeliveryLog")},
        problems=(400, 401, 404, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/webhooks/{endpoint}/deliveries/{event}/send-again",
        method="post",
        name="sendAgain",
        tag="webhooks",
        summary="Send a webhook again",
        text="Under the same id, whatever became of it before; tried again for another day if it fails.",
        answers={202: Answer("It is sent within seconds.", JSON, "Delivery")},
        problems=(401, 404, 409, 429, 503),
        writes=True,
    ),
)
