"""What stands between the headline and the story: the sentence that sums it up, and who wrote it. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from lxml.html import HtmlElement

from tts_service.article.extract.boilerplate import names_in_byline, reason_to_skip
from tts_service.article.extract.draft import Draft, fold
from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.html.page_chrome import is_standfirst
from tts_service.article.extract.judge import is_sentence
from tts_service.article.extract.sections import is_known_heading

_CHARS = 400
_AMONG_FIRST = 3
_SURE_CHARS = 25
_MOSTLY_LINKS = 0.5
_TOLD_CHARS = 60
_BYLINE_PIECES = 8
"""Behind the headline, among which the byline is."""
_BY = re.compile(r"(?:by|von|por|par|di|door)\s*", re.IGNORECASE)
_NAME_CHARS = 60


def standfirst_under(
    pieces: Sequence[Seen], is_title: Callable[[Draft], bool], description: str
) -> int | None:
    """Which piece right under the headline sums up the story: by its class, or as the page's own description
    of the story. None if none does."""
    at = next((i for i, piece in enumerate(pieces) if is_title(piece.draft)), None)
    for i in range(at + 1, min(at + 1 + _AMONG_FIRST, len(pieces))) if at is not None else ():
        draft = pieces[i].draft
        if draft.kind not in ("heading", "paragraph") or len(draft.text) > _CHARS or not draft.read:
            continue
        is_named = is_sentence(draft.text) and any(map(is_standfirst, _around(pieces[i])))
        is_told = draft.links < _MOSTLY_LINKS and not reason_to_skip(draft.text)
        if is_told and (is_named or _is_described(draft.text, description) or _is_above_byline(pieces, i)):
            return i
    return None


def set_standfirst(pieces: Sequence[Seen], description: str) -> None:
    """Mark the summary between the headline and the story: by its class, or as a heading that is a sentence,
    or by the page's description of the story. It is not a heading of anything."""
    read = [piece for piece in pieces if piece.draft.read and piece.draft.kind in ("heading", "paragraph")]
    title = next((i for i, piece in enumerate(pieces) if piece.draft.kind == "title"), None)
    under = pieces[title + 1] if title is not None and title + 1 < len(pieces) else None
    levels = Counter(piece.draft.level for piece in read)
    for piece, following in pairwise(read[: _AMONG_FIRST + 1]):
        is_heading = piece.draft.kind == "heading" and levels[piece.draft.level] == 1
        is_apart = is_heading or _shape(piece) != _shape(following)
        if len(piece.draft.text) > _CHARS or not is_apart or is_known_heading(piece.draft.text):
            return
        is_summary = (is_heading and is_sentence(piece.draft.text)) or (
            (is_heading or piece.at.getparent() is not following.at.getparent())
            and _is_described(piece.draft.text, description)
        )
        if title is not None and piece is under:
            is_summary = is_summary or _is_above_byline(pieces, title + 1)
            is_summary = is_summary or (is_heading and _is_told_beside(piece, pieces[title]))
        if is_summary or any(map(is_standfirst, _around(piece))):
            piece.draft.kind, piece.draft.standfirst = "paragraph", True


def _is_told_beside(piece: Seen, title: Seen) -> bool:
    """Whether it is as long as a sentence and stands in the headline's own box, as nothing of the story
    does."""
    box = title.at.getparent()
    is_head = box is not None and box.tag in ("header", "hgroup") and piece.at.getparent() is box
    return is_head and len(piece.draft.text) >= _TOLD_CHARS


def _is_above_byline(pieces: Sequence[Seen], index: int) -> bool:
    """A sentence between the headline and the line that says who wrote the story, and when."""
    draft = pieces[index].draft
    below = pieces[index + 1].draft.text if index + 1 < len(pieces) else ""
    is_head = bool(names_in_byline(below)) or reason_to_skip(below) in ("the byline and date", "a date line")
    return is_sentence(draft.text) and is_head and not _BY.match(draft.text)


def byline_under(pieces: Sequence[Seen], is_title: Callable[[Draft], bool]) -> str:
    """Who wrote the story by the line under its headline, "" if there is none."""
    at = next((i for i, piece in enumerate(pieces) if is_title(piece.draft)), 0)
    return next(filter(None, map(_named, pieces[at + 1 : at + 1 + _BYLINE_PIECES])), "")


def _named(piece: Seen) -> str:
    text = piece.draft.text
    lines = text.splitlines() if len(text) <= _CHARS else ()
    if names := next(filter(None, map(names_in_byline, lines)), ""):
        return names
    by = _BY.match(text)
    if by is None or len(text) > _CHARS:
        return ""
    links = ("".join(link.itertext()).strip() for link in piece.at.iter("a"))
    return next(
        (name for name in links if 0 < len(name) <= _NAME_CHARS and text.startswith(name, by.end())), ""
    )


def _is_described(text: str, description: str) -> bool:
    one, other = fold(text), fold(description)
    return min(len(one), len(other)) > _SURE_CHARS and (one.startswith(other) or other.startswith(one))


def _around(piece: Seen) -> list[HtmlElement]:
    """The element that contains the piece, and that element's parent."""
    parent = piece.at.getparent()
    return [piece.at] if parent is None else [piece.at, parent]


def _shape(piece: Seen) -> list[tuple[str, str]]:
    """How the piece is set. Paragraphs of one story are set alike."""
    return [(element.tag, element.get("class", "")) for element in _around(piece)]
