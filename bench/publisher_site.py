"""A publisher on 127.0.0.1: generated articles and, if ARTICLES names a folder, its saved pages, in
monthly sitemaps."""

from __future__ import annotations

import os
import re
from pathlib import Path

from bench.articles import pages
from bench.generated import Generated, article, short_article
from tests.local_site import LocalSite

A_MONTH = 80
"""Articles in each sitemap: fewer than the watch asks for after one look."""
INDEX = "/sitemap.xml"
_CANONICAL = re.compile(r"""rel=["']?canonical["']?|property=["']?og:url["']?""")


class PublisherSite:
    def __init__(self, long: int, brief: int) -> None:
        """``long`` articles of 600 to 900 words, and ``brief`` ones of two to four sentences."""
        self.site = LocalSite()
        self.origin = self.site.origin
        self.dates: dict[str, str] = {}
        for number in range(long):
            self.publish(f"/news/{number:04}.html", article(number).page(), "2025-12-10")
        for number in range(brief):
            self.publish(f"/brief/{number:04}.html", short_article(number).page(), "2025-12-10")
        folder = os.environ.get("ARTICLES")
        self.saved = pages(Path(folder)) if folder else []
        for sample in self.saved:  # without a canonical address, which would be another site's
            self.publish(
                f"/saved/{sample.name}.html", _CANONICAL.sub("", sample.request["html"]), "2025-12-09"
            )
        self.tell()

    def publish(self, path: str, page: str, date: str) -> str:
        """Its address. The sitemaps do not tell of it until ``tell``."""
        self.dates[path] = date
        return self.site.put(path, page)

    def remove(self, path: str) -> None:
        del self.dates[path], self.site.pages[path]

    def tell(self) -> None:
        """The sitemaps as things are now."""
        paths = sorted(self.dates)
        months = [paths[at : at + A_MONTH] for at in range(0, len(paths), A_MONTH)]
        names = [f"/sitemap-{month}.xml" for month in range(len(months))]
        for name, month in zip(names, months, strict=True):
            self.site.sitemap(name, {self.origin + path: self.dates[path] for path in month})
        listed = "".join(f"<sitemap><loc>{self.origin}{name}</loc></sitemap>" for name in names)
        index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'
        self.site.put(INDEX, index, "application/xml")

    def close(self) -> None:
        self.site.close()


def as_text(generated: Generated) -> str:
    return "\n\n".join([generated.title, *(" ".join(sentences) for sentences in generated.paragraphs)])


def edited(page: str) -> str:
    """The last sentence of the first paragraph of the generated ``page`` says something else."""
    paragraph = page[page.index("<p>") + len("<p>") : page.index("</p>")]
    kept, end, _ = paragraph.rpartition(". ")
    return page.replace(paragraph, f"{kept}{end}This sentence was written in the afternoon.", 1)
