"""What a page shows besides its article: listed by reason, and looked at for prose that may be the story's.
Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from tts_service.article.extract.boilerplate import reason_to_skip, reason_to_skip_heading
from tts_service.article.extract.draft import Draft, fold
from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.html.page_chrome import NOT_BODY, OUTSIDE, SIGN_UP
from tts_service.article.extract.html.story.alike import Layout
from tts_service.article.extract.html.story.feed import TEASER
from tts_service.article.extract.judge import POINTER, is_sentence, presents_author
from tts_service.article.extract.notes import note_of
from tts_service.article.model import Outside

LINKS = "a list of links"
AUTHOR = "a note on the author"
COMMENT_BOX = "the comment box"
LABEL = "a short line outside the story"

_LISTED_CHARS = 20_000
"""Characters of one reason that are kept; the rest is counted."""
_LINKED = 0.9
_MOSTLY_LINKS = 0.5
_PROSE_CHARS = 80
FEW_LINKS = 0.3
"""Share of what is told in the story, though it may lead elsewhere."""
_POINT_GAPS = 3
"""Between the words of a point."""
_DOUBT_LINE = 40
"""Characters of a sentence that counts among what may be missing."""
_DOUBT_SHARE = 0.1
_DOUBT_CHARS, _DOUBT_PARAGRAPH = 200, 150
"""In all, or in one paragraph."""
_BEGIN_CHARS = 80
_REASONS_OF_BOXES = frozenset((AUTHOR, COMMENT_BOX, POINTER, SIGN_UP, "tags", "share buttons"))
_REASONS_OF_LABELS = _REASONS_OF_BOXES | {"an advertisement", "a player button"}
_LABEL_CHARS, _LABELLED_PIECES, _LABELLED_CHARS = 60, 5, 320
_TEASER_PIECES = 4


def listed(pieces: Iterable[Seen]) -> tuple[Outside, ...]:
    """What is outside, one value for each reason, in the order of the page."""
    groups: dict[str, list[str]] = {}
    for piece in pieces:
        groups.setdefault(piece.draft.reason or OUTSIDE, []).append(piece.draft.text)
    return tuple(
        Outside(reason, _beginning(texts), len(texts), sum(map(len, texts)))
        for reason, texts in groups.items()
    )


def why_outside(draft: Draft) -> str:
    """Why a piece that lies outside is none of the story, by its own words and links."""
    if reason := reason_to_skip(draft.text):
        return reason
    if draft.links > _LINKED:
        return POINTER if is_sentence(draft.text) or draft.kind == "heading" else LINKS
    if draft.links >= _MOSTLY_LINKS:
        return LINKS
    return OUTSIDE if is_prose(draft) else LABEL


def explain(layout: Layout, unread: Iterable[int], byline: str) -> None:
    """Give prose that nothing else explains the reason that it states, or that of what is around it: a
    teaser's link, or the heading above it."""
    headed = ""
    for i in unread:
        draft = layout.pieces[i].draft
        if draft.kind == "heading":
            headed = _reason_below(draft, byline)
        elif draft.reason == OUTSIDE:
            beside = AUTHOR if presents_author(draft.text, byline) else headed
            draft.reason = TEASER if _is_teaser(layout, i) else beside or OUTSIDE
        elif draft.reason == NOT_BODY and is_prose(draft):
            draft.reason = (
                AUTHOR if presents_author(draft.text, byline) else reason_to_skip(draft.text) or NOT_BODY
            )


def headed_boxes(layout: Layout) -> dict[HtmlElement, str]:
    """Boxes that begin with a heading such as "3 comments" or "Read next", and why they are no story."""
    headings = (i for i, piece in enumerate(layout.pieces) if piece.draft.kind == "heading")
    reasons = ((i, _reason_below(layout.pieces[i].draft, "")) for i in headings)
    headed = {layout.headed_by(i): reason for i, reason in reasons if reason in _REASONS_OF_BOXES}
    return _labelled_boxes(layout) | headed


def _labelled_boxes(layout: Layout) -> dict[HtmlElement, str]:
    """Small boxes that begin with a line such as "Advertisement" or "Listen to this article"."""
    found = {}
    for i, piece in enumerate(layout.pieces):
        if len(piece.draft.text) > _LABEL_CHARS or piece.draft.kind == "heading":
            continue
        if (reason := reason_to_skip(piece.draft.text)) in _REASONS_OF_LABELS:
            box = layout.headed_by(i, _LABELLED_PIECES)
            inside = layout.pieces[i : i + layout.holds(box)]
            if sum(len(one.draft.text) for one in inside) <= _LABELLED_CHARS:
                found[box] = reason
    return found


def _reason_below(heading: Draft, byline: str) -> str:
    """What a heading says about the prose under it; "" if nothing."""
    names = [name.strip() for name in byline.split(",") if " " in name.strip()]
    if any(fold(name) in fold(heading.text) for name in names):
        return AUTHOR
    return reason_to_skip_heading(heading.text)


def _is_teaser(layout: Layout, index: int) -> bool:
    """True if the piece shares a small box with a link that leads to a whole article."""
    box = layout.box(index, _TEASER_PIECES)
    near = range(max(index - _TEASER_PIECES, 0), min(index + _TEASER_PIECES, len(layout.pieces)))
    return any(layout.pieces[i].draft.links > _LINKED and layout.box(i, _TEASER_PIECES) is box for i in near)


def reads_as_point(draft: Draft) -> bool:
    """Whether it could be one of several that sum a story up."""
    return not draft.links and draft.text.count(" ") >= _POINT_GAPS


def is_prose(draft: Draft, chars: int = _PROSE_CHARS) -> bool:
    """True for what could be a paragraph of a story, of ``chars`` or more."""
    return (
        draft.kind in ("paragraph", "quote", "item", "question", "answer")
        and len(draft.text) >= chars
        and draft.links < _MOSTLY_LINKS
        and is_sentence(draft.text)
    )


def is_plain(piece: Seen) -> bool:
    """True for a paragraph that could be one of the story's."""
    return piece.draft.kind == "paragraph" and piece.draft.links < FEW_LINKS and is_prose(piece.draft)


def _is_listed(draft: Draft) -> bool:
    """True for what could be part of a list or a table that the story tells."""
    return draft.kind in ("item", "table") and draft.links < _MOSTLY_LINKS and not reason_to_skip(draft.text)


def doubts_about(pieces: Sequence[Seen], read_chars: int, above: Sequence[Seen]) -> tuple[str, ...]:
    """A sentence when prose that nothing explains is a tenth of what is read, or more. ``above`` is what will
    not be read because it stands above the headline."""
    prose = [
        piece.draft
        for piece in pieces
        if piece.draft.reason in (NOT_BODY, OUTSIDE) and is_prose(piece.draft, _DOUBT_LINE)
    ]
    prose += [piece.draft for piece in above if is_prose(piece.draft, _DOUBT_LINE)]
    prose += [piece.draft for piece in pieces if piece.draft.reason == NOT_BODY and _is_listed(piece.draft)]
    chars = sum(len(draft.text) for draft in prose)
    is_one = any(len(draft.text) >= _DOUBT_PARAGRAPH and is_prose(draft) for draft in prose)
    if chars < _DOUBT_SHARE * read_chars or (chars < _DOUBT_CHARS and not is_one):
        return ()
    paragraphs = "One paragraph" if len(prose) == 1 else f"{len(prose):,} paragraphs"
    lie = "lies" if len(prose) == 1 else "lie"
    begin = " ".join(prose[0].text.split()[:8])[:_BEGIN_CHARS]
    return (
        f"{paragraphs} with {chars:,} characters {lie} outside the story and might be part of it, beginning "
        f"“{begin} …”. If so, name the element around it under include in shows.toml.",
    )


def doubts_about_wording(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """A sentence when long paragraphs between others that are read are left out only for what they say:
    stories speak of gifts and letters, too."""
    told = [draft for draft in drafts if draft.kind in ("paragraph", "quote")]
    read = [i for i, draft in enumerate(told) if draft.read]
    between = told[read[0] : read[-1]] if read else []
    within = [draft for draft in between if len(draft.text) >= _DOUBT_PARAGRAPH and _is_left_for_words(draft)]
    chars = sum(len(draft.text) for draft in within)
    if not within or chars < _DOUBT_SHARE * sum(len(draft.text) for draft in drafts if draft.read):
        return ()
    paragraphs = "A paragraph" if len(within) == 1 else f"{len(within):,} paragraphs"
    is_left, is_it, them = (
        ("is left", "it is", "it") if len(within) == 1 else ("are left", "they are", "them")
    )
    begin = " ".join(within[0].text.split()[:8])[:_BEGIN_CHARS]
    return (
        f"{paragraphs} with {chars:,} characters within the story {is_left} out as {within[0].reason}, "
        f"beginning “{begin} …”. If {is_it} the story's, name the element around {them} under include in "
        "shows.toml.",
    )


def _is_left_for_words(draft: Draft) -> bool:
    return bool(draft.reason) and note_of(draft.text) == draft.reason


def _beginning(texts: Sequence[str]) -> str:
    kept, length = [], 0
    for text in texts:
        if length >= _LISTED_CHARS:
            break
        kept.append(" ".join(text[: _LISTED_CHARS - length].split()))
        length += len(text) + 1
    return "\n".join(kept)
