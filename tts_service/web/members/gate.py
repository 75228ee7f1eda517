"""Who may have what is not for everybody. What is for members only: whoever shows an API key, an address
that is signed for the article, or a feed token of one of its shows. What is not out, and a revision that
waits behind one that is kept: editors, by an API key or from the newsroom. Everybody else is told what they
would be told of an article that does not exist.

The gate stands before the views, for every route whose address names an article, now and in future: an
article that is not for this client is looked up under an id that no article has. So each view answers by
itself, in its own words, exactly as for an unknown article, and none has to think of it.

One answer differs: an address that *was* signed for this article, and has expired, is answered by 403
("access-expired"). Whoever has it was once let in, so it gives nothing away, and a player can ask its page
for a new one.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import re
import secrets
import time
from collections import OrderedDict
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import msgspec
from flask import Flask, current_app, g, request

from audio_cache.disk import PendingFile
from tts_service.articles.first_look import first_look
from tts_service.articles.renditions import Hearer
from tts_service.catalog import Audience, Catalog
from tts_service.catalog.members.access import ArticleAccess, access_of
from tts_service.catalog.members.book import TOKEN_PREFIX, Member
from tts_service.errors import Forbidden, ProblemKind, ServiceError, TooMany
from tts_service.formats.rendition import base_revision
from tts_service.settings import Settings
from tts_service.signed_access import AccessKey, is_signed, parse_token
from tts_service.web.http.log import about
from tts_service.web.limits.clients import digest
from tts_service.web.limits.enforce import client, limits, shown_key
from tts_service.web.scopes.table import NEWSROOM

PARAMETER = "token"
READING = ("GET", "HEAD")
NO_ID = "-"
"""An id that no article has."""
WRONG = "wrong-tokens"
PERIOD_S = 60
MOST_PROVEN = 1_000

EXTENSION = "gate"
"""Where the Flask application keeps it."""
_ID = re.compile(r"[a-z0-9]{1,64}")


NEWSROOM_KEY = "_newsroom"


class Grant(msgspec.Struct, frozen=True):
    """Why this request gets what is not for everybody. ``token``: "" by API key. ``expires``: of a signed
    address, in seconds since 1970; the newsroom's are an "editor"'s."""

    kind: Literal["key", "editor", "signed", "feed"]
    token: str = ""
    expires: int | None = None
    member: Member | None = None


class Gate:
    """One for each web process. Its methods raise TooMany for a client that has guessed too often, and
    Unavailable when the catalog is away."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self._settings = settings
        self._catalog = catalog
        self._own = newsroom_key(settings)
        self._keys = (*settings.access_keys, *([self._own] if self._own else []))
        self._proven: OrderedDict[str, None] = OrderedDict()

    def check(self) -> None:
        """Before each request: see above. Raises Forbidden for a signed address that has expired."""
        first_look.begin()
        named = request.view_args or {}
        if "article_id" not in named or request.method not in READING or request.blueprint == NEWSROOM:
            return
        if not self.may_have(named["article_id"], revision=_base(named.get("revision"))):
            about(named["article_id"])
            named["article_id"] = NO_ID

    def may_have(
        self,
        article_id: str,
        token: str | None = None,
        *,
        even_expired: bool = False,
        revision: str | None = None,
    ) -> bool:
        """Whether this request gets the article, or this ``revision`` of it: it is open, or there is a grant.
        ``token``: None for that of the request; ``even_expired`` takes a signed one that has been good.
        Raises Forbidden for one that has expired."""
        found = first_look.look(self._catalog, article_id) if _ID.fullmatch(article_id) else None
        known = access_of(found) if found is not None else None
        is_out = known is None or self._catalog.access.is_out(known, article_id, revision)
        if known is not None and known.is_open and is_out:
            return True
        granted = self._grant(article_id, known, _given(token), even_expired)
        return self._granted(granted if is_out or _is_editor(granted) else None)

    def hearer(self, article_id: str) -> Hearer:
        """Who listens by this request: whoever has a token that is good for the article, open or not, is a
        member."""
        found, token = grant(), _given(None)
        with contextlib.suppress(ServiceError):
            if found is None and token and _ID.fullmatch(article_id):
                found = self._grant(article_id, self._catalog.access.of(article_id), token, False)
        return "member" if found is not None and found.kind in ("signed", "feed") else "anybody"

    def has_key(self) -> bool:
        """This request shows an API key, and there are such."""
        return _by_key(self._settings) is not None

    def audience(self, show: str | None) -> Audience:
        """Who this request is in a list of ``show``, None for all shows."""
        if self._granted(_by_key(self._settings)):
            return "editors"
        token = _given(None)
        by_token = self._by_feed_token(token, show or "") if token else None
        return "members" if self._granted(by_token) else "everybody"

    def may_read_feed(self, show: str, token: str) -> bool:
        """Whether ``token`` opens the private feed of ``show``, "" for the feed of everything."""
        return self._granted(self._by_feed_token(token, show))

    # -- inside ----------------------------------------------------------------------------------------------

    def _granted(self, grant: Grant | None) -> bool:
        if grant is None:
            return False
        g.grant = grant
        return True

    def _grant(
        self, article_id: str, known: ArticleAccess | None, token: str, even_expired: bool
    ) -> Grant | None:
        if (by_key := _by_key(self._settings)) or not token:
            return by_key
        self._check_patience(token)
        if token.startswith(TOKEN_PREFIX):
            member = self._catalog.members.known(token)
            found = member is not None and self._catalog.members.may_hear(member.show, article_id)
            return self._judged(token, Grant("feed", token, member=member) if found else None)
        signed = parse_token(token)
        subjects = (article_id, *([known.url] if known is not None and known.url else []))
        if signed is None or not is_signed(signed, subjects, self._keys):
            return self._judged(token, None)
        if signed.expires <= time.time() and not even_expired:
            raise _expired()
        is_editors = self._own is not None and is_signed(signed, subjects, (self._own,))
        return self._judged(token, Grant("editor" if is_editors else "signed", token, signed.expires))

    def _by_feed_token(self, token: str, show: str) -> Grant | None:
        self._check_patience(token)
        member = self._catalog.members.known(token) if token.startswith(TOKEN_PREFIX) else None
        fits = member is not None and member.show == show
        return self._judged(token, Grant("feed", token, member=member) if fits else None)

    def _judged(self, token: str, grant: Grant | None) -> Grant | None:
        """``grant``. Remembers who has used a right token, and counts a wrong one."""
        most = self._settings.client_wrong_tokens_per_minute
        if grant is None and most:
            limits().rates.take(WRONG, most, PERIOD_S, client().digests)
        elif grant is not None:
            self._proven[_pair(token)] = None
            if len(self._proven) > MOST_PROVEN:
                self._proven.popitem(last=False)
        return grant

    def _check_patience(self, token: str) -> None:
        """After many wrong tokens, only one that this client has used before is looked at."""
        most = self._settings.client_wrong_tokens_per_minute
        if not most or _pair(token) in self._proven:
            return
        wait_s = limits().rates.spent(WRONG, most, PERIOD_S, client().digests)
        if wait_s is not None:
            limits().refused(WRONG)
            raise TooMany(
                f"Too many wrong addresses have come from your network. Try again in {wait_s} s.",
                retry_after_s=wait_s,
            )


def add_gate(app: Flask, gate: Gate) -> None:
    app.extensions[EXTENSION] = gate
    app.before_request(gate.check)
    app.teardown_request(lambda _: first_look.begin())  # what is sent past the application asks no gate


def hearer(article_id: str) -> Hearer:
    """Who listens by the current request: see ``Gate.hearer``."""
    gate: Gate | None = current_app.extensions.get(EXTENSION)
    return gate.hearer(article_id) if gate is not None else "anybody"


def newsroom_key(settings: Settings) -> AccessKey | None:
    """By which the newsroom lets editors hear what is not for everybody: it follows from the API keys, so all
    web processes have it, and nobody else. Where there are none, everybody is on this machine, and a file
    holds the secret. None when that cannot be written."""
    root = settings.api_keys[0] if settings.api_keys else _kept_secret(settings)
    if not root:
        return None
    secret = hmac.new(root.encode(), NEWSROOM_KEY.encode(), hashlib.sha256).hexdigest()
    return AccessKey(NEWSROOM_KEY, "hmac", secret)


def _kept_secret(settings: Settings) -> str:
    """Of this data folder, made when it is first needed; "" when it cannot be."""
    path = settings.data_dir / "kept" / "newsroom.secret"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with PendingFile(path, durable=True) as draft:
                draft.write(secrets.token_hex(32).encode())
                draft.publish_first()
        return path.read_text("ascii")
    except OSError:
        return ""


def grant() -> Grant | None:
    """Why the current request gets what is not for everybody; None while it does not, or needs no reason."""
    found: Grant | None = g.get("grant")
    return found


def token_beside(url: str) -> str:
    """The token in the query of an address; "" without one."""
    with contextlib.suppress(ValueError):
        return parse_qs(urlsplit(url).query).get(PARAMETER, [""])[0]
    return ""


def _base(revision: str | None) -> str | None:
    return None if revision is None else base_revision(revision)


def _given(token: str | None) -> str:
    return request.args.get(PARAMETER, "") if token is None else token


def _by_key(settings: Settings) -> Grant | None:
    """A wrong key is none here, nor is one that may not read: what it may read, everybody may. Where no keys
    are set, nobody has one."""
    try:
        holder = shown_key() if settings.api_keys else None
        return Grant("key") if holder is not None and holder.may("read") else None
    except ServiceError:
        return None


def _is_editor(found: Grant | None) -> bool:
    return found is not None and found.kind in ("key", "editor")


def _pair(token: str) -> str:
    return digest(f"{client().networks[0]} {token}")


def _expired() -> Forbidden:
    return Forbidden(
        "This address has expired. Reload the page that you have it from, or ask its publisher for another.",
        kind=ProblemKind.ACCESS_EXPIRED,
    )
