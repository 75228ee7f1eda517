"""HTML → ``Article``. Pure. The only module that needs ``trafilatura``, which decides what the article's body
is.

trafilatura returns text; this module finds that text again in the page, where it knows more: headings, lists,
quotes, the publisher's marks, and what else is visible around it, which is listed as skipped.
``Article.text`` is the visible text of the article's main element, read or not, with blocks separated by
blank lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from lxml.html import HtmlElement

from tts_service.article.bounds import MAX_PIECES, MAX_TEXT_CHARS
from tts_service.article.extract.draft import ArticleFacts, Draft, drafts_read
from tts_service.article.extract.html.dom import parse
from tts_service.article.extract.html.headline import ABOVE_SHARE, is_headline, set_title
from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.html.metadata import PageFacts, page_facts
from tts_service.article.extract.html.parts.doubt import doubt_about_parts
from tts_service.article.extract.html.paywall import check_whole
from tts_service.article.extract.html.selected import SelectedPieces, select
from tts_service.article.extract.html.state.client_rendered import NOTE, page_as_shown
from tts_service.article.extract.html.story.body import Body, body_of
from tts_service.article.extract.html.story.outside import doubts_about_wording, listed
from tts_service.article.extract.html.story.standfirst import byline_under, set_standfirst
from tts_service.article.extract.judge import judge
from tts_service.article.extract.sections import assemble
from tts_service.article.language.language import primary, region, settle
from tts_service.article.language.mojibake import mended
from tts_service.article.markup.attributes import Written, markup_of
from tts_service.article.model import Article, SaidAs, Skipped
from tts_service.article.script.dateline import split_datelines
from tts_service.article.steering import FREE, Steering
from tts_service.errors import ProblemKind, TooLarge, Unprocessable

_SEPARATOR = "\n\n"


def article_from_html(
    html: str, about: ArticleFacts, steering: Steering = FREE, *, is_part: bool = False
) -> Article:
    """The article in the page ``html``; ``about`` takes precedence over what the page states, and
    ``steering`` over what the extractor finds. ``is_part``: where its other pages are is known, and raises no
    doubt.

    Raises Unprocessable (kind "no-article") if there is none, or (kind "not-public") if only its beginning is
    there; TooLarge if the page or its article exceeds a limit.
    """
    root = parse(html)
    # lxml makes an element anew each time, unless somebody holds it; while all are held, walking through them
    # is quicker than an XPath with a condition
    elements = list(root.iter())
    facts = page_facts(root, about.url)
    found = _found(root, facts, about, steering)
    if not found.selection.included and (steering.whole or facts.is_free is not False):
        found = _as_shown(root, facts, about, steering, found)
    if found.read > MAX_TEXT_CHARS:
        raise TooLarge(
            f"The article has {found.read:,} characters; at most {MAX_TEXT_CHARS:,} can be read. Send it in "
            "parts."
        )
    selection, body, byline = found
    facts = msgspec.structs.replace(facts, byline=byline)
    if not steering.whole:
        check_whole([piece.draft for piece in selection.pieces], is_free=facts.is_free, words=facts.words)
    doubts = () if is_part else doubt_about_parts(root, selection.pieces, about.url)
    about = msgspec.structs.replace(
        about, notes=selection.notes, outside=body.outside, doubts=(*body.doubts, *doubts)
    )
    article = _article(body.shown, about, facts, steered=bool(selection.included)) if found.read else None
    if article is None or not any(
        block.kind != "title" for section in article.sections for block in section.blocks
    ):
        raise _no_article(selection.notes)
    del elements
    return article


class _Found(NamedTuple):
    """``byline``: who wrote it, as the page states or shows."""

    selection: SelectedPieces
    body: Body
    byline: str

    @property
    def read(self) -> int:
        """Characters that are read."""
        return sum(
            len(piece.draft.text) + _words_given(piece) for piece in self.body.shown if piece.draft.read
        )


def _found(root: HtmlElement, facts: PageFacts, about: ArticleFacts, steering: Steering) -> _Found:
    selection = select(root, steering)
    if len(selection.pieces) > MAX_PIECES:
        raise TooLarge(
            f"The page has {len(selection.pieces):,} pieces of text; at most {MAX_PIECES:,} can be read."
        )

    def is_title(draft: Draft) -> bool:
        return is_headline(draft, about.title, facts.title)

    shown = byline_under(selection.pieces, is_title)
    byline = shown if shown and facts.byline.startswith(shown) else facts.byline or shown
    facts = msgspec.structs.replace(facts, byline=byline)
    return _Found(
        selection, body_of(root, selection.pieces, facts, selection.included, is_title=is_title), byline
    )


def _as_shown(
    root: HtmlElement, facts: PageFacts, about: ArticleFacts, steering: Steering, found: _Found
) -> _Found:
    """What is found once the page's own program has shown its story."""
    shown = page_as_shown(root, facts, found.read)
    if shown is None:
        return found
    selection, body, byline = _found(shown, facts, about, steering)
    around = () if shown is root else listed(found.selection.pieces)
    return _Found(
        msgspec.structs.replace(selection, notes=(*selection.notes, NOTE)),
        body._replace(outside=(*body.outside, *around)),
        found.byline or byline,
    )


def _words_given(piece: Seen) -> int:
    """Characters that the publisher wants spoken."""
    return sum(len(words) for _, _, words in piece.said)


def _no_article(notes: Sequence[str]) -> Unprocessable:
    what = "" if not notes else f" Look at the rules. {' '.join(notes)}"
    return Unprocessable(
        "No article was found in this page: it shows no text that could be read aloud. Its publisher can "
        f"send the text, or the HTML around it.{what}",
        kind=ProblemKind.NO_ARTICLE,
    )


def _article(pieces: list[Seen], about: ArticleFacts, facts: PageFacts, *, steered: bool) -> Article:
    title = set_title(pieces, about.title, facts.title, ABOVE_SHARE if not steered else 0)
    set_standfirst(pieces, facts.description)
    text = _lay_out(pieces)
    datelines = split_datelines([piece.draft for piece in pieces])
    spoken = mended(" ".join(draft.text for draft in drafts_read(datelines.drafts)))
    language = settle(spoken, asked=about.language, stated=facts.language)
    about = ArticleFacts(
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
        outside=about.outside,
        doubts=about.doubts,
        season=about.season or facts.season,
        episode=about.episode or facts.episode,
    )
    judge(datelines.drafts, about)
    wording = () if steered else doubts_about_wording(datelines.drafts)
    markup, left_out = markup_of(
        (pause for piece in pieces for pause in _placed(piece, piece.pauses)),
        [voice for piece in pieces for voice in _placed(piece, piece.voices)],
    )
    about = msgspec.structs.replace(about, notes=(*about.notes, *left_out), doubts=(*about.doubts, *wording))
    marks = [mark for piece in pieces for mark in _marks(piece)]
    inside = [
        *datelines.skipped,
        *(skip for piece in pieces if piece.draft.read for skip in _skips(piece, text)),
    ]
    said_as = [*datelines.said_as, *marks]
    return assemble(text, datelines.drafts, about, said_as=said_as, inside=inside, markup=markup)


def _lay_out(pieces: Sequence[Seen]) -> str:
    """Give each piece its offsets, and return the text that they make up."""
    at = 0
    for piece in pieces:
        piece.draft.start, piece.draft.end = at, at + len(piece.draft.text)
        at = piece.draft.end + len(_SEPARATOR)
    return _SEPARATOR.join(piece.draft.text for piece in pieces)


def _placed(piece: Seen, marks: Sequence[Written]) -> list[Written]:
    """``marks`` within ``piece``, by their places in the text."""
    at = piece.draft.start
    return [(at + start, at + end, text) for start, end, text in marks]


def _marks(piece: Seen) -> list[SaidAs]:
    return [SaidAs(*mark) for mark in _placed(piece, piece.said)]


def _skips(piece: Seen, text: str) -> list[Skipped]:
    at = piece.draft.start
    return [
        Skipped(text[at + start : at + end], at + start, at + end, reason)
        for start, end, reason in piece.skips
    ]
