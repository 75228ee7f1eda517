"""Who may enter the newsroom: whoever has shown an API key, and on a machine without keys whoever sits at it.

One cookie names the browser: a random token, which a session may stand for (see ``sessions``). What every
form has to bring along is derived from it: a page of another site can neither read it nor send the cookie.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from flask import Response, g, render_template, request

from tts_service.errors import Forbidden, ServiceError, TooMany, Unauthorized
from tts_service.web.admin.answers import page, see, up
from tts_service.web.admin.sessions import LASTS_S, Session, Sessions, new_token
from tts_service.web.http.uploads import expect_upload
from tts_service.web.limits.enforce import check_key, client, note

COOKIE = "newsroom"
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)
UPLOAD = "admin.record"
"""The one form that may hold a large file."""
BEGIN = "admin.begin"
"""The one form that may hold a long text."""
OURS = re.compile(r"/admin/[\w/.?=&%+:-]*")
"""Where a login may lead."""


class Visitor(msgspec.Struct, frozen=True):
    """``cookie``: what the browser keeps. ``session``: that of an editor who has logged in."""

    cookie: str
    session: Session | None = None

    @property
    def token(self) -> str:
        """What is in every form."""
        return hashlib.blake2b(self.cookie.encode(), person=b"newsroom form", digest_size=16).hexdigest()


class Login:
    def __init__(self, sessions: Sessions, base_url: str, uploads: Path, *, has_keys: bool) -> None:
        """``uploads``: the folder for files that arrive."""
        self.has_keys = has_keys
        self._uploads = uploads
        self._sessions = sessions
        base = urlsplit(base_url)
        self._path = f"{base.path}/admin/"
        self._secure = base.scheme == "https"

    def check(self) -> Response | None:
        """Before each request: the answer in the place of the page, or None. Raises Forbidden, and
        Unavailable when nobody can find out who asks."""
        if request.endpoint == "admin.file":
            return None
        known = self._known()
        if (
            known is None
            and request.method == "GET"
            and request.headers.get("Sec-Fetch-Site") == "cross-site"
        ):
            return page(render_template("admin/arrival.html", up=up()))
        self._enter(known or Visitor(new_token()))
        if known and (known.session or not self.has_keys):  # before the form is read
            self._expect_much()
        if request.method == "POST":
            _check_form(g.newsroom.token)
        if self.has_keys and g.newsroom.session is None and request.endpoint != "admin.log_in":
            return self.form(to=request.full_path if request.method == "GET" else "/admin/")
        return None

    def form(self, to: str, error: ServiceError | None = None) -> Response:
        """The form that asks for a key, where there are keys."""
        if not self.has_keys:
            return see("admin/")
        problem = error.problem if error else None
        html = render_template("admin/login.html", up=up(), to=to, problem=problem, token=g.newsroom.token)
        response = page(html, problem.status if problem else 403)
        if isinstance(error, TooMany):
            response.headers["Retry-After"] = str(error.retry_after_s)
        return response

    def log_in(self, key: str) -> None:
        """Raises Forbidden for a key that is none, TooMany when too many were tried, Unavailable when
        nobody can be let in."""
        try:
            who = check_key(key.strip())
        except Unauthorized:
            raise Forbidden(
                "This is not a key of this service. The operator has them: TTS_API_KEYS."
            ) from None
        network = client().networks[0].removesuffix("/32")  # which is one address
        cookie, session = self._sessions.begin(who, network, request.headers.get("User-Agent", ""))
        self._enter(Visitor(cookie, session))
        note("login", key=who.removeprefix("key:"))

    def log_out(self) -> None:
        if g.newsroom.session is not None:
            self._sessions.end(g.newsroom.session.id)
            note("logout")
        g.newsroom = Visitor(new_token())

    def remember(self, response: Response) -> Response:
        """After each request: the cookie goes with the answer when it is new."""
        visitor = g.get("newsroom")
        if visitor is not None and visitor.cookie != request.cookies.get(COOKIE):
            # A page that its browser has by https: so much a browser says of every form that it sends.
            secure = self._secure or request.headers.get("Origin", "").startswith("https://")
            response.set_cookie(
                COOKIE,
                visitor.cookie,
                LASTS_S,
                path=self._path,
                httponly=True,
                samesite="Strict",
                secure=secure,
            )
        return response

    def _expect_much(self) -> None:
        if request.endpoint == UPLOAD:
            expect_upload(self._uploads)
        elif request.endpoint == BEGIN:
            request.max_form_memory_size = request.max_content_length

    def _known(self) -> Visitor | None:
        cookie = request.cookies.get(COOKIE, "")
        if not TOKEN.fullmatch(cookie):
            return None
        return Visitor(cookie, self._sessions.find(cookie) if self.has_keys else None)

    def _enter(self, visitor: Visitor) -> None:
        g.newsroom = visitor
        if visitor.session is not None:
            g.who = f"session:{visitor.session.id}"


def leads_to(wanted: str) -> str:
    """A page of the newsroom without its first slash: ``wanted``, or the first one."""
    return wanted.removeprefix("/") if OURS.fullmatch(wanted) and "//" not in wanted else "admin/"


def _check_form(token: str) -> None:
    if not hmac.compare_digest(request.form.get("token", "").encode("utf-8", "replace"), token.encode()):
        raise Forbidden(
            "This form is too old, or was not ours. Go back, load the page again, and try once more."
        )
