"""``/v1/statistics``: what was heard in a span of days, and how the service did; where listeners stop."""

from __future__ import annotations

from flask import Blueprint, Response, request

from tts_service.articles.service import ArticleService
from tts_service.articles.statistics.days import MOST_DAYS, USUAL_DAYS
from tts_service.articles.statistics.reader import StatisticsReader
from tts_service.errors import BadRequest, NotFound, ProblemKind
from tts_service.web.http.bodies import json_answer
from tts_service.web.http.queries import whole_number
from tts_service.web.openapi.terms import JSON, Answer, Operation, Parameter

MAX_SHOW_CHARS = 200


def statistics_blueprint(articles: ArticleService, reader: StatisticsReader) -> Blueprint:
    blueprint = Blueprint("statistics", __name__)

    @blueprint.get("/v1/statistics")
    def statistics() -> Response:
        return json_answer(reader.of_days(asked_days(), asked_show()))

    @blueprint.get("/v1/articles/<article_id>/drop-off")
    def drop_off(article_id: str) -> Response:
        found = reader.drop_off(article_id, articles.status(article_id).revision)
        if found is None:
            raise NotFound(
                "No finished audio of this article is kept, so its sentences have no places. Ask again once "
                "it is ready.",
                kind=ProblemKind.NOT_READ_YET,
            )
        return json_answer(found)

    return blueprint


def asked_days() -> int:
    """Of how many days the query asks. Raises BadRequest."""
    return whole_number("days", USUAL_DAYS, least=1, most=MOST_DAYS)


def asked_show() -> str | None:
    """Of which show alone. Raises BadRequest for what can be none."""
    show = request.args.get("show") or None
    if show is not None and (len(show) > MAX_SHOW_CHARS or "\0" in show):
        raise BadRequest(f"The name of a show has at most {MAX_SHOW_CHARS} characters.")
    return show


OPERATIONS = (
    Operation(
        path="/v1/statistics",
        name="getStatistics",
        tag="plays",
        summary="What was heard lately, and how the service did",
        text=(
            "By day in UTC, to today; by show; the twenty articles that were played most; waits for the "
            "first sound, queues, storage. Needs an API key where keys are set."
        ),
        parameters=(
            Parameter(
                "days",
                f"How many days: 1 to {MOST_DAYS}, {USUAL_DAYS} if left out.",
                {"type": "integer", "minimum": 1, "maximum": MOST_DAYS, "default": USUAL_DAYS},
            ),
            Parameter("show", "Only the articles of this show."),
        ),
        answers={200: Answer("The figures.", JSON, "Statistics")},
        problems=(400, 401, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/articles/{id}/drop-off",
        name="getDropOff",
        tag="plays",
        summary="At which sentences listeners stop",
        text=(
            "Of the revision in force, since it was first played. A play is where it has got furthest. Needs "
            "an API key where keys are set."
        ),
        answers={200: Answer("Each sentence.", JSON, "DropOff")},
        problems=(401, 404, 429, 503),
        writes=True,
    ),
)
