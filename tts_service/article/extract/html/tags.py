"""The tags of a page before it is parsed: parsing time grows with the square of the attributes in one tag.
Pure."""

from __future__ import annotations

import re

from tts_service.article.bounds import MAX_ATTRIBUTES
from tts_service.errors import TooLarge

_VALUE = r"=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+)"
_TAG = re.compile(
    r"<!--(?:[^-]++|-(?!->))*+"
    r"|<(?i:script|style)\b(?:[^<]++|<(?!/))*+"
    rf"|(?P<attributes><[A-Za-z](?:[^\s=>]++|\s++|{_VALUE})*+)"
)
_ATTRIBUTE = re.compile(rf"[^\s=>/]++\s*+(?:{_VALUE})?+")


def check_tags(html: str) -> None:
    """Raise TooLarge if a tag has more attributes than any page needs."""
    for tag in _TAG.finditer(html):
        long = tag["attributes"] is not None and tag.end() - tag.start() > 2 * MAX_ATTRIBUTES
        if long and sum(1 for _ in _ATTRIBUTE.finditer(tag["attributes"])) > MAX_ATTRIBUTES:
            raise TooLarge(
                f"An element of the page has more than {MAX_ATTRIBUTES} attributes; no article needs that "
                "many. "
                "Send the article's own HTML."
            )
