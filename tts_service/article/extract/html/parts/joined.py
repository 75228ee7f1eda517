"""Pages of one article → the article. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from tts_service.article.bounds import MAX_TEXT_CHARS
from tts_service.article.extract.draft import ArticleFacts, fold
from tts_service.article.extract.html.page import article_from_html
from tts_service.article.extract.html.parts.doubt import doubt_about_missing
from tts_service.article.extract.html.parts.pages import OtherPage, OtherPages
from tts_service.article.extract.judge import EMPTY_HEADING, SAID_BEFORE, TITLE_AGAIN, same_title
from tts_service.article.markup.marks import joined as joined_markup
from tts_service.article.model import Article, Block, Outside, SaidAs, Section, Skipped
from tts_service.article.steering import Steering
from tts_service.errors import ServiceError

T = TypeVar("T", Block, Skipped, SaidAs)

_SEPARATOR = "\n\n"
_SHORTEST_REPEAT = 40
"""Characters (folded) of what is not said again behind the top of a page. Shorter pieces may be repeated on
purpose."""
_LISTED_CHARS = 20_000
"""Characters of one reason that are kept."""
_IN_VIEW = 0.6
"""Of what is read of the first page: a view of the whole article has at least as much of it."""


def article_from_pages(first: str, others: OtherPages, about: ArticleFacts, steering: Steering) -> Article:
    """The article that begins on the page ``first`` and goes on in ``others``. A page that cannot be read
    ends it, and raises a doubt.

    Raises as ``article_from_html``, for the first page.
    """
    article = article_from_html(first, about, steering, is_part=others.are_known)
    if others.is_view:
        return _read_in_view(article, others.pages[0], about, steering)
    articles, missing = _read(article, others, about, steering)
    joined = join(articles) if len(articles) > 1 else article
    doubts = (doubt_about_missing(missing),) if missing else ()
    return msgspec.structs.replace(joined, doubts=(*joined.doubts, *doubts))


def join(articles: Sequence[Article]) -> Article:
    """One article made of those on consecutive pages, called as the first is. What later pages repeat is
    listed as skipped."""
    whole = _Whole(articles[0])
    for article in articles[1:]:
        whole.add(article)
    return whole.article(f"It was read from {len(articles)} pages.")


def _read(
    first: Article, others: OtherPages, about: ArticleFacts, steering: Steering
) -> tuple[list[Article], str]:
    """The articles of all pages that can be read, and what is missing."""
    articles, chars = [first], _chars(first)
    for number, page in enumerate(others.pages, 2):
        try:
            article = article_from_html(page.html, _as_part_of(first, about), steering, is_part=True)
        except ServiceError as error:
            return articles, f"Page {number} cannot be read: {error.detail}"
        chars += _chars(article)
        if chars > MAX_TEXT_CHARS:
            return articles, f"With page {number} it has more than {MAX_TEXT_CHARS:,} characters."
        articles.append(article)
    return articles, others.missing


def _read_in_view(first: Article, view: OtherPage, about: ArticleFacts, steering: Steering) -> Article:
    """The text of the view, and all else as the first page states it."""
    try:
        whole = article_from_html(view.html, _as_part_of(first, about), steering, is_part=True)
    except ServiceError as error:
        return _doubted(first, f"The view on one page cannot be read: {error.detail}")
    text = fold(" ".join(block.text for block in _blocks(whole)))
    blocks = [fold(block.text) for block in _blocks(first)]
    if sum(len(block) for block in blocks if block in text) < _IN_VIEW * sum(map(len, blocks)):
        return _doubted(first, "The view on one page does not hold what is on the first.")
    return msgspec.structs.replace(
        first,
        text=whole.text,
        sections=whole.sections,
        skipped=whole.skipped,
        said_as=whole.said_as,
        notes=_once((*first.notes, *whole.notes, f"It was read from its view on one page, {view.url}")),
        outside=_together((first.outside, whole.outside)),
        doubts=whole.doubts,
        markup=whole.markup,
    )


def _doubted(article: Article, missing: str) -> Article:
    return msgspec.structs.replace(article, doubts=(*article.doubts, doubt_about_missing(missing)))


def _as_part_of(first: Article, about: ArticleFacts) -> ArticleFacts:
    """What is known of a later page before it is read."""
    return msgspec.structs.replace(about, title=first.title, language=first.language, byline=first.byline)


def _chars(article: Article) -> int:
    return sum(len(block.text) for block in _blocks(article))


def _blocks(article: Article) -> Iterator[Block]:
    return (block for section in article.sections for block in section.blocks)


class _Whole:
    """The article so far."""

    def __init__(self, first: Article) -> None:
        self._first = first
        self._text = first.text
        self._sections = list(first.sections)
        self._skipped = list(first.skipped)
        self._said_as = list(first.said_as)
        self._outside = [first.outside]
        self._doubts = [*first.doubts]
        self._notes = [*first.notes]
        self._markup = [first.markup]
        self._read = {fold(block.text) for block in _blocks(first)}

    def add(self, article: Article) -> None:
        at = len(self._text) + len(_SEPARATOR)
        self._text = f"{self._text}{_SEPARATOR}{article.text}"
        reasons = self._reasons(article)
        for section in article.sections:
            self._add_section(section, reasons, at)
        self._skipped += [_moved(piece, at) for piece in article.skipped]
        self._said_as += [_moved(piece, at) for piece in article.said_as]
        self._markup.append(article.markup.moved(at))
        self._outside.append(article.outside)
        self._doubts += article.doubts
        self._notes += article.notes
        self._read |= {fold(block.text) for block in _blocks(article)}

    def _reasons(self, article: Article) -> dict[Block, str]:
        """Why blocks of a further page are not read."""
        reasons: dict[Block, str] = {}
        at_top = True
        for block in _blocks(article):
            if reason := self._why_again(block, at_top=at_top):
                reasons[block] = reason
            elif block.kind != "heading":
                at_top = False
        for head, *below in (section.blocks for section in article.sections):
            if head.kind == "heading" and below and all(block in reasons for block in below):
                reasons.setdefault(head, EMPTY_HEADING)
        return reasons

    def _why_again(self, block: Block, *, at_top: bool) -> str:
        text = fold(block.text)
        if block.kind == "title" or (at_top and same_title(block.text, self._first.title)):
            return TITLE_AGAIN
        byline = fold(self._first.byline)
        is_byline = block.kind == "byline" and bool(byline) and byline in text
        is_again = text in self._read and (at_top or len(text) >= _SHORTEST_REPEAT)
        return SAID_BEFORE if is_again or is_byline else ""

    def _add_section(self, section: Section, reasons: dict[Block, str], at: int) -> None:
        kept = tuple(_moved(block, at) for block in section.blocks if block not in reasons)
        again = (block for block in section.blocks if block in reasons)
        self._skipped += [Skipped(one.text, one.start + at, one.end + at, reasons[one]) for one in again]
        last = self._sections[-1] if self._sections else None
        if kept and last is not None and not section.title and section.kind == last.kind:
            self._sections[-1] = msgspec.structs.replace(last, blocks=(*last.blocks, *kept))
        elif kept:
            self._sections.append(msgspec.structs.replace(section, blocks=kept))

    def article(self, note: str) -> Article:
        return msgspec.structs.replace(
            self._first,
            text=self._text,
            sections=tuple(self._sections),
            skipped=tuple(sorted(self._skipped, key=lambda piece: (piece.start, piece.end))),
            said_as=tuple(self._said_as),
            notes=_once((*self._notes, note)),
            outside=_together(self._outside),
            doubts=_once(self._doubts),
            markup=joined_markup(self._markup),
        )


def _moved(piece: T, by: int) -> T:
    return msgspec.structs.replace(piece, start=piece.start + by, end=piece.end + by)


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _together(pages: Iterable[Sequence[Outside]]) -> tuple[Outside, ...]:
    """What stands around the article, by reason; what is on several pages counts once."""
    groups: dict[str, Outside] = {}
    for outside in pages:
        for group in outside:
            known = groups.get(group.reason)
            groups[group.reason] = _added(known, group) if known else group
    return tuple(groups.values())


def _added(known: Outside, more: Outside) -> Outside:
    lines = set(known.text.splitlines())
    again = [line for line in more.text.splitlines() if line in lines]
    new = "\n".join(line for line in more.text.splitlines() if line not in lines)
    return Outside(
        known.reason,
        f"{known.text}\n{new}"[:_LISTED_CHARS].rstrip(),
        known.pieces + more.pieces - len(again),
        known.characters + more.characters - sum(map(len, again)),
    )
