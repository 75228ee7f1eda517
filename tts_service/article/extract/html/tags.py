"""The tags of a page before it is parsed: parsing time grows with the square of the attributes in one tag.
Pure.

Tags, comments and raw text end where the tokenizer of the HTML standard ends them, as the parser's does
(https://html.spec.whatwg.org/multipage/parsing.html#tokenization): else one could hide in another's quotes.
"""

from __future__ import annotations

import re

from tts_service.article.bounds import MAX_ATTRIBUTES
from tts_service.errors import TooLarge

_SPACE = r"[\t\n\f\r ]"
_VALUE = r"(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)"
_ATTRIBUTE = rf"[^\t\n\f\r />][^\t\n\f\r />=]*+(?:{_SPACE}*+={_SPACE}*+{_VALUE}?+)?+"
_ATTRIBUTES = rf"(?:{_SPACE}++|/(?!>)|{_ATTRIBUTE})*+"
_RAW_TEXT = "script|style|title|textarea|iframe|xmp|noembed|noframes"
_TAG = re.compile(
    r"<!--(?:-?>|(?:[^-]++|-(?!-!?>))*+)"
    r"|<(?:[!?]|/(?![A-Za-z]))[^>]*+"
    rf"|<(?P<raw>{_RAW_TEXT})(?P<of_raw>(?=[\t\n\f\r />]){_ATTRIBUTES})>"
    r"(?:[^<]++|<(?!/(?P=raw)[\t\n\f\r />]))*+"
    rf"|</?[A-Z][^\t\n\f\r />]*+(?P<attributes>{_ATTRIBUTES})",
    re.IGNORECASE,
)
_ONE = re.compile(_ATTRIBUTE)


def check_tags(html: str) -> None:
    """Raise TooLarge if a tag has more attributes than any page needs."""
    for tag in _TAG.finditer(html):
        attributes = tag["attributes"] or tag["of_raw"] or ""
        if len(attributes) > 2 * MAX_ATTRIBUTES and len(_ONE.findall(attributes)) > MAX_ATTRIBUTES:
            raise TooLarge(
                f"An element of the page has more than {MAX_ATTRIBUTES} attributes; no article needs that "
                "many. Send the article's own HTML."
            )
