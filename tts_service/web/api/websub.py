"""``/v1/hooks/websub/{id}``: where hubs verify a subscription and push. See
``tts_service.websub.callback``."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, request

from tts_service.catalog.subscriptions import SubscriptionBook
from tts_service.web.openapi.terms import Answer, Operation, Parameter
from tts_service.websub.callback import answer_hub, known, take_push


def websub_blueprint(book: SubscriptionBook) -> Blueprint:
    blueprint = Blueprint("websub", __name__)

    @blueprint.get("/v1/hooks/websub/<id>")
    def verify(id: str) -> Response:  # noqa: A002
        answer = answer_hub(book, id, request.args, dt.datetime.now(dt.UTC))
        return Response(answer, mimetype="text/plain")

    @blueprint.post("/v1/hooks/websub/<id>")
    def push(id: str) -> Response:  # noqa: A002
        subscription = known(book, id)
        body = request.get_data(cache=False)
        take_push(
            book, subscription, request.headers.get("X-Hub-Signature", ""), body, dt.datetime.now(dt.UTC)
        )
        return Response(status=202)

    return blueprint


OPERATIONS = (
    Operation(
        path="/v1/hooks/websub/{id}",
        name="verifySubscription",
        tag="articles",
        summary="Verify a subscription (WebSub)",
        text="For the hubs of watched feeds: section 5 of the W3C Recommendation.",
        parameters=(
            Parameter(
                "hub.mode",
                "",
                {"type": "string", "enum": ["subscribe", "unsubscribe", "denied"]},
            ),
            Parameter(
                "hub.topic",
                "The feed, as its publisher names it.",
            ),
            Parameter(
                "hub.challenge",
                "The value to answer with.",
            ),
            Parameter(
                "hub.lease_seconds",
                "How long the hub will push, in seconds.",
                {"type": "integer", "minimum": 1},
            ),
            Parameter(
                "hub.reason",
                "Why the hub refuses.",
            ),
        ),
        answers={
            200: Answer(
                "The challenge, which confirms the request.",
                "text/plain",
            )
        },
        problems=(400, 404, 503),
    ),
    Operation(
        path="/v1/hooks/websub/{id}",
        method="post",
        name="push",
        tag="articles",
        summary="Push a feed (WebSub)",
        text=(
            "For the hubs of watched feeds: section 7 of the W3C Recommendation. The feed is then "
            "fetched by the watch; the body itself is not read."
        ),
        parameters=(
            Parameter(
                "X-Hub-Signature",
                "sha256= and the HMAC of the body with the subscription's secret.",
                where="header",
            ),
        ),
        answers={
            202: Answer(
                "The feed will be fetched.",
            )
        },
        problems=(401, 410, 413, 503),
    ),
)
