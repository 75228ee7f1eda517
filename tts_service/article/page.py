"""HTML → ``Article``. Pure. The only module that needs ``trafilatura``, which judges what is the article's body.

The judge returns text; this module finds that text again in the page, where it knows what the judge does not: headings,
lists, quotes, the publisher's marks, and what else is visible around it, which is listed as skipped. ``Article.text`` is the
visible text of the article's main element, read or not, blocks separated by blank lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec
from lxml.html import HtmlElement

from tts_service.article.body import body_pieces
from tts_service.article.dateline import split_datelines
from tts_service.article.dom import Seen, parse
from tts_service.article.draft import About, Draft, drafts_read, fold
from tts_service.article.furniture import is_standfirst
from tts_service.article.judge import TITLE_AGAIN, is_sentence, judge, same_title
from tts_service.article.language import primary, region, settle
from tts_service.article.metadata import PageFacts, page_facts
from tts_service.article.model import Article, SaidAs, Skipped
from tts_service.article.mojibake import mended
from tts_service.article.request import MAX_TEXT_CHARS
from tts_service.article.sections import assemble
from tts_service.article.selected import select
from tts_service.article.source import source_text
from tts_service.article.steering import FREE, Steering
from tts_service.article.stub import check_whole
from tts_service.errors import TooLarge, Unprocessable

ABOVE = "above the headline"

_MAX_PIECES = 20_000
_ABOVE_SHARE = 0.3
_STANDFIRST_CHARS = 400
_STANDFIRST_AMONG_FIRST = 3
_SEPARATOR = "\n\n"


def article_from_html(html: str, about: About, steering: Steering = FREE) -> Article:
    """The article that the page ``html`` holds; what ``about`` gives stands before what the page says.

    ``steering`` stands before what the extractor finds out.

    Raises Unprocessable (kind "no-article") when there is none, or (kind "not-public") when it is no more than its beginning;
    TooLarge when the page or its article is beyond bounds.
    """
    root = parse(html)
    facts = page_facts(root, about.url)
    selection = select(root, steering)
    if len(selection.pieces) > _MAX_PIECES:
        raise TooLarge(f"The page has {len(selection.pieces):,} pieces of text; at most {_MAX_PIECES:,} can be read.")
    pieces = body_pieces(
        root,
        selection.pieces,
        facts,
        selection.included,
        is_title=lambda draft: _is_headline(draft, about.title, facts.title),
    )
    read = sum(len(piece.draft.text) for piece in pieces if piece.draft.read)
    if read > MAX_TEXT_CHARS:
        raise TooLarge(f"The article has {read:,} characters; at most {MAX_TEXT_CHARS:,} can be read. Send it in parts.")
    if not steering.whole:
        check_whole([piece.draft for piece in selection.pieces], is_free=facts.is_free, words=facts.words)
    about = msgspec.structs.replace(about, notes=selection.notes)
    article = _article(pieces, about, facts, steered=bool(selection.included)) if read else None
    if article is None or not any(block.kind != "title" for section in article.sections for block in section.blocks):
        raise _no_article(selection.notes)
    return article


def _no_article(notes: Sequence[str]) -> Unprocessable:
    what = "Send its text, or the HTML around it." if not notes else f"Look at the rules. {' '.join(notes)}"
    return Unprocessable(f"No article was found in this page. {what}", kind="no-article")


def _article(pieces: list[Seen], about: About, facts: PageFacts, *, steered: bool) -> Article:
    title = _set_title(pieces, about.title, facts, _ABOVE_SHARE if not steered else 0)
    _set_standfirst(pieces, facts)
    text = _lay_out(pieces)
    datelines = split_datelines([piece.draft for piece in pieces])
    spoken = mended(" ".join(draft.text for draft in drafts_read(datelines.drafts)))
    language = settle(spoken, asked=about.language, stated=facts.language)
    about = About(
        title=title,
        language=language,
        region=about.region or (region(facts.language) if primary(facts.language) == language else ""),
        byline=about.byline or facts.byline,
        published_at=about.published_at or facts.published_at,
        url=about.url,
        image_url=about.image_url or facts.image_url,
        publishers=(*facts.sites, *datelines.agencies),
        categories=facts.categories,
        tags=facts.tags,
        notes=about.notes,
        season=about.season or facts.season,
        episode=about.episode or facts.episode,
    )
    judge(datelines.drafts, about)
    marks = [mark for piece in pieces for mark in _marks(piece)]
    inside = [*datelines.skipped, *(skip for piece in pieces if piece.draft.read for skip in _skips(piece, text))]
    return assemble(text, datelines.drafts, about, said_as=[*datelines.said_as, *marks], inside=inside)


def _is_headline(draft: Draft, *titles: str) -> bool:
    return draft.kind == "heading" and any(
        same_title(draft.text, title) or (draft.level == 1 and _within(draft.text, title)) for title in titles
    )


def _within(text: str, title: str) -> bool:
    """The headline on the page is often the stated title without, or with, what names the site."""
    one, other = fold(text), fold(title)
    return len(one) > 15 and len(other) > 15 and (one in other or other in one)


def _set_title(pieces: list[Seen], asked: str, facts: PageFacts, above_share: float) -> str:
    """Make the headline the title and return it. Where none is visible above the body, it is put in front of the text; at
    most ``above_share`` of the body may be above it, and is not read then."""
    asked = " ".join(source_text(asked).split())
    at = next((i for i, piece in enumerate(pieces) if _is_headline(piece.draft, asked, facts.title)), None)
    if at is None or _share_above(pieces, at) > above_share:
        title = asked or " ".join(facts.title.split())
        if title:
            pieces.insert(0, Seen(Draft("title", title, 0, 0), pieces[0].at))
        return title
    for piece in pieces[:at]:
        piece.draft.reason = piece.draft.reason or ABOVE
    headline = pieces[at].draft
    headline.kind, headline.reason = "title", ""
    if asked and not same_title(headline.text, asked):
        headline.kind, headline.reason = "heading", TITLE_AGAIN
        pieces.insert(at, Seen(Draft("title", asked, 0, 0), pieces[at].at))
    return asked or " ".join(headline.text.split())


def _share_above(pieces: Sequence[Seen], at: int) -> float:
    lengths = [len(piece.draft.text) * piece.draft.read for piece in pieces]
    return sum(lengths[:at]) / max(sum(lengths), 1)


def _set_standfirst(pieces: Sequence[Seen], facts: PageFacts) -> None:
    """Find the summary between the headline and the story: by its class, or as a heading that is a sentence or what the page
    states as its description. It is no heading of anything."""
    read = [piece for piece in pieces if piece.draft.read and piece.draft.kind in ("heading", "paragraph")]
    for piece, following in pairwise(read[: _STANDFIRST_AMONG_FIRST + 1]):
        is_heading = piece.draft.kind == "heading"
        if len(piece.draft.text) > _STANDFIRST_CHARS or not (is_heading or _shape(piece) != _shape(following)):
            return
        if any(map(is_standfirst, _around(piece))) or (is_heading and _sums_up(piece.draft.text, facts.description)):
            piece.draft.kind, piece.draft.standfirst = "paragraph", True


def _sums_up(heading: str, description: str) -> bool:
    return is_sentence(heading) or (len(fold(heading)) > 25 and fold(description).startswith(fold(heading)))


def _around(piece: Seen) -> list[HtmlElement]:
    """The element that the piece stands in, and the one around that."""
    parent = piece.at.getparent()
    return [piece.at] if parent is None else [piece.at, parent]


def _shape(piece: Seen) -> list[tuple[str, str]]:
    """What the piece looks like. Paragraphs of one story look alike."""
    return [(element.tag, element.get("class", "")) for element in _around(piece)]


def _lay_out(pieces: Sequence[Seen]) -> str:
    """Give each piece its place, and return the text they make."""
    at = 0
    for piece in pieces:
        piece.draft.start, piece.draft.end = at, at + len(piece.draft.text)
        at = piece.draft.end + len(_SEPARATOR)
    return _SEPARATOR.join(piece.draft.text for piece in pieces)


def _marks(piece: Seen) -> list[SaidAs]:
    return [SaidAs(piece.draft.start + start, piece.draft.start + end, text) for start, end, text in piece.said]


def _skips(piece: Seen, text: str) -> list[Skipped]:
    at = piece.draft.start
    return [Skipped(text[at + start : at + end], at + start, at + end, reason) for start, end, reason in piece.skips]
