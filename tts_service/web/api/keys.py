"""``/v1/keys``: API keys with scopes."""

from __future__ import annotations

import datetime as dt

import msgspec
from flask import Blueprint, Response, request

from tts_service.catalog.keys.book import ApiKey, KeyBook, NewKey
from tts_service.errors import NotFound, ProblemKind
from tts_service.web.http.bodies import check_media_type, decode_body, json_answer, read_body
from tts_service.web.limits.enforce import actor, note
from tts_service.web.openapi.terms import JSON, Answer, Operation

EXAMPLE = '{"name": "CMS", "scopes": ["read", "write"], "expires": "90d"}'
KEY_FIELDS = {
    "name": "Who or what uses it.",
    "scopes": "Of read, write, publish and admin. None includes another, but admin includes all.",
    "expires": "After how long it expires, such as 90d or 12h. Left out or empty: never.",
}


class MadeKey(msgspec.Struct, frozen=True):
    """``secret``: the key itself, which is told this once."""

    key: ApiKey
    secret: str


class KeyList(msgspec.Struct, frozen=True):
    """Newest first, with those that are revoked. Keys of TTS_API_KEYS are not in it."""

    keys: tuple[ApiKey, ...]


def keys_blueprint(book: KeyBook) -> Blueprint:
    views = _Keys(book)
    blueprint = Blueprint("keys", __name__)
    blueprint.add_url_rule("/v1/keys", "list", views.list)
    blueprint.add_url_rule("/v1/keys", "make", views.make, methods=["POST"])
    blueprint.add_url_rule("/v1/keys/<key>", "revoke", views.revoke, methods=["DELETE"])
    return blueprint


class _Keys:
    def __init__(self, book: KeyBook) -> None:
        self._book = book

    def list(self) -> Response:
        return json_answer(KeyList(self._book.all()))

    def make(self) -> Response:
        check_media_type(request.mimetype)
        key, secret = made_key(self._book, decode_body(read_body(), NewKey, EXAMPLE))
        return json_answer(MadeKey(key, secret), 201)

    def revoke(self, key: str) -> Response:
        revoke_key(self._book, key)
        return Response(status=204)


def made_key(book: KeyBook, wanted: NewKey) -> tuple[ApiKey, str]:
    """Raises BadRequest."""
    by = actor()
    key, secret = book.make(wanted, by.name or by.who, dt.datetime.now(dt.UTC))
    note("key.made", key=key.id, called=key.name, after=described_scopes(key))
    return key, secret


def revoke_key(book: KeyBook, key_id: str) -> None:
    """Raises NotFound."""
    known = book.of(key_id)
    if known is None or not book.revoke(key_id, dt.datetime.now(dt.UTC)):
        raise no_such_key()
    note("key.revoked", key=key_id, called=known.name, before=described_scopes(known))


def described_scopes(key: ApiKey) -> str:
    until = f" until {key.expires_at:%Y-%m-%d}" if key.expires_at else ""
    return f"{', '.join(key.scopes)}{until}"


def no_such_key() -> NotFound:
    return NotFound(
        "There is no key with this id, or it is revoked already. Keys of TTS_API_KEYS are changed there.",
        kind=ProblemKind.NO_SUCH_KEY,
    )


OPERATIONS = (
    Operation(
        path="/v1/keys",
        method="post",
        name="makeKey",
        tag="keys",
        summary="Make an API key",
        text="The answer holds the key itself: it is told this once, and stored nowhere.",
        body="NewKey",
        answers={201: Answer("The key.", JSON, "MadeKey")},
        problems=(400, 401, 403, 413, 415, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/keys",
        name="listKeys",
        tag="keys",
        summary="Which API keys there are",
        answers={200: Answer("All that were made, without the keys themselves.", JSON, "KeyList")},
        problems=(401, 403, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/keys/{key}",
        method="delete",
        name="revokeKey",
        tag="keys",
        summary="Revoke an API key",
        text="Within two seconds no process takes it any more, and the sessions that began with it end.",
        answers={204: Answer("It is revoked.")},
        problems=(401, 403, 404, 429, 503),
        writes=True,
    ),
)
