"""How the newsroom answers: pages that nobody keeps, and that no other site can read or frame."""

from __future__ import annotations

from typing import Any

from flask import Response, g, render_template, request

from tts_service.web.http.headers import SAME_ORIGIN, SELF, player_policy

POLICY = player_policy(forms=SELF)


def up() -> str:
    """From the page that is asked for to the root of the service, whatever stands in front of that."""
    return "../" * (request.path.count("/") - 1)


def page(html: str, status: int = 200) -> Response:
    return _guarded(Response(html, status, content_type="text/html; charset=utf-8"))


def newsroom_page(name: str, status: int = 200, /, *, has_keys: bool, **values: Any) -> Response:
    """One that has the newsroom's head, for whoever has passed its gate."""
    visitor = g.newsroom
    common = {"up": up(), "here": name, "token": visitor.token, "has_keys": has_keys}
    common |= {"may": visitor.may, "has_session": visitor.session is not None}
    common |= {"editor": visitor.holder.name if visitor.holder else ""}
    return page(render_template(f"admin/{name}.html", **common, **values), status)


def see(path: str) -> Response:
    """Go on to ``path``, which is relative to the root of the service."""
    return _guarded(Response(status=303, headers={"Location": up() + path}))


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = SAME_ORIGIN
    return response
