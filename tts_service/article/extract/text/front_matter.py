"""What stands above a Markdown file between two lines of "---": its title, its date, and more. Pure."""

from __future__ import annotations

import re

import msgspec

from tts_service.article.extract.draft import ArticleFacts, Draft

FRONT_MATTER = "facts about the file, above its text"

_BLOCK = re.compile(r"\s*(?P<mark>---|\+\+\+)[ \t]*\n(?P<facts>(?:[^\n]*\n){1,80}?)(?P=mark)[ \t]*(?=\n|$)")
_FACT = re.compile(r"(?P<name>[A-Za-z][\w-]{0,40})\s*[:=]\s*(?P<value>.*)")
_BELONGS = re.compile(r"\s+\S|\s*[-\]})]|\s*$|#")
_DATE = re.compile(r"[12]\d{3}-[01]\d-[0-3]\d(?:[T ][\d:.]{5,15}(?:Z|[+-]\d{2}:?\d{2})?)?")
_QUOTES = "\"'"
_AUTHORS = ("author", "authors", "byline", "by")


def front_matter(text: str) -> Draft | None:
    """The front matter of ``text`` as a piece that is not read; None if it has none."""
    found = _BLOCK.match(text)
    if not found or not _is_facts(found["facts"].splitlines()):
        return None
    start = found.start("mark")
    return Draft("code", text[start : found.end()], start, found.end(), reason=FRONT_MATTER)


def _is_facts(lines: list[str]) -> bool:
    return any(_FACT.match(line) for line in lines) and all(
        _FACT.match(line) or _BELONGS.match(line) for line in lines
    )


def facts_of(matter: Draft, about: ArticleFacts) -> ArticleFacts:
    """``about`` with the title, date and byline of ``matter`` where it has none."""
    known: dict[str, str] = {}
    for line in matter.text.splitlines():
        if fact := _FACT.match(line):
            known.setdefault(fact["name"].lower(), fact["value"].strip().strip(_QUOTES).strip())
    date = _DATE.match(known.get("date") or known.get("published") or "")
    byline = next((known[name] for name in _AUTHORS if known.get(name)), "")
    return msgspec.structs.replace(
        about,
        title=about.title or known.get("title", ""),
        published_at=about.published_at or (date.group() if date else ""),
        byline=about.byline or (byline if byline[:1] not in "[{" else ""),
    )
