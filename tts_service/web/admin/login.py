"""Who may enter the newsroom: whoever has shown an API key, or is vouched for (see ``identity``), and on a
machine without keys whoever sits at it. What they may do there is in ``web.scopes.table``.

One cookie names the browser: a random token, which a session may stand for (see ``sessions``). What every
form has to bring along is derived from it: a page of another site can neither read it nor send the cookie.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from urllib.parse import urlsplit

import msgspec
from flask import Response, g, render_template, request

from tts_service.errors import Forbidden, ProblemKind, ServiceError, TooMany, Unauthorized
from tts_service.ops.login.provider import LoginProvider
from tts_service.scopes import Scope
from tts_service.settings import Settings
from tts_service.web.admin.answers import page, see, up
from tts_service.web.admin.identity.proxy import ProxyLogin
from tts_service.web.admin.sessions import LASTS_S, Session, Sessions, new_token
from tts_service.web.http.access import lacks
from tts_service.web.http.uploads import expect_upload
from tts_service.web.limits.enforce import acting_as, check_key, client, limits, note, nothing_changed
from tts_service.web.limits.keys import ANYBODY, KeyHolder
from tts_service.web.scopes.check import rule_here

COOKIE = "newsroom"
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)
UPLOAD = "admin.record"
"""The one form that may hold a large file."""
COMES_BACK = "admin.oidc_callback"
"""What another site may lead to at once: it has a cookie of its own."""
BEGIN = "admin.begin"
"""The one form that may hold a long text."""
OURS = re.compile(r"/admin/[\w/.?=&%+:-]*")
"""Where a login may lead."""


class Visitor(msgspec.Struct, frozen=True):
    """``cookie``: what the browser keeps. ``session``: that of an editor who has logged in. ``holder``: who
    they are and what they may do; None for a stranger."""

    cookie: str
    session: Session | None = None
    holder: KeyHolder | None = None

    def may(self, scope: Scope) -> bool:
        return self.holder is not None and self.holder.may(scope)

    @property
    def token(self) -> str:
        """What is in every form."""
        return hashlib.blake2b(self.cookie.encode(), person=b"newsroom form", digest_size=16).hexdigest()


class Login:
    def __init__(self, sessions: Sessions, settings: Settings) -> None:
        self.has_keys = bool(settings.api_keys)
        self._uploads = settings.uploads_dir
        self._sessions = sessions
        self._proxy = ProxyLogin(settings)
        self._provider = LoginProvider(settings).name
        base = urlsplit(settings.base_url)
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
            and request.endpoint != COMES_BACK
        ):
            return page(render_template("admin/arrival.html", up=up()))
        self._enter(known or self._new())
        scope = rule_here().scope
        if known and scope and known.may(scope):  # before the form is read
            self._expect_much()
        if request.method == "POST":
            _check_form(g.newsroom.token)
        if scope is None:
            return None
        if g.newsroom.holder is None:
            return self.form(to=request.full_path if request.method == "GET" else "/admin/")
        if not g.newsroom.may(scope):
            raise lacks(scope, g.newsroom.holder.scopes, "Your log-in")
        return None

    def form(self, to: str, error: ServiceError | None = None) -> Response:
        """The form that asks for a key, where there are keys, and leads to the provider, if there is one."""
        if not self.has_keys:
            return see("admin/")
        problem = error.problem if error else None
        values = {"to": to, "problem": problem, "token": g.newsroom.token, "provider": self._provider}
        html = render_template("admin/login.html", up=up(), by_key=_is_about_key(error), **values)
        response = page(html, problem.status if problem else 403)
        if isinstance(error, TooMany):
            response.headers["Retry-After"] = str(error.retry_after_s)
        return response

    def log_in(self, key: str) -> None:
        """Raises Forbidden for a key that is none or may not read, TooMany when too many were tried,
        Unavailable when nobody can be let in."""
        try:
            holder = check_key(key.strip())
        except Unauthorized as error:
            raise Forbidden(
                error.detail
                if error.kind == ProblemKind.KEY_EXPIRED
                else "This is not a key of this service. Whoever runs the service has them."
            ) from None
        if not holder.may("read"):
            raise lacks("read", holder.scopes, "This key")
        self.begin_session(holder)
        note("login", key=holder.who.removeprefix("key:"))

    def begin_session(self, holder: KeyHolder, id_token: str = "") -> None:
        """``id_token``: see ``Session``. Raises Unavailable."""
        network = client().networks[0].removesuffix("/32")  # which is one address
        agent = request.headers.get("User-Agent", "")
        cookie, session = self._sessions.begin(holder, network, agent, id_token)
        self._enter(Visitor(cookie, session, holder))

    def log_out(self) -> Session | None:
        """The session that has ended, if there was one."""
        ended: Session | None = g.newsroom.session
        if ended is not None:
            self._sessions.end(ended.id)
            note("logout")
        nothing_changed()
        g.newsroom = self._new()
        return ended

    def remember(self, response: Response) -> Response:
        """After each request: the cookie goes with the answer when it is new."""
        visitor = g.get("newsroom")
        if request.endpoint == COMES_BACK and visitor is not None and visitor.session is None:
            return response  # the cookie that is there was not sent, and stays
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
        if (holder := self._vouched_for()) is not None:
            return Visitor(cookie, None, holder)
        session = self._sessions.find(cookie)
        return Visitor(cookie, session, self._sessions.holder_of(session) if session else None)

    def _new(self) -> Visitor:
        return Visitor(new_token(), None, self._vouched_for())

    def _vouched_for(self) -> KeyHolder | None:
        """Without asking for a session. Raises Forbidden for somebody whom a proxy names, and who may not
        enter."""
        return self._proxy.holder() if self.has_keys else ANYBODY

    def _enter(self, visitor: Visitor) -> None:
        g.newsroom = visitor
        if visitor.holder is not None:
            holder, session = visitor.holder, visitor.session
            if session is None:
                acting_as(holder.who, holder.name)
            else:
                acting_as(f"session:{session.id}", holder.name or holder.who)


def holder_of(session: Session, settings: Settings) -> KeyHolder | None:
    """Who ``session`` stands for: what its key may do now, or its editor when they logged in. None when the
    key is no longer one, or the provider another. Raises Unavailable."""
    if session.who.startswith("key:"):
        return limits().keys.still_holds(session.who)
    if settings.oidc_issuer is None:
        return None
    return KeyHolder(session.who, session.name, frozenset(session.scopes))


def _is_about_key(error: ServiceError | None) -> bool:
    return error is not None and error.kind not in (ProblemKind.LOGIN_REFUSED, ProblemKind.LOGIN_UNAVAILABLE)


def leads_to(wanted: str) -> str:
    """A page of the newsroom without its first slash: ``wanted``, or the first one."""
    return wanted.removeprefix("/") if OURS.fullmatch(wanted) and "//" not in wanted else "admin/"


def _check_form(token: str) -> None:
    if not hmac.compare_digest(request.form.get("token", "").encode("utf-8", "replace"), token.encode()):
        raise Forbidden(
            "This form is too old, or was not ours. Go back, load the page again, and try once more."
        )
