"""How the newsroom answers: pages that nobody keeps, and that no other site can read or frame."""

from __future__ import annotations

from flask import Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def up() -> str:
    """From the page that is asked for to the root of the service, whatever stands in front of that."""
    return "../" * (request.path.count("/") - 1)


def page(html: str, status: int = 200) -> Response:
    return _guarded(Response(html, status, content_type="text/html; charset=utf-8"))


def see(path: str) -> Response:
    """Go on to ``path``, which is relative to the root of the service."""
    return _guarded(Response(status=303, headers={"Location": up() + path}))


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
