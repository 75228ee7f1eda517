"""Which hub a feed declares: WebSub, section 4. Pure."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from tts_service.article.address import is_page_url
from tts_service.listing.model import Hub

MOST_CHARS = 2_000
"""Characters of the address of a hub or a topic."""

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_RELATIONS = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s";,]+))', re.IGNORECASE)


def declared_hub(link: str, within: dict[str, str], base: str) -> Hub | None:
    """The hub declared by the HTTP header ``link`` (RFC 8288), which takes precedence, or by the links
    ``within`` the feed; None unless both a hub and the feed's own address are given. Relative addresses are
    resolved against ``base``."""
    found = {**within, **_link_header(link)}
    hub, topic = (_address(found.get(relation, ""), base) for relation in ("hub", "self"))
    return Hub(hub, topic) if hub and topic else None


def _link_header(text: str) -> dict[str, str]:
    """Relation → the first address with that relation."""
    found: dict[str, str] = {}
    for address, parameters in _LINK.findall(text):
        relations = _RELATIONS.search(parameters)
        for relation in (relations[1] or relations[2] or "").lower().split() if relations else ():
            found.setdefault(relation, address.strip())
    return found


def _address(text: str, base: str) -> str:
    try:
        address = urljoin(base, text) if text else ""
    except ValueError:
        return ""
    return address if len(address) <= MOST_CHARS and is_page_url(address) else ""
