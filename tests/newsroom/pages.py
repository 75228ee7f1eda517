"""Every page of the newsroom, by its route: where to find it in a newsroom that is filled."""

from __future__ import annotations

from tests.newsroom.filled import Filled
from tts_service.web.scopes.table import ROUTES

AT = {
    "/admin/": ("",),
    "/admin/login": ("login",),
    "/admin/new": ("new", "new?by=text", "new?by=file"),
    "/admin/articles": ("articles", "articles?q=no+such"),
    "/admin/articles/<article_id>": (
        "articles/{long}",
        "articles/{held}",
        "articles/{stuck}",
        "articles/unknown",
    ),
    "/admin/playlists": ("playlists",),
    "/admin/playlists/new": ("playlists/new",),
    "/admin/playlists/<playlist>": ("playlists/morning",),
    "/admin/statistics": ("statistics", "statistics?days=7&show=science", "statistics?days=91"),
    "/admin/lexicon": ("lexicon", "lexicon?q=no+such"),
    "/admin/lexicon/<word>": ("lexicon/{word}", "lexicon/unknown"),
    "/admin/voices": ("voices?text=Hello.&voice={voice}&voice={voice}",),
    "/admin/shows": ("shows",),
    "/admin/shows/<kind>": ("shows/show", "shows/show?name=harbour", "shows/site?name=post.example"),
    "/admin/watches": ("watches",),
    "/admin/members": ("members",),
    "/admin/webhooks": ("webhooks",),
    "/admin/keys": ("keys",),
    "/admin/audit": ("audit", "audit?since=soon"),
    "/admin/sessions": ("sessions",),
}
"""Addresses below ``/admin/``, for each route the pages that differ in what is on them."""
NOT_PAGES = {"/admin/files/<name>", "/admin/hear", "/admin/oidc", "/admin/oidc/callback"}
"""Files, sounds and ways to elsewhere; so are the spreadsheets."""


def page_routes() -> set[str]:
    """Those that answer with a page, of all that the newsroom has."""
    return {
        route
        for route, methods in ROUTES.items()
        if route.startswith("/admin/") and "GET" in methods and not route.endswith(".csv")
    } - NOT_PAGES


def addresses(filled: Filled) -> tuple[str, ...]:
    """Of every page, in the order of AT."""
    named = {
        "long": filled.articles[0],
        "held": filled.held,
        "stuck": filled.stuck,
        "word": filled.word,
        "voice": filled.voice,
    }
    return tuple(path.format(**named) for paths in AT.values() for path in paths)
