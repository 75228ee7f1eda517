"""Who may enter the newsroom, of those whom a proxy or a provider vouches for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from tts_service.errors import Forbidden, ProblemKind
from tts_service.scopes import Scope
from tts_service.settings import Settings

MOST_NAME_CHARS = 100
MOST_GROUPS = 500


class Editor(msgspec.Struct, frozen=True):
    """``id``: what they are known by; ``name``: for people to read."""

    id: str
    name: str
    scopes: frozenset[Scope]


def editor_of_proxy(settings: Settings, user: str, groups: str) -> Editor:
    """As a proxy's headers name them. Raises Forbidden."""
    name = user.strip()
    if "," in name or not _is_name(name):
        # A proxy that adds its header to one that came along lets anybody be anybody.
        raise _refused(
            f"The proxy's header {settings.proxy_user_header} does not name one editor. It has to replace "
            "what a browser sends."
        )
    return Editor(name, name, _scopes(settings, name, [group.strip() for group in groups.split(",")]))


def editor_of_claims(settings: Settings, claims: Mapping[str, Any]) -> Editor:
    """As a provider describes them. Raises Forbidden."""
    email = _text(claims.get("email")).lower()
    names = [_text(claims.get(name)) for name in ("name", "preferred_username")]
    subject = _text(claims.get("sub"))
    name = next(filter(_is_name, (*names, email, subject)), "")
    if settings.oidc_allowed and not _is_allowed(settings.oidc_allowed, email, claims):
        whom = f"the address {email}" if email else "your account, which names no address"
        raise _refused(
            f"{name or 'You'} may not enter: {whom} is not among those that may, or is not verified. Ask "
            "whoever runs the service (TTS_OIDC_ALLOWED)."
        )
    groups = groups_in(claims, settings.oidc_groups_claim)
    return Editor(email or subject, name, _scopes(settings, name, groups))


def groups_in(claims: Mapping[str, Any], path: str) -> list[str]:
    """The texts at ``path``, whose dots lead into objects unless a claim is called so; [] for anything
    else."""
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for step in path.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    given = found.split() if isinstance(found, str) else found
    if not isinstance(given, list):
        return []
    return [group for group in given if isinstance(group, str)][:MOST_GROUPS]


def _is_allowed(allowed: Iterable[str], email: str, claims: Mapping[str, Any]) -> bool:
    """An address counts only if the provider has verified it: elsewhere anybody may give any."""
    domain = f"@{email.rpartition('@')[2]}"
    return claims.get("email_verified") is True and "@" in email and not {email, domain}.isdisjoint(allowed)


def _scopes(settings: Settings, name: str, groups: Iterable[str]) -> frozenset[Scope]:
    scopes = settings.login_scopes(groups)
    if not scopes:
        raise _refused(
            f"{name} may not enter: none of their groups is in TTS_LOGIN_GROUPS. Ask whoever runs the "
            "service."
        )
    return scopes


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _is_name(name: str) -> bool:
    return bool(name) and name.isprintable() and len(name) <= MOST_NAME_CHARS


def _refused(detail: str) -> Forbidden:
    return Forbidden(detail, kind=ProblemKind.LOGIN_REFUSED)
