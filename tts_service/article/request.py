"""What a caller asks for: one article from one source. Pure."""

from __future__ import annotations

import base64
import hashlib

import msgspec


class ArticleRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The body of ``POST /v1/articles``. Exactly one of ``url``, ``html`` and ``text`` is given.

    ``id`` names an article that is already known, to revise it. ``published_at`` is ISO 8601.
    """

    url: str | None = None
    html: str | None = None
    text: str | None = None
    title: str | None = None
    language: str | None = None
    voice: str | None = None
    author: str | None = None
    published_at: str | None = None
    image_url: str | None = None
    show: str | None = None
    id: str | None = None


def encode_request(request: ArticleRequest) -> bytes:
    return msgspec.json.encode(request)


def decode_request(data: bytes) -> ArticleRequest:
    return msgspec.json.decode(data, type=ArticleRequest)


def short_hash(data: bytes, *, length: int = 16) -> str:
    """Lower-case base32 of SHA-256, 5 bits a character: 16 characters are 80 bits."""
    return base64.b32encode(hashlib.sha256(data).digest()).decode().lower()[:length]


def request_digest(request: ArticleRequest) -> str:
    """Names the content of a request: the same request has the same digest."""
    return short_hash(encode_request(request))
