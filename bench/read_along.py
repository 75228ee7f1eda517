"""How many of the spoken sentences are found in the visible text of their page, in a real browser.

    python -m bench.read_along [FOLDER]

``FOLDER`` holds pages, ``name.html`` or ``name.html.gz``, with or without ``ground-truth.json`` ({"name":
{"url": …}}); if left out it is the folder ``pages`` of ``ARTICLES``, else that of the browser's tests.

Nothing is synthesized: the script says what would be spoken. Pages are served from this machine; nothing else
is loaded, and their own scripts do not run: half of each would be missing. Each page is looked at as it was
saved, and again after ``disturb.js``.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import sys
from pathlib import Path

import msgspec
from playwright.sync_api import Browser, Page, Route

from bench.browser import chromium
from tests.chromium import launched
from tests.programs import how_to_get
from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.html.page import article_from_html
from tts_service.article.script.script import make_script
from tts_service.article.steering import Steering
from tts_service.errors import ServiceError
from tts_service.formats.read_along import timed_sentences
from tts_service.web.site.assets import STATIC

SITE = "http://page.example"
DISTURB = Path(__file__).with_name("disturb.js").read_text("utf-8")
FIND = """
async (texts) => {
  const { findPlaces } = await import("/read-along/places.js");
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)));
  observer.observe({ type: "longtask" });
  const begun = performance.now();
  const places = await findPlaces(texts.map((text) => ({ text })), document.body, new AbortController().signal);
  const ms = performance.now() - begun;
  await new Promise((resolve) => setTimeout(resolve, 100));
  const ranges = texts.map((_, i) => places.sentence(i));
  const firsts = ranges.filter((found) => found.length).map((found) => found[0]);
  const back = firsts.filter((range, i) => i && range.compareBoundaryPoints(Range.START_TO_START, firsts[i - 1]) < 0);
  return { lit: ranges.map((found) => found.join("")), back: back.length, ms, longest: Math.max(0, ...tasks) };
}
"""
SHOWN = 5


class Look(msgspec.Struct, frozen=True):
    """``lit`` is what is highlighted for each sentence; ``back`` how often the next stands above. Times in
    ms."""

    lit: tuple[str, ...]
    back: int
    ms: float
    longest: float


class Row(msgspec.Struct, frozen=True):
    name: str
    texts: tuple[str, ...]
    as_saved: Look
    disturbed: Look

    def missed(self, look: Look) -> list[str]:
        return [text for text, lit in zip(self.texts, look.lit, strict=True) if not lit]

    def share(self, look: Look) -> float:
        return 1 - len(self.missed(look)) / len(self.texts)

    @property
    def differing(self) -> list[tuple[str, str]]:
        """Sentences beside what is highlighted for them on the page as saved, where that says something
        else."""
        pairs = zip(self.texts, self.as_saved.lit, strict=True)
        return [(text, lit) for text, lit in pairs if lit and bare(text) != bare(lit)]


def measure(browser: Browser, folder: Path) -> list[Row]:
    """One for each page that there is an article in."""
    truth = folder / "ground-truth.json"
    urls = (
        {name: page.get("url", "") for name, page in json.loads(truth.read_text("utf-8")).items()}
        if truth.exists()
        else {}
    )
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    rows = [row for path in sorted(folder.glob("*.html*")) if (row := _row(page, path, urls))]
    page.close()
    return rows


def _row(page: Page, path: Path, urls: dict[str, str]) -> Row | None:
    name = path.name.partition(".")[0]
    content = path.read_bytes()
    html = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8", "replace")
    texts = spoken(html, urls.get(name, ""))
    if not texts:
        return None
    page.unroute_all()
    page.route("**/*", lambda route: serve(route, html))
    return Row(name, texts, look(page, texts), look(page, texts, DISTURB))


def spoken(html: str, url: str) -> tuple[str, ...]:
    """The sentences that would be spoken, as they stand in the source. None when there is no article in
    the page."""
    try:
        script = make_script(article_from_html(html, ArticleFacts(url=url), Steering(whole=True)))
    except ServiceError:
        return ()
    return tuple(sentence.text for sentence in timed_sentences(script, (), ()) if bare(sentence.text))


def look(page: Page, texts: tuple[str, ...], before: str = "") -> Look:
    page.goto(f"{SITE}/", wait_until="domcontentloaded")
    if before:
        page.evaluate(before)
    return msgspec.convert(page.evaluate(FIND, texts), Look)


def serve(route: Route, html: str) -> None:
    path = route.request.url.removeprefix(SITE)
    if path == "/":
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "script-src 'self'"}
        route.fulfill(body=html, headers=headers)
    elif path.startswith("/read-along/"):
        route.fulfill(path=STATIC / path[1:], content_type="text/javascript")
    else:
        route.abort()


def bare(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def default_folder() -> Path:
    articles = os.environ.get("ARTICLES")
    return Path(articles) / "pages" if articles else Path(__file__).parent.parent / "tests/browser/pages"


def table(rows: list[Row]) -> str:
    lines = [
        f"{'page':10}{'sentences':>10}{'found':>9}{'differing':>10}{'back':>6}{'ms':>6}{'longest task':>14}{'disturbed':>11}"
    ]
    for row in rows:
        seen = row.as_saved
        lines.append(
            f"{row.name:10}{len(row.texts):10}{row.share(seen):9.1%}{len(row.differing):10}{seen.back:6}{seen.ms:6.0f}"
            f"{seen.longest:11.0f} ms{row.share(row.disturbed):11.1%}"
        )
    as_saved = [row.share(row.as_saved) for row in rows]
    disturbed = [row.share(row.disturbed) for row in rows]
    lines.append(
        f"{'median':10}{'':10}{statistics.median(as_saved):9.1%}{'':36}{statistics.median(disturbed):11.1%}"
    )
    lines.append(f"{'worst':10}{'':10}{min(as_saved):9.1%}{'':36}{min(disturbed):11.1%}")
    return "\n".join(lines)


def misses(rows: list[Row]) -> str:
    lines = []
    for row in rows:
        lines += [f"{row.name} missed: {text[:150]!r}" for text in row.missed(row.as_saved)[:SHOWN]]
        lines += [
            f"{row.name} disturbed, missed: {text[:150]!r}" for text in row.missed(row.disturbed)[:SHOWN]
        ]
        lines += [
            f"{row.name} differs: {text[:150]!r} | {lit[:150]!r}" for text, lit in row.differing[:SHOWN]
        ]
    return "\n".join(lines)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default_folder()
    program = chromium()
    if program is None:
        sys.exit(how_to_get("chromium"))
    with launched(program) as browser:
        rows = measure(browser, folder)
    print(f"{table(rows)}\n\n{misses(rows)}")


if __name__ == "__main__":
    main()
