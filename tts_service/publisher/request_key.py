"""Names what is to be read of an article, and by which rules."""

from __future__ import annotations

from typing import NamedTuple

from tts_service.article.request import REQUEST_DIGEST_CHARS

SITE_CHARS = 8
SOUNDS_CHARS = 8
LEXICON_CHARS = 10
_SHOWS = (0, SITE_CHARS, SITE_CHARS + SOUNDS_CHARS)
_BEFORE_LEXICON = {chars + lexicon: chars for chars in _SHOWS for lexicon in (0, LEXICON_CHARS)}
"""Where the lexicon's part begins, by the length of all rules: no two forms have the same length."""


class RequestKey(NamedTuple):
    """Four short hashes; "" for a part that says nothing. ``str`` is the form that the catalog and the
    narration folders hold: the parts in a row."""

    content: str
    """The request itself."""
    site_rules: str
    """What the page's site and the shows say about how it is read and spoken."""
    sounds: str
    """The sound files of the shows. There are none without shows, so ``site_rules`` is not "" then."""
    lexicon: str

    def __str__(self) -> str:
        return "".join(self)

    @classmethod
    def parse(cls, text: str) -> RequestKey:
        """The key that ``str`` turned into ``text``. A text of another length has all its rules in
        ``site_rules``; it names no rules of today, and its ``str`` is the same."""
        content, rules = text[:REQUEST_DIGEST_CHARS], text[REQUEST_DIGEST_CHARS:]
        before_lexicon = _BEFORE_LEXICON.get(len(rules))
        if before_lexicon is None:
            return cls(content, rules, "", "")
        shows, lexicon = rules[:before_lexicon], rules[before_lexicon:]
        return cls(content, shows[:SITE_CHARS], shows[SITE_CHARS:], lexicon)

    @property
    def rules(self) -> tuple[str, str, str]:
        return self.site_rules, self.sounds, self.lexicon

    def same_content(self, other: RequestKey) -> bool:
        """Both ask for the same, if perhaps under different rules."""
        return self.content == other.content
