"""Articles to measure on: the demo article, or a folder of others named by ARTICLES."""

from __future__ import annotations

import gzip
import os
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.html.page import article_from_html
from tts_service.errors import Unprocessable


class Sample(NamedTuple):
    """``request`` is the body of ``POST /v1/articles``."""

    name: str
    request: dict[str, str]


def samples(most_pages: int = 3) -> list[Sample]:
    """The text files of the folder, then the first ``most_pages`` of its pages that the service publishes."""
    folder = os.environ.get("ARTICLES")
    if not folder:
        return [Sample("demo", {"html": _demo_page()})]
    texts = [
        Sample(path.stem, {"text": path.read_text("utf-8")}) for path in sorted(Path(folder).glob("*.txt"))
    ]
    return texts + list(islice(filter(is_public, pages(Path(folder))), most_pages))


def pages(folder: Path) -> list[Sample]:
    """Saved pages, in the order of their names."""
    found = [path for path in sorted(folder.rglob("*.html*")) if path.suffix in (".html", ".gz")]
    return [Sample(path.name.split(".")[0], {"html": _read(path)}) for path in found]


def is_public(page: Sample) -> bool:
    """Whether the service reads it. It refuses, for example, the free opening of a paid article."""
    try:
        article_from_html(page.request["html"], ArticleFacts())
    except Unprocessable:
        return False
    return True


def _read(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")


def _demo_page() -> str:
    from tts_service.settings import Settings
    from tts_service.web import create_app

    return create_app(Settings()).test_client().get("/demo/").get_data(as_text=True)
