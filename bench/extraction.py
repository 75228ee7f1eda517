"""How much of an article's body is found, and how much else: ours beside bare ``trafilatura``, on the same saved pages.

    python -m bench.extraction FOLDER

``FOLDER`` holds ``ground-truth.json`` ({"name": {"articleBody": …, "url": …}}) and ``name.html.gz`` for each. The measure is
by bags of words: precision is the share of the words found that are in the body, recall the share of the body's words found.
Ours counts the body alone, without what it tells apart from it: the title, the byline and the standfirst.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import sys
from collections import Counter
from pathlib import Path

import msgspec
import trafilatura

from tts_service.article.draft import About
from tts_service.article.model import Article
from tts_service.article.page import article_from_html
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


class Row(msgspec.Struct, frozen=True):
    page: str
    bare: Score
    ours: Score


def table(folder: Path) -> list[Row]:
    """One row for each page of the ground truth in ``folder``."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    return [_row(folder, name, page["articleBody"], page.get("url", "")) for name, page in sorted(truth.items())]


def _row(folder: Path, name: str, body: str, url: str) -> Row:
    html = gzip.decompress((folder / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
    bare = trafilatura.extract(html, include_comments=False) or ""
    return Row(name, score(bare, body), score(_ours(html, url), body))


def _ours(html: str, url: str) -> str:
    try:
        return body_text(article_from_html(html, About(url=url), WHOLE))
    except ServiceError:
        return ""


def body_text(article: Article) -> str:
    """What is read of the body: not the title, the byline, nor a standfirst (a synopsis without a heading)."""
    body = [section for section in article.sections if section.title or section.kind != "synopsis"]
    return "\n".join(
        block.text for section in body for block in section.blocks if block.kind not in ("title", "byline", "caption", "code")
    )


def score(found: str, body: str) -> Score:
    words, wanted = Counter(_WORD.findall(found.lower())), Counter(_WORD.findall(body.lower()))
    common = (words & wanted).total()
    return Score(common / max(words.total(), 1), common / max(wanted.total(), 1))


def summary(rows: list[Row]) -> list[tuple[str, list[float]]]:
    """Mean and median of precision, recall and F1: of bare trafilatura, then of ours."""
    columns = [
        [getattr(getattr(row, who), what) for row in rows] for who in ("bare", "ours") for what in ("precision", "recall", "f1")
    ]
    return [
        ("mean", [statistics.fmean(column) for column in columns]),
        ("median", [statistics.median(column) for column in columns]),
    ]


def main() -> None:
    rows = table(Path(sys.argv[1]))
    print(f"{'':10}{'bare trafilatura':^24}{'ours':^24}")
    print(f"{'page':10}" + f"{'prec':>8}{'recall':>8}{'F1':>8}" * 2)
    lines = [(row.page, [value for s in (row.bare, row.ours) for value in (s.precision, s.recall, s.f1)]) for row in rows]
    for name, values in [*lines, *summary(rows)]:
        print(f"{name:10}" + "".join(f"{value:8.3f}" for value in values))


if __name__ == "__main__":
    main()
