"""Limits on size, in one place. Pure, and light: the web process imports this.

What is too long is refused where somebody can be told (a request), and cut where nobody can: in pages, and in
catalogs written by older versions.
"""

from __future__ import annotations

MAX_TEXT_CHARS = 250_000
"""Characters of everything that is spoken: about five hours of speech."""
MAX_HTML_CHARS = 5_000_000
MAX_SSML_CHARS = 1_000_000
MAX_PIECES = 20_000
"""Paragraphs, headings, items and so on."""
MAX_ELEMENTS = 100_000
"""Elements. The longest real article pages have about 20,000."""
MAX_ATTRIBUTES = 300
"""Attributes of one element."""
MAX_TITLE_CHARS = 500
MAX_URL_CHARS = 4_000
MAX_FIELD_CHARS = 200
"""Characters of a byline, a section, a tag and so on."""
MAX_DESCRIPTION_CHARS = 2_000
MAX_TAGS = 50
MAX_NUMBER = 99_999
"""The highest number of a season or an episode."""

_NEAR = 5


def cut(text: str, limit: int) -> str:
    """``text`` cut to at most ``limit`` characters: as many words as fit, and an ellipsis."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    words = kept.rpartition(" ")[0].rstrip(" ,;:–—-")
    return (words if len(words) * _NEAR > limit else kept) + "…"


def cut_all(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The first MAX_TAGS of ``texts``, each cut to MAX_FIELD_CHARS."""
    return tuple(cut(text, MAX_FIELD_CHARS) for text in texts[:MAX_TAGS])
