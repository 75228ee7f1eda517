"""The security headers of every answer, whatever route it comes from, decided in one place.

Imported by gunicorn before it forks: nothing heavy belongs here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tts_service.settings import Settings

if TYPE_CHECKING:
    from flask import Flask, Response

Headers = list[tuple[str, str]]

FOR_ALL: Headers = [("X-Content-Type-Options", "nosniff")]
HSTS = ("Strict-Transport-Security", "max-age=31536000")
"""For our host only: other hosts of the publisher's domain are not ours to decide for."""
SAME_ORIGIN = "same-origin"
FOR_PAGES: Headers = [
    (
        "Content-Security-Policy",
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("Cross-Origin-Opener-Policy", SAME_ORIGIN),
    (
        "Permissions-Policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
]
"""Unless the route says otherwise."""

SELF, NOBODY = "'self'", "'none'"
_SOURCE = re.compile(
    r"'self'|'none'|https?://(\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,254})(:([0-9]{1,5}|\*))?", re.ASCII
)


def for_all(settings: Settings) -> Headers:
    """The headers of every answer, including those that bypass the application."""
    return [*FOR_ALL, HSTS] if (settings.public_url or "").lower().startswith("https:") else FOR_ALL


def add_headers(app: Flask, settings: Settings) -> None:
    """Call it before registering anything else that changes answers: the first one registered runs last."""
    common = for_all(settings)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.update(common)
        if response.mimetype == "text/html":
            for name, value in FOR_PAGES:
                response.headers.setdefault(name, value)
        response.headers.setdefault("Cross-Origin-Resource-Policy", SAME_ORIGIN)
        return response


def player_policy(
    *, images: Iterable[str] = (), forms: str = NOBODY, ancestors: Iterable[str] = (NOBODY,)
) -> str:
    """The Content-Security-Policy of a page with a player. Items of ``images`` and ``ancestors`` that are
    not origins are left out."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        f"img-src {_sources((SELF, *images))} data:; media-src 'self' blob:; connect-src 'self'; "
        f"base-uri 'none'; form-action {forms}; frame-ancestors {_sources(ancestors)}"
    )


def _sources(origins: Iterable[str]) -> str:
    """Without spaces, commas and semicolons: they would end the directive and begin another."""
    return " ".join(filter(_SOURCE.fullmatch, origins)) or NOBODY
