"""oEmbed 1.0 (https://oembed.com): lets another site show a link as a player. Pure."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from tts_service.sharing.links import FRAME_HEIGHT, FRAME_WIDTH, Shared, iframe

CACHE_S = 86_400


def article_named(url: str, base_url: str) -> str | None:
    """The article's id in /listen/{id} or /embed/{id} of this service; None for any other address."""
    ours, parts = urlsplit(base_url), urlsplit(url)
    place, _, article_id = parts.path.removeprefix(ours.path).strip("/").partition("/")
    is_ours = parts.netloc == ours.netloc and place in ("listen", "embed")
    return article_id if is_ours and article_id else None


def description(
    about: Shared, base_url: str, max_width: int | None, max_height: int | None
) -> dict[str, Any]:
    """A response of type "rich": the frame, within ``max_width`` and ``max_height`` CSS pixels."""
    width = min(max_width or FRAME_WIDTH, FRAME_WIDTH)
    height = min(max_height or FRAME_HEIGHT, FRAME_HEIGHT)
    fields = {
        "version": "1.0",
        "type": "rich",
        "title": about.title,
        "author_name": about.byline,
        "provider_name": about.site or urlsplit(base_url).hostname or "",
        "provider_url": base_url,
        "cache_age": CACHE_S,
        "width": width,
        "height": height,
        "html": iframe(about, width, height),
        "disclosure": about.disclosure,
    }
    return {name: value for name, value in fields.items() if value != ""}


def xml(fields: dict[str, Any]) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in fields.items():
        ElementTree.SubElement(root, name).text = "".join(c for c in str(value) if c.isprintable())
    return b'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n' + ElementTree.tostring(root)
