"""How much of an article's body is found, and how much besides: ours beside bare ``trafilatura``, on the same
saved pages.

    ARTICLES=folder python -m bench.extraction

A ``ground-truth.json`` ({"name": {"articleBody": …, "url": …}}) in the folder or below it, with
``name.html.gz`` beside it for each; without ARTICLES the pages of our own tests, which are small and full of
traps. The measure is by bags of words: precision is the share of the words found that are in the body, recall
the share of the body's words found. Ours counts the body alone, without what it separates from it: the title,
the byline and the standfirst.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import statistics
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec
import trafilatura

from bench.table import Row
from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.html.page import article_from_html
from tts_service.article.model import Article
from tts_service.article.steering import Steering
from tts_service.errors import ServiceError

_WORD = re.compile(r"\w+")
WHOLE = Steering(whole=True)
"""What a page shows of a paid article is to be found as well."""


class Score(msgspec.Struct, frozen=True):
    """Shares, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


class Page(msgspec.Struct, frozen=True):
    page: str
    bare: Score
    ours: Score


OWN = Path(__file__).parent.parent / "tests" / "article" / "traps"


class Marked(NamedTuple):
    """A page whose body a person has marked."""

    name: str
    html: str
    body: str
    url: str = ""


def marked_pages() -> list[Marked]:
    """Those of ARTICLES, else those of our tests."""
    folder = os.environ.get("ARTICLES")
    return ground_truth(Path(folder)) if folder else own_pages()


def ground_truth(folder: Path) -> list[Marked]:
    """The pages of the first ``ground-truth.json`` in ``folder`` or below it; none when there is no such
    file."""
    path = next(iter(sorted(folder.rglob("ground-truth.json"))), None)
    pages = json.loads(path.read_text("utf-8")) if path else {}
    return [
        Marked(name, _unpacked(path.parent / f"{name}.html.gz"), page["articleBody"], page.get("url", ""))
        for name, page in sorted(pages.items())
        if path
    ]


def own_pages() -> list[Marked]:
    """``name.html`` with the body in ``name.txt`` beside it."""
    pages = sorted(OWN.glob("*.html"))
    return [
        Marked(page.stem, page.read_text("utf-8"), page.with_suffix(".txt").read_text("utf-8"))
        for page in pages
    ]


def _unpacked(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8", "replace")


def table(pages: Iterable[Marked]) -> list[Page]:
    return [
        Page(page.name, score(bare_text(page.html), page.body), score(_ours(page.html, page.url), page.body))
        for page in pages
    ]


def bare_text(html: str) -> str:
    """What bare trafilatura finds of the body."""
    return trafilatura.extract(html, include_comments=False) or ""


def _ours(html: str, url: str) -> str:
    try:
        return body_text(article_from_html(html, ArticleFacts(url=url), WHOLE))
    except ServiceError:
        return ""


def body_text(article: Article) -> str:
    """What is read of the body: not the title, the byline, nor a standfirst (a synopsis without a
    heading)."""
    body = [section for section in article.sections if section.title or section.kind != "synopsis"]
    return "\n".join(
        block.text
        for section in body
        for block in section.blocks
        if block.kind not in ("title", "byline", "caption", "code")
    )


def words_of(text: str) -> Counter[str]:
    """How often each word is there, in small letters."""
    return Counter(_WORD.findall(text.lower()))


def score(found: str, body: str) -> Score:
    words, wanted = words_of(found), words_of(body)
    common = (words & wanted).total()
    return Score(common / max(words.total(), 1), common / max(wanted.total(), 1))


def summary(rows: list[Page]) -> list[tuple[str, list[float]]]:
    """Mean and median of precision, recall and F1: of bare trafilatura, then of ours."""
    columns = [
        [getattr(getattr(row, who), what) for row in rows]
        for who in ("bare", "ours")
        for what in ("precision", "recall", "f1")
    ]
    return [
        ("mean", [statistics.fmean(column) for column in columns]),
        ("median", [statistics.median(column) for column in columns]),
    ]


def measure() -> list[Row]:
    """One row of the summary; prints the table of pages."""
    rows = table(marked_pages())
    if not rows:
        return []
    print(
        f"\n{'':26}{'bare trafilatura':^24}{'ours':^24}\n{'page':26}"
        + f"{'prec':>8}{'recall':>8}{'F1':>8}" * 2
    )
    lines = [
        (row.page, [value for s in (row.bare, row.ours) for value in (s.precision, s.recall, s.f1)])
        for row in rows
    ]
    for name, values in [*lines, *summary(rows)]:
        print(f"{name:26}" + "".join(f"{value:8.3f}" for value in values))
    bare, ours = (statistics.fmean(getattr(row, who).f1 for row in rows) for who in ("bare", "ours"))
    what = f"Words of the body found, and no others: mean F1 over {len(rows)} pages"
    return [
        Row(
            what,
            f"{ours:.3f}",
            f"{bare:.3f} (trafilatura)",
            f"{ours / bare:.3f}×",
            "above the base",
            ours > bare,
        )
    ]


if __name__ == "__main__":
    measure()
