"""The page of the audit log in the newsroom."""

from __future__ import annotations

from flask import Response, request

from tts_service.catalog.audit_log.asking import MOMENTS, TEXTS, filter_of
from tts_service.catalog.audit_log.book import AuditBook
from tts_service.errors import BadRequest, Problem
from tts_service.settings import Settings
from tts_service.web.admin.answers import newsroom_page
from tts_service.web.api.audit import AuditPage, as_csv, cursor, page_of

PAGE = 50


class AuditPages:
    def __init__(self, book: AuditBook, settings: Settings) -> None:
        self._book = book
        self._settings = settings

    def overview(self) -> Response:
        """What the filter's fields hold stays in them, also where it is refused."""
        problem: Problem | None = None
        found = AuditPage((), None)
        try:
            found = page_of(self._book, filter_of(request.args), cursor(), PAGE)
        except BadRequest as error:
            problem = error.problem
        asked = {name: request.args.get(name, "") for name in (*TEXTS, *MOMENTS)}
        return newsroom_page(
            "audit",
            problem.status if problem else 200,
            has_keys=bool(self._settings.api_keys),
            entries=found.entries,
            next=found.cursor,
            asked={name: value for name, value in asked.items() if value},
            days=self._settings.audit_days,
            problem=problem,
        )

    def spreadsheet(self) -> Response:
        return as_csv(self._book)
