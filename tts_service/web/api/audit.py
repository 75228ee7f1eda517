"""``/v1/audit``: who changed what."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request

from tts_service.catalog.audit_log.asking import filter_of
from tts_service.catalog.audit_log.book import AuditBook, AuditEntry, AuditFilter
from tts_service.catalog.audit_log.spreadsheet import CONTENT_TYPE, lines
from tts_service.web.http.bodies import json_answer
from tts_service.web.http.queries import optional_number, whole_number
from tts_service.web.openapi.terms import JSON, Answer, Operation, Parameter

MOST_LISTED = 100
LARGEST_ID = 10**9


class AuditPage(msgspec.Struct, frozen=True):
    """Newest first. ``cursor`` asks for the next page; null at the end."""

    entries: tuple[AuditEntry, ...]
    cursor: int | None


def audit_blueprint(book: AuditBook) -> Blueprint:
    blueprint = Blueprint("audit", __name__)

    @blueprint.get("/v1/audit", endpoint="page")
    def entries() -> Response:
        limit = whole_number("limit", MOST_LISTED, least=1, most=MOST_LISTED)
        return json_answer(page_of(book, filter_of(request.args), cursor(), limit))

    @blueprint.get("/v1/audit.csv", endpoint="csv")
    def spreadsheet() -> Response:
        return as_csv(book)

    return blueprint


def page_of(book: AuditBook, wanted: AuditFilter, before: int | None, limit: int) -> AuditPage:
    found = book.page(wanted, before, limit + 1)
    return AuditPage(found[:limit], found[limit - 1].id if len(found) > limit else None)


def cursor() -> int | None:
    """Of the current request. Raises BadRequest."""
    return optional_number("cursor", least=1, most=LARGEST_ID)


def as_csv(book: AuditBook) -> Response:
    """Of what the current request asks for, sent as it is read. Raises BadRequest."""
    entries = book.each(filter_of(request.args))
    response = Response(lines(entries), content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


_ASKED = (
    Parameter("who", "A part of the name, or the beginning of who it was, such as key: or cli:ada."),
    Parameter("what", "An action, or all that begin with it: article, article.published."),
    Parameter(
        "subject",
        "What was changed: an article's id, or more closely article:4f2…, show:world, site:news.example.",
    ),
    Parameter("since", "A day (UTC) or a moment in ISO 8601."),
    Parameter("until", "A day (UTC), which is counted in, or a moment."),
)

OPERATIONS = (
    Operation(
        path="/v1/audit",
        name="listChanges",
        tag="keys",
        summary="Who changed what",
        text="It goes back TTS_AUDIT_DAYS. See docs/keys.md for what is in it.",
        parameters=(
            *_ASKED,
            Parameter("cursor", "The cursor of the page before.", {"type": "integer", "minimum": 1}),
            Parameter(
                "limit",
                "Entries on a page.",
                {"type": "integer", "minimum": 1, "maximum": 100, "default": 100},
            ),
        ),
        answers={200: Answer("Changes, newest first.", JSON, "AuditPage")},
        problems=(400, 401, 403, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/audit.csv",
        name="downloadChanges",
        tag="keys",
        summary="Who changed what, as a spreadsheet",
        parameters=_ASKED,
        answers={200: Answer("All of them, newest first.", "text/csv")},
        problems=(400, 401, 403, 429, 503),
        writes=True,
    ),
)
