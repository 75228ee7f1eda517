"""The page of API keys in the newsroom, and its buttons."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, request

from tts_service.catalog.keys.book import KeyBook, NewKey
from tts_service.errors import BadRequest
from tts_service.scopes import MEANING
from tts_service.settings import Settings
from tts_service.web.admin.answers import newsroom_page, see
from tts_service.web.api.keys import made_key, revoke_key

LIFETIMES = {"": "Never", "30d": "After 30 days", "90d": "After 90 days", "365d": "After a year"}


class KeyPages:
    def __init__(self, book: KeyBook, settings: Settings) -> None:
        self._book = book
        self._settings = settings

    def overview(self) -> Response:
        return self._page()

    def make(self) -> Response:
        given = {name: request.form.get(name, "").strip() for name in ("name", "expires")}
        scopes = tuple(request.form.getlist("scopes"))
        try:
            key, secret = made_key(self._book, NewKey(**given, scopes=scopes))
        except BadRequest as error:
            return self._page(error.status, problem=error.problem, wanted=scopes, **given)
        return self._page(made=key, secret=secret)

    def revoke(self, key: str) -> Response:
        revoke_key(self._book, key)
        return see("admin/keys")

    def _page(self, status: int = 200, /, **values: Any) -> Response:
        now = dt.datetime.now(dt.UTC)
        keys = self._book.all()
        return newsroom_page(
            "keys",
            status,
            has_keys=bool(self._settings.api_keys),
            keys=[key for key in keys if key.is_valid(now)],
            gone=[key for key in keys if not key.is_valid(now)],
            meanings=MEANING,
            lifetimes=LIFETIMES,
            **values,
        )
