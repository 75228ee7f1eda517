"""Who may enter the newsroom: whoever has shown an API key, and on a machine without keys whoever sits at it.

One signed cookie says so. It also holds the token that every form has to bring along: a page of another site can neither
read it nor send the cookie.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from flask import Response, g, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from tts_service.errors import Forbidden, Problem, TooMany
from tts_service.settings import Settings
from tts_service.web.access import Access
from tts_service.web.admin.answers import page, see, up
from tts_service.web.allowance import Allowance, client_address

COOKIE = "newsroom"
LASTS_S = 12 * 3600
MOST_TRIES, TRIES_PERIOD_S = 10, 60.0
"""Keys that one address may try."""
OURS = re.compile(r"/admin/[\w/.?=&%+:-]*")
"""Where a login may lead."""


class Session(msgspec.Struct, frozen=True):
    """``token`` is in every form. ``has_key``: an API key was shown."""

    token: str
    has_key: bool


class Gate:
    def __init__(self, settings: Settings) -> None:
        self._access = Access(settings)
        base = urlsplit(settings.base_url)
        self._path = f"{base.path}/admin/"
        self._secure = base.scheme == "https"
        keys = hashlib.sha256("\0".join(settings.api_keys).encode()).hexdigest()  # without its key a session ends
        self._signer = URLSafeTimedSerializer(_secret(settings.data_dir / "kept" / "newsroom.secret"), salt=f"newsroom {keys}")
        self._tries = Allowance(MOST_TRIES, TRIES_PERIOD_S)

    @property
    def has_keys(self) -> bool:
        return not self._access.is_keyless

    def check(self) -> Response | None:
        """Before each request: the answer in the place of the page, or None. Raises Forbidden."""
        if request.endpoint == "admin.file":
            return None
        if not self.has_keys:
            _check_is_here()
        known = self._read()
        if known is None and request.method == "GET" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            return page(render_template("admin/arrival.html", up=up()))
        g.newsroom = known or _new(has_key=False)
        if request.method == "POST":
            _check_form(g.newsroom.token)
        if self.has_keys and not g.newsroom.has_key and request.endpoint != "admin.log_in":
            return self.door(to=request.full_path if request.method == "GET" else "/admin/")
        return None

    def door(self, to: str, problem: Problem | None = None) -> Response:
        """The form that asks for a key, where there are keys."""
        if not self.has_keys:
            return see("admin/")
        html = render_template("admin/login.html", up=up(), to=to, problem=problem, token=g.newsroom.token)
        return page(html, problem.status if problem else 403)

    def log_in(self, key: str) -> None:
        """Raises Forbidden for a key that is none, TooMany when too many were tried."""
        if not self._tries.take(client_address(request.environ)):
            raise TooMany("So many keys are not tried from one address. Wait for a minute.")
        if not self._access.is_key(key.strip()):
            raise Forbidden("This is not a key of this service. The operator has them: TTS_API_KEYS.")
        g.newsroom = _new(has_key=True)

    def log_out(self) -> None:
        g.newsroom = _new(has_key=False)

    def remember(self, response: Response) -> Response:
        """After each request: the session goes with the answer when it is new."""
        session = g.get("newsroom")
        if session is not None and session != self._read():
            value = self._signer.dumps([session.token, session.has_key])
            response.set_cookie(COOKIE, value, LASTS_S, path=self._path, httponly=True, samesite="Strict", secure=self._secure)
        return response

    def _read(self) -> Session | None:
        try:
            token, has_key = self._signer.loads(request.cookies.get(COOKIE, ""), max_age=LASTS_S)
        except BadSignature:
            return None
        return Session(token, has_key)


def leads_to(wanted: str) -> str:
    """A page of the newsroom without its first slash: ``wanted``, or the first one."""
    return wanted.removeprefix("/") if OURS.fullmatch(wanted) and "//" not in wanted else "admin/"


def _new(*, has_key: bool) -> Session:
    return Session(secrets.token_urlsafe(16), has_key)


def _check_form(token: str) -> None:
    if not hmac.compare_digest(request.form.get("token", "").encode("utf-8", "replace"), token.encode()):
        raise Forbidden("This form is too old, or was not ours. Go back, load the page again, and try once more.")


def _check_is_here() -> None:
    """A name that another site has led to this machine is not the machine's: what its page asks for is not the editor's."""
    host = urlsplit(f"//{request.host}").hostname or ""
    if host != "localhost" and not _is_loopback(host):
        raise Forbidden("Without API keys the newsroom opens on this machine only. Set TTS_API_KEYS to open it from elsewhere.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _secret(path: Path) -> str:
    """Made once, for all web processes of this data folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32), "ascii")
        try:
            path.hardlink_to(draft)
        except FileExistsError:  # another process was quicker
            pass
        finally:
            draft.unlink()
    return path.read_text("ascii")
