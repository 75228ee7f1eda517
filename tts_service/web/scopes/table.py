"""What each route needs: one line for each address and method, whatever view answers it.

A route that is not in here is refused to all but those who may do everything, and a test fails.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from tts_service.scopes import Scope

CHANGING = frozenset(("POST", "PUT", "PATCH", "DELETE"))


class RouteRule(msgspec.Struct, frozen=True):
    """``scope``: what a key needs, or a session of the newsroom; None: nothing. ``or_reader``: readers
    without a key may do it too, within limits of their own; a key that is shown needs the scope all the same.
    ``unrecorded``: why a route that changes something is not in the audit log; "": it is."""

    scope: Scope | None
    or_reader: bool = False
    unrecorded: str = ""


OPEN = RouteRule(None)
NEWSROOM = "admin"
"""The blueprint of the pages for editors: it lets them in, and checks what they may do, itself."""
READ, WRITE, PUBLISH, ADMIN = (RouteRule(scope) for scope in ("read", "write", "publish", "admin"))
ASKED = RouteRule("write", or_reader=True)
"""Recorded if it comes with a key."""
LISTENERS = RouteRule(None, unrecorded="listeners are never in it")
SIGNED = RouteRule(None, unrecorded="a signed message; what follows from it is recorded where it is done")
SPOKEN = RouteRule("write", unrecorded="spoken for one listener, and kept nowhere")
AT_THE_DOOR = RouteRule(None)
"""Of the newsroom, for those who are not in it yet, or leave."""
NOTHING = RouteRule(None, unrecorded="nothing that anybody else sees")
UNDECIDED = ADMIN

_API: Mapping[str, Mapping[str, RouteRule]] = {
    "/v1/articles": {"GET": OPEN, "POST": ASKED},
    "/v1/articles/<article_id>": {"GET": OPEN, "DELETE": PUBLISH},
    "/v1/articles/<article_id>/recording": {"PUT": PUBLISH, "DELETE": PUBLISH},
    "/v1/articles/<article_id>/script": {"GET": OPEN},
    "/v1/articles/<article_id>/account": {"GET": OPEN},
    "/v1/articles/<article_id>/events": {"GET": OPEN},
    "/v1/articles/<article_id>/publication": {"GET": READ, "PATCH": PUBLISH},
    "/v1/articles/<article_id>/access": {"PUT": PUBLISH},
    "/v1/articles/<article_id>/plays": {"GET": READ},
    "/v1/shows/<show>/plays": {"GET": READ},
    "/v1/articles/<article_id>/drop-off": {"GET": READ},
    "/v1/statistics": {"GET": READ},
    "/v1/plays": {"POST": LISTENERS},
    "/v1/members": {"GET": ADMIN, "POST": ADMIN},
    "/v1/members/<member>": {"DELETE": ADMIN},
    "/v1/audio/speech": {"POST": SPOKEN},
    "/v1/audio/voices": {"GET": READ},
    "/v1/models": {"GET": READ},
    "/v1/lexicon": {"GET": OPEN, "POST": WRITE},
    "/v1/lexicon/<word>": {"PUT": WRITE, "DELETE": WRITE},
    "/v1/playlists": {"GET": OPEN},
    "/v1/playlists/<playlist>": {"GET": OPEN, "PUT": PUBLISH, "DELETE": PUBLISH},
    "/v1/playlists/<playlist>/settings": {"GET": READ},
    "/v1/hooks/articles": {"POST": SIGNED},
    "/v1/hooks/websub/<id>": {"GET": OPEN, "POST": SIGNED},
    "/v1/webhooks": {"GET": ADMIN, "POST": ADMIN},
    "/v1/webhooks/deliveries": {"GET": ADMIN},
    "/v1/webhooks/<endpoint>": {"DELETE": ADMIN},
    "/v1/webhooks/<endpoint>/secret": {"POST": ADMIN},
    "/v1/webhooks/<endpoint>/on": {"POST": ADMIN},
    "/v1/webhooks/<endpoint>/deliveries/<event>/send-again": {"POST": ADMIN},
    "/v1/keys": {"GET": ADMIN, "POST": ADMIN},
    "/v1/keys/<key>": {"DELETE": ADMIN},
    "/v1/audit": {"GET": ADMIN},
    "/v1/audit.csv": {"GET": ADMIN},
}
_NEWSROOM: Mapping[str, Mapping[str, RouteRule]] = {
    "/admin/login": {"GET": AT_THE_DOOR, "POST": AT_THE_DOOR},
    "/admin/logout": {"POST": AT_THE_DOOR},
    "/admin/oidc": {"GET": AT_THE_DOOR},
    "/admin/oidc/callback": {"GET": AT_THE_DOOR},
    "/admin/files/<name>": {"GET": OPEN},
    "/admin/": {"GET": READ},
    "/admin/articles": {"GET": READ},
    "/admin/articles/<article_id>": {"GET": READ},
    "/admin/articles/<article_id>/again": {"POST": WRITE},
    "/admin/articles/<article_id>/pronounce": {"POST": WRITE},
    "/admin/articles/<article_id>/withdraw": {"POST": PUBLISH},
    "/admin/articles/<article_id>/publish": {"POST": PUBLISH},
    "/admin/articles/<article_id>/decide": {"POST": PUBLISH},
    "/admin/articles/<article_id>/record": {"POST": PUBLISH},
    "/admin/articles/<article_id>/unrecord": {"POST": PUBLISH},
    "/admin/articles/<article_id>/playlist": {"POST": PUBLISH},
    "/admin/new": {"GET": WRITE, "POST": WRITE},
    "/admin/lexicon": {"GET": READ, "POST": WRITE},
    "/admin/lexicon/<word>": {"GET": READ, "POST": WRITE},
    "/admin/lexicon/<word>/remove": {"POST": WRITE},
    "/admin/voices": {"GET": READ, "POST": ADMIN},
    "/admin/hear": {"GET": WRITE},
    "/admin/members": {"GET": ADMIN, "POST": ADMIN},
    "/admin/members/<member>/revoke": {"POST": ADMIN},
    "/admin/watches": {"GET": READ, "POST": ADMIN},
    "/admin/watches/remove": {"POST": ADMIN},
    "/admin/shows": {"GET": READ},
    "/admin/shows/<kind>": {"GET": READ, "POST": ADMIN},
    "/admin/shows/<kind>/remove": {"POST": ADMIN},
    "/admin/articles/<article_id>/<name>.csv": {"GET": READ},
    "/admin/statistics": {"GET": READ},
    "/admin/statistics/<name>.csv": {"GET": READ},
    "/admin/playlists": {"GET": READ},
    "/admin/playlists/new": {"GET": PUBLISH, "POST": PUBLISH},
    "/admin/playlists/<playlist>": {"GET": READ},
    "/admin/playlists/<playlist>/save": {"POST": PUBLISH},
    "/admin/playlists/<playlist>/remove": {"POST": PUBLISH},
    "/admin/webhooks": {"GET": ADMIN, "POST": ADMIN},
    "/admin/webhooks/<endpoint>/secret": {"POST": ADMIN},
    "/admin/webhooks/<endpoint>/remove": {"POST": ADMIN},
    "/admin/webhooks/<endpoint>/on": {"POST": ADMIN},
    "/admin/webhooks/<endpoint>/send-again": {"POST": ADMIN},
    "/admin/sessions": {"GET": ADMIN},
    "/admin/sessions/end": {"POST": ADMIN},
    "/admin/sessions/end-others": {"POST": ADMIN},
    "/admin/keys": {"GET": ADMIN, "POST": ADMIN},
    "/admin/keys/<key>/revoke": {"POST": ADMIN},
    "/admin/audit": {"GET": ADMIN},
    "/admin/audit.csv": {"GET": ADMIN},
}
_FOR_READERS = (
    *("/", "/docs", "/openapi.json", "/healthz", "/readyz", "/metrics", "/.well-known/security.txt"),
    *("/listen-button.js", "/listen-button/<name>", "/listen-button/<version>/<name>"),
    *("/read-along.js", "/read-along/<name>", "/read-along/<version>/<name>", "/listen-playlist.js"),
    *("/demo/", "/demo/<room>/", "/demo/<name>", "/doors/<name>", "/embed.js", "/oembed"),
    *("/listen/<article_id>", "/embed/<article_id>"),
    *("/feed.xml", "/feeds/<show>.xml", "/feeds/playlist/<playlist>.xml"),
    *("/artwork.png", "/artwork/<show>.png", "/artwork/playlist/<playlist>.png"),
    *("/audio/<article_id>.mp3", "/audio/<article_id>/<revision>.mp3"),
    *("/audio/<article_id>.m3u8", "/audio/<article_id>/<revision>.m3u8"),
    "/audio/<article_id>/<revision>/<int:first>-<int:end>.mp3",
    *("/captions/<article_id>.vtt", "/captions/<article_id>/<revision>.vtt"),
    *("/captions/<article_id>.json", "/captions/<article_id>/<revision>.json"),
    *("/chapters/<article_id>.json", "/chapters/<article_id>/<revision>.json"),
    *("/transcripts/<article_id>/<revision>.vtt", "/transcripts/<article_id>/<revision>.json"),
    *("/credentials/<article_id>.c2pa", "/credentials/<article_id>/<revision>.c2pa"),
)
"""Anybody may get them. What is in them, and not for everybody, is kept back by the gate of members."""
ROUTES: Mapping[str, Mapping[str, RouteRule]] = {
    **_API,
    **_NEWSROOM,
    **{address: {"GET": OPEN} for address in _FOR_READERS},
}


def rule_of(address: str, method: str) -> RouteRule:
    """What ``method`` needs at ``address``, as the URL map has it; of a route that nobody has decided on,
    that of those who may do everything."""
    of_address = ROUTES.get(address, {})
    return of_address.get("GET" if method == "HEAD" else method, UNDECIDED)
