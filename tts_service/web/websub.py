"""``/v1/hooks/websub/{id}``: where hubs verify a subscription and push. See ``tts_service.websub``."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, request

from tts_service.catalog.subscriptions import SubscriptionBook
from tts_service.websub import answer_hub, known, take_push


def websub_blueprint(book: SubscriptionBook) -> Blueprint:
    blueprint = Blueprint("websub", __name__)

    @blueprint.get("/v1/hooks/websub/<id>")
    def verify(id: str) -> Response:  # noqa: A002
        answer = answer_hub(book, id, request.args, dt.datetime.now(dt.UTC))
        response = Response(answer, mimetype="text/plain")
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @blueprint.post("/v1/hooks/websub/<id>")
    def push(id: str) -> Response:  # noqa: A002
        subscription = known(book, id)
        body = request.get_data(cache=False)
        take_push(book, subscription, request.headers.get("X-Hub-Signature", ""), body, dt.datetime.now(dt.UTC))
        return Response(status=202)

    return blueprint
