"""Log-in with a provider of OpenID Connect: the two addresses of it, and the way out.

What belongs to one log-in is kept by the browser that began it, in a cookie that goes with the way back: it
is bound to that browser, and this service keeps nothing of those who do not come back.
"""

from __future__ import annotations

import base64
from urllib.parse import urlsplit

import msgspec
from flask import Response, render_template, request

from tts_service.errors import Forbidden, ServiceError
from tts_service.ops.login.editors import editor_of_claims
from tts_service.ops.login.provider import LoginBegun, LoginProvider, failed
from tts_service.settings import Settings
from tts_service.web.admin.answers import page, see, up
from tts_service.web.admin.login import Login, leads_to
from tts_service.web.admin.sessions import Session
from tts_service.web.limits.enforce import MINUTE_S, note, take
from tts_service.web.limits.keys import KeyHolder

COOKIE = "newsroom-login"
LASTS_S = 600
MOST_BEGUN = 30
"""Log-ins that one client may begin in a minute: each asks the provider."""


class OidcLogin:
    def __init__(self, settings: Settings, login: Login) -> None:
        self._settings = settings
        self._login = login
        self._provider = LoginProvider(settings)
        base = urlsplit(settings.base_url)
        self._path, self._secure = f"{base.path}/admin/oidc", base.scheme == "https"

    def begin(self) -> Response:
        """To the provider."""
        to = request.args.get("to", "")
        try:
            take("log-ins", MOST_BEGUN, MINUTE_S)
            url, begun = self._provider.begin(leads_to(to))
        except ServiceError as error:
            return self._login.form(to, error)
        response = see("")
        response.headers["Location"] = url
        response.set_cookie(
            COOKIE,
            _packed(begun),
            LASTS_S,
            path=self._path,
            httponly=True,
            samesite="Lax",  # the way back comes from another site
            secure=self._secure,
        )
        return response

    def come_back(self) -> Response:
        """From the provider. The page that is asked for next is asked for by a page of ours: only then does
        the browser send the cookie of its session along."""
        try:
            begun = _unpacked(request.cookies.get(COOKIE, ""))
            confirmed = self._provider.finish(begun, request.args)
            editor = editor_of_claims(self._settings, confirmed.claims)
            holder = KeyHolder(f"oidc:{editor.id}", editor.name, editor.scopes)
            self._login.begin_session(holder, confirmed.id_token)
            note("login", editor=editor.id)
            response = page(render_template("admin/arrival.html", up=up(), to=up() + begun.to))
        except ServiceError as error:
            html = render_template("admin/refused.html", up=up(), problem=error.problem, again=True)
            response = page(html, error.status)
        response.delete_cookie(COOKIE, path=self._path)
        return response

    def leave(self, session: Session) -> Response | None:
        """To the provider, which ends its own session and leads back to our form; None if ``session``, which
        has ended here, was not begun there or the provider does not offer that.

        By a page: browsers let a form that was sent to us lead to no other site.
        """
        url = self._provider.end(session.id_token) if session.id_token else None
        return page(render_template("admin/arrival.html", up=up(), to=url)) if url else None


def _packed(begun: LoginBegun) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(begun)).decode()


def _unpacked(cookie: str) -> LoginBegun:
    """Raises Forbidden."""
    try:
        begun = msgspec.json.decode(base64.urlsafe_b64decode(cookie.encode()), type=LoginBegun)
    except (ValueError, msgspec.DecodeError):
        raise _lost() from None
    return msgspec.structs.replace(begun, to=leads_to(f"/{begun.to}"))


def _lost() -> Forbidden:
    return failed("This log-in was begun in another browser, or has taken too long. Begin again.")
